import Foundation

/// A program that `up` keeps running.
final class Child {
    let name: String
    private let executable: String
    private let arguments: [String]
    /// Whether the program runs behind bubblewrap, which does not pass signals on.
    private let isSandboxed: Bool
    private var process: Process?
    private var startedAt = Date.distantPast
    private var quickEnds = 0
    private(set) var notBefore = Date.distantPast

    init(_ name: String, _ executable: String, _ arguments: [String], isSandboxed: Bool) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.isSandboxed = isSandboxed
    }

    var isRunning: Bool { process?.isRunning ?? false }

    /// How the last run ended, once it has.
    var ending: String? {
        guard let process, !process.isRunning else { return nil }
        return process.terminationReason == .uncaughtSignal
            ? "signal \(process.terminationStatus)" : "status \(process.terminationStatus)"
    }

    func start(at time: Date) throws {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
        startedAt = time
        say("\(name) started (process \(process.processIdentifier))")
    }

    /// Notes an end nobody asked for; the next start waits longer the quicker the ends follow each other.
    func noteEnd(at time: Date) {
        quickEnds = time.timeIntervalSince(startedAt) > 60 ? 0 : quickEnds + 1
        let pause = min(30, 0.5 * pow(2, Double(max(0, quickEnds - 1))))
        notBefore = time.addingTimeInterval(pause)
        process = nil
        say("\(name) has ended; starting it again in \(pause) s")
    }

    /// Asks it to end.
    func askToEnd() {
        guard let process, process.isRunning else { return }
        guard isSandboxed else { return process.terminate() }
        let inside = ProcessTable.descendants(of: process.processIdentifier).last
        kill(inside ?? process.processIdentifier, SIGTERM)
    }

    func end() {
        guard let process, process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// Which process is whose child, from /proc.
enum ProcessTable {
    /// Child, grandchild and so on: the first of each.
    static func descendants(of process: Int32) -> [Int32] {
        var parents: [Int32: Int32] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                // The command in parentheses may itself hold spaces and parentheses.
                let close = stat.lastIndex(of: ")")
            else { continue }
            let fields = stat[stat.index(after: close)...].split(separator: " ")
            if fields.count > 1, let parent = Int32(fields[1]) { parents[id] = parent }
        }
        var line: [Int32] = []
        var current = process
        while let child = parents.filter({ $0.value == current }).keys.min(), !line.contains(child) {
            line.append(child)
            current = child
        }
        return line
    }
}
