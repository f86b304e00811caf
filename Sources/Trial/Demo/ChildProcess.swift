import Foundation

/// A program of ours that runs beside this one, its output in a log file.
final class ChildProcess {
    /// How a program came to its end.
    enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    let name: String
    let log: URL
    private let process = Process()

    init(_ name: String, _ arguments: [String], log: URL, environment: [String: String] = [:]) throws {
        self.name = name
        self.log = log
        if !TrialFolder.exists(log) { try TrialFolder.write("", to: log) }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        let program = try Self.program(name)
        if environment["LD_PRELOAD"] == nil {
            process.executableURL = program
            process.arguments = arguments
        } else {
            // A library that changes the environment as it is loaded hides a Swift program's arguments from it; loaded
            // into env(1) first, it has changed what it wants before the same process becomes the program.
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [program.path] + arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    var isRunning: Bool { process.isRunning }
    var processIdentifier: Int32 { process.processIdentifier }

    /// Nil while it runs.
    var ending: Ending? {
        if process.isRunning { return nil }
        switch process.terminationReason {
        case .uncaughtSignal: return .signal(process.terminationStatus)
        default: return .exit(process.terminationStatus)
        }
    }

    /// Waits until it ends by itself.
    func waitForEnd() -> Ending? {
        process.waitUntilExit()
        return ending
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
    static func run(_ name: String, _ arguments: [String], output: URL, errors: URL) async throws -> Int32 {
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
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                // It never ran, so its handler will not be called.
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }

    /// Our programs lie in one folder.
    private static func program(_ name: String) throws(TrialError) -> URL {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let place = own.deletingLastPathComponent().appending(path: name)
        guard FileManager.default.isExecutableFile(atPath: place.path) else { throw .programMissing(place.path) }
        return place
    }
}
