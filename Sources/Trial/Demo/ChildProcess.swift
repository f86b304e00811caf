import Foundation

/// A program of ours that runs beside this one, its output in a log file.
final class ChildProcess {
    let name: String
    let log: URL
    private let process = Process()

    init(_ name: String, _ arguments: [String], log: URL, environment: [String: String] = [:]) throws {
        self.name = name
        self.log = log
        if !TrialFolder.exists(log) { try TrialFolder.write("", to: log) }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        process.executableURL = try Self.program(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    var isRunning: Bool { process.isRunning }
    var processIdentifier: Int32 { process.processIdentifier }

    /// Whether it ended by SIGKILL.
    var wasKilled: Bool {
        !process.isRunning && process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
    }

    /// Asks it to end, without waiting.
    func askToEnd() {
        if process.isRunning { process.terminate() }
    }

    /// Ends it like `kill -9`.
    func killNow() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Asks it to end, and waits at most fifteen seconds before it is killed.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        let deadline = Date().addingTimeInterval(15)
        while process.isRunning, Date() < deadline { usleep(50_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Runs a program of ours to its end, its standard output in a file; its exit status.
    static func run(_ name: String, _ arguments: [String], output: URL, errors: URL) throws -> Int32 {
        try Data().write(to: output)
        if !TrialFolder.exists(errors) { try TrialFolder.write("", to: errors) }
        let log = try FileHandle(forWritingTo: errors)
        try log.seekToEnd()
        let process = Process()
        process.executableURL = try program(name)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = log
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Our programs lie in one folder.
    private static func program(_ name: String) throws(TrialError) -> URL {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let place = own.deletingLastPathComponent().appending(path: name)
        guard FileManager.default.isExecutableFile(atPath: place.path) else { throw .programMissing(place.path) }
        return place
    }
}
