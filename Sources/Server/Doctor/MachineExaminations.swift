import Doctor
import Foundation
import SigningService
import Typesetting

extension ServicePatient {
    /// What of this machine only the service needs.
    static let equipment: [Examination<ServicePatient>] = [missingFonts, unusableBubblewrap, missingConverters]

    private static let missingFonts = Examination<ServicePatient>(
        "FONT_MISSING",
        in: .everywhere,
        cause: Words(ja: "文書に使うフォントがありません: {}", en: "A font that documents are set in is missing: {}."),
        remedy: Words(
            ja: "`bin/setup` を実行するか、Debian パッケージを入れてください: {}",
            en: "Run `bin/setup`, or install the Debian package: {}."
        ),
        .here { _ in .found(FontLibrary.missing().map { Words("\($0.rawValue) (\($0.debianPackage))") }) }
    )

    private static let unusableBubblewrap = Examination<ServicePatient>(
        "BUBBLEWRAP_UNUSABLE",
        in: .everywhere,
        cause: Words(
            ja: "bubblewrap を使えないため、`chigiri up` はサービスを鍵から隔離できません: {}",
            en: "bubblewrap cannot be used, so `chigiri up` cannot keep the service away from keys: {}."
        ),
        remedy: Words(
            ja: "bubblewrap を入れ、名前空間の作成を許してください（kernel.unprivileged_userns_clone、コンテナの権限）。",
            en:
                "Install bubblewrap and permit new namespaces (kernel.unprivileged_userns_clone, rights of the container)."
        ),
        .here { _ in .found(bubblewrapFault().map { [Words($0)] } ?? []) }
    )

    private static let missingConverters = Examination<ServicePatient>(
        "CONVERTER_MISSING",
        in: .everywhere,
        cause: Words(
            ja: "文書を画像にし、書き直すプログラムがありません: {}",
            en: "A program that draws or rewrites documents is missing: {}."
        ),
        remedy: Words(
            ja: "`bin/setup` を実行するか、Debian パッケージを入れてください: poppler-utils, qpdf, bubblewrap, util-linux, coreutils",
            en:
                "Run `bin/setup`, or install the Debian packages poppler-utils, qpdf, bubblewrap, util-linux, coreutils."
        ),
        .here { _ in .found(PagePictures.missingPrograms().map { Words($0) }) }
    )

    /// Nil when a program runs inside it.
    private static func bubblewrapFault() -> String? {
        guard let program = try? Sandbox.program() else { return "bwrap" }
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = [
            "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--unshare-pid",
            "--unshare-ipc", "--unshare-uts", "--", "/bin/true",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return "\(program): \(error)"
        }
        let text = (try? errors.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return nil }
        let words = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return "\(program): \(words.isEmpty ? "status \(process.terminationStatus)" : words)"
    }
}
