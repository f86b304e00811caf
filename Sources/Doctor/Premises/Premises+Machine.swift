import Foundation

extension Premises {
    /// The clock by which everything is judged.
    static let clock = [implausibleClock]

    private static let implausibleClock = Examination<Premises>(
        "CLOCK_IMPLAUSIBLE",
        in: .everywhere,
        cause: Words(ja: "時計が正しくありません: {}", en: "The clock cannot be right: {}."),
        remedy: Words(
            ja: "NTP（chrony、systemd-timesyncd など）で時刻を合わせてください。署名の許可は数秒のずれで拒否されます。",
            en: "Set it by NTP (chrony, systemd-timesyncd); permissions to sign are refused when it is seconds off."
        ),
        .here { premises in
            var found: [Words] = []
            let now = premises.now.formatted(.iso8601)
            // Nobody can have run this software before it was written.
            if premises.now < Date(timeIntervalSince1970: 1_767_225_600) { found.append(Words(now)) }
            for file in premises.database.file.map({ [$0.value, $0.value + "-wal"] }) ?? [] {
                guard let written = modification(of: file), written > premises.now.addingTimeInterval(300) else {
                    continue
                }
                found.append(
                    Words(
                        ja: "現在 \(now)、\(file) の更新は \(written.formatted(.iso8601))",
                        en: "it is \(now), and \(file) was written at \(written.formatted(.iso8601))"
                    )
                )
            }
            return .found(found)
        }
    )

    private static func modification(of path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }

    /// Disk and ports.
    static let machine = [closedFolder, littleSpace, takenPort, impossiblePort]

    private static let closedFolder = Examination<Premises>(
        "FOLDER_NOT_WRITABLE",
        in: .everywhere,
        cause: Words(ja: "書き込めないフォルダーです: {}", en: "A folder cannot be written to: {}."),
        remedy: Words(
            ja: "フォルダーを作り、実行する利用者に書き込みを許してください。",
            en: "Make it, and let the user of this process write to it."
        ),
        .here { premises in
            .found(
                premises.writtenFolders.filter { !FileManager.default.isWritableFile(atPath: existing($0.value)) }
                    .map(\.words)
            )
        }
    )

    private static let littleSpace = Examination<Premises>(
        "DISK_SPACE_LOW",
        in: .everywhere,
        cause: Words(
            ja: "空き容量が \(leastSpaceInMiB) MiB を下回っています: {}",
            en: "Less than \(leastSpaceInMiB) MiB are free: {}."
        ),
        remedy: Words(
            ja: "容量を増やしてください。書き込めなくなると、署名は完了前に止まります（失われはしません）。",
            en: "Make room. When nothing can be written, signing stops before its end, though nothing is lost."
        ),
        .here { premises in
            .found(
                premises.writtenFolders.compactMap { folder in
                    guard let free = DiskSpace.free(at: existing(folder.value)), free < leastSpaceInMiB << 20 else {
                        return nil
                    }
                    return Words("\(folder.setting) (\(folder.value), \(free >> 20) MiB)")
                }
            )
        }
    )

    private static let leastSpaceInMiB = 1024

    private static let takenPort = Examination<Premises>(
        "PORT_TAKEN",
        in: .everywhere,
        cause: Words(ja: "ポートを別のプログラムが使っています: {}", en: "Another program has the port: {}."),
        remedy: Words(
            ja: "そのプログラムを止めるか、listen.port を変えてください（`ss -ltnp` で分かります）。",
            en: "End that program or change listen.port (`ss -ltnp` shows who it is)."
        ),
        .here { premises in
            let listener = premises.listener
            guard case .taken = ListeningPort.attempt(listener.host, listener.port) else { return .found([]) }
            let holder = ListeningPort.holder(of: listener.port)
            guard holder != listener.program else { return .found([]) }
            let unknown = Words(ja: "名前は見えない", en: "its name is hidden from us")
            let name = holder.map { Words($0) } ?? unknown
            let place = "\(listener.host):\(listener.port)"
            return .found([Words(ja: "\(place)（\(name.ja)）", en: "\(place) (\(name.en))")])
        }
    )

    private static let impossiblePort = Examination<Premises>(
        "PORT_REFUSED",
        in: .everywhere,
        cause: Words(
            ja: "このマシンでは {} で待ち受けられません。",
            en: "This machine does not let us listen at {}."
        ),
        remedy: Words(
            ja: "listen.host はこのマシンのアドレスに、listen.port は許されている番号（通常 1024 以上）にしてください。",
            en:
                "Name an address of this machine in listen.host and a permitted number (usually above 1023) in listen.port."
        ),
        .here { premises in
            let listener = premises.listener
            guard case .refused(let reason) = ListeningPort.attempt(listener.host, listener.port) else {
                return .found([])
            }
            return .found([Words("\(listener.host):\(listener.port) (\(reason))")])
        }
    )

    private var writtenFolders: [Named] {
        guard let file = database.file else { return folders }
        let home = URL(filePath: file.value).deletingLastPathComponent().path(percentEncoded: false)
        return [Named(file.setting, home)] + folders
    }

    /// The folder itself, or the nearest above it that is there.
    private static func existing(_ path: String) -> String {
        var place = URL(filePath: path)
        while place.pathComponents.count > 1, !FileManager.default.fileExists(atPath: place.path) {
            place.deleteLastPathComponent()
        }
        return place.path(percentEncoded: false)
    }
}
