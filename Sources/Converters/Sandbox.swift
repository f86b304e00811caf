import Foundation

/// Runs a converter that strangers' files are given to: it sees no file but programs and fonts, no network, no other process, and
/// has limits on memory, processor time and wall time.
struct Sandbox: Sendable {
    /// Bytes of address space.
    var memory = 2_000_000_000
    /// Of the processor.
    var seconds = 30
    /// Bytes of standard output.
    var output = 32 << 20

    /// Where a program finds its input that cannot read a stream: in the sandbox's own memory.
    static let file = "/tmp/document"

    /// How a program takes its input.
    enum Input {
        case standardInput
        /// As `Sandbox.file`, for programs that go back and forth in it.
        case file
    }

    /// What the program writes to its standard output, given `input`.
    ///
    /// Blocks: call it from a thread that may wait.
    ///
    /// - Throws: `ConverterError`.
    func run(
        _ program: String,
        _ arguments: [String],
        input: FileHandle,
        as way: Input = .standardInput
    ) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: try Self.path(of: "timeout"))
        process.arguments =
            ["--signal=KILL", "\(2 * seconds)", try Self.path(of: "bwrap")] + Self.view
            + (way == .file ? ["--ro-bind-data", "0", Self.file] : [])
            + ["--", try Self.path(of: "prlimit"), "--as=\(memory)", "--cpu=\(seconds)", "--core=0", "--nofile=64"]
            + [try Self.path(of: program)] + arguments
        process.environment = ["PATH": "/usr/bin", "LANG": "C.UTF-8"]
        process.standardInput = input
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch { throw ConverterError.programMissing("timeout") }
        var bytes: [UInt8] = []
        while let piece = try pipe.fileHandleForReading.read(upToCount: 1 << 16), !piece.isEmpty {
            guard bytes.count + piece.count <= output else {
                process.terminate()
                process.waitUntilExit()
                throw ConverterError.outputTooLarge(limit: output)
            }
            bytes += piece
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ConverterError.failed(status: process.terminationStatus) }
        return bytes
    }

    /// Programs, libraries and fonts, read-only; everything else is not there.
    private static let view = [
        "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--setenv", "PATH", "/usr/bin",
        "--setenv", "LANG", "C.UTF-8",
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
        "--symlink", "usr/bin", "/bin", "--ro-bind-try", "/etc/fonts", "/etc/fonts",
        "--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig", "--dev", "/dev", "--tmpfs", "/tmp",
    ]

    static func path(of program: String) throws(ConverterError) -> String {
        for folder in ["/usr/bin/", "/usr/local/bin/", "/bin/"]
        where FileManager.default.isExecutableFile(atPath: folder + program) {
            return folder + program
        }
        throw .programMissing(program)
    }
}
