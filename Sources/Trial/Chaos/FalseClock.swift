import Foundation

/// A clock that can be set wrong for one process while it runs: a library, preloaded into a process that knows nothing
/// of it, and a file that says by how many seconds.
///
/// Only the calendar moves; time-outs and sleeps go by the monotonic clock, as they do when a real clock is set. That is
/// why it is ours: libfaketime shifts monotonic timers too, and a process whose timers are lost waits for ever.
struct FalseClock: Sendable {
    let file: URL

    /// Beside our own program, where the build puts it.
    static let library: String? = {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let path = own.appending(path: "libfalseclock.so").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// Makes the file with a clock that is right.
    init(file: URL) throws {
        self.file = file
        guard FileManager.default.createFile(atPath: file.path, contents: Data(count: 8)) else {
            throw TrialError.folder(path: file.path, reason: "cannot be written")
        }
    }

    /// Noticed at once: the processes have the file mapped, so it is written in place.
    func set(to offsetInSeconds: Int) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: withUnsafeBytes(of: Int64(offsetInSeconds)) { Data($0) })
        try handle.close()
    }

    /// What the process is started with; empty without the library.
    var environment: [String: String] {
        guard let library = Self.library else { return [:] }
        return ["LD_PRELOAD": library, "CHIGIRI_FALSE_CLOCK": file.path]
    }
}
