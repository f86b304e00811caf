import Foundation

/// A clock that can be set wrong for one process while it runs: libfaketime, loaded into a process that knows nothing
/// of it.
///
/// Only the calendar moves; time-outs and sleeps go by the monotonic clock, as they do when a real clock is set.
struct FalseClock: Sendable {
    let file: URL

    /// Where Debian puts it.
    static let library: String? = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ].first(where: FileManager.default.fileExists(atPath:))

    /// Makes the file with a clock that is right.
    init(file: URL) throws {
        self.file = file
        try set(to: 0)
    }

    /// Noticed within a second.
    func set(to offsetInSeconds: Int) throws {
        let text = (offsetInSeconds < 0 ? "" : "+") + "\(offsetInSeconds)\n"
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// What the process is started with; empty without the library.
    var environment: [String: String] {
        guard let library = Self.library else { return [:] }
        return [
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": file.path,
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "NO_FAKE_STAT": "1",
        ]
    }
}
