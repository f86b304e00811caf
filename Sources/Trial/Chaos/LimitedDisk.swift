import Foundation

/// A file system of a fixed size for one process's data, that can be filled to the last byte.
///
/// `chigiri-trial` becomes itself once more inside bubblewrap, which needs no root for a tmpfs of its own.
struct LimitedDisk: Sendable {
    let folder: URL

    private var ballast: URL { folder.appending(path: "ballast") }

    /// Set inside, so that nobody enters twice.
    static let mark = "CHIGIRI_TRIAL_LIMITED_DISKS"

    static var isInside: Bool { ProcessInfo.processInfo.environment[mark] != nil }

    /// Why no disk can be limited here; nil when it can.
    static func obstacle() -> String? {
        let program = "/usr/bin/bwrap"
        guard FileManager.default.isExecutableFile(atPath: program) else { return "bubblewrap is not installed" }
        let attempt = Process()
        attempt.executableURL = URL(filePath: program)
        attempt.arguments = ["--dev-bind", "/", "/", "--size", "65536", "--tmpfs", "/tmp", "--", "/bin/true"]
        attempt.standardError = FileHandle.nullDevice
        do { try attempt.run() } catch { return "bubblewrap does not start: \(error)" }
        attempt.waitUntilExit()
        return attempt.terminationStatus == 0 ? nil : "bubblewrap may not mount here"
    }

    /// Becomes the same command with each of `folders` on a disk of so many bytes; returns only when that fails.
    static func enter(_ folders: [URL], bytes: Int) throws -> Never {
        var arguments = ["/usr/bin/bwrap", "--dev-bind", "/", "/", "--setenv", mark, "1"]
        for folder in folders {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            arguments += ["--size", "\(bytes)", "--tmpfs", folder.path]
        }
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        arguments += ["--die-with-parent", "--", own] + CommandLine.arguments.dropFirst()
        let words = arguments.map { strdup($0) }
        execv(arguments[0], words + [nil])
        let number = errno
        for word in words { free(word) }
        throw TrialError.folder(path: arguments[0], reason: "cannot be executed (errno \(number))")
    }

    /// Takes every byte that is left.
    func fill() throws {
        let file = open(ballast.path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        guard file >= 0 else { throw TrialError.folder(path: ballast.path, reason: "cannot be written") }
        defer { close(file) }
        var size = 1 << 20
        let zeros = [UInt8](repeating: 0, count: size)
        while size > 0 {
            let written = write(file, zeros, size)
            if written <= 0 { size /= 2 }
        }
    }

    func relieve() {
        unlink(ballast.path)
    }
}
