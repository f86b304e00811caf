import Foundation
import Synchronization

/// The programs below one process, as /proc shows them.
final class Processes: Sendable {
    struct Program: Hashable {
        let id: Int32
        /// Its name and first argument, such as `chigiri serve`.
        let name: String
    }

    private let root: Int32
    private let known = Mutex<(at: ContinuousClock.Instant, programs: [Program])?>(nil)

    init(below root: Int32) {
        self.root = root
    }

    /// All of them, looked up at most ten times a second.
    var programs: [Program] {
        let now = ContinuousClock.now
        if let known = known.withLock({ $0 }), now - known.at < .milliseconds(100) { return known.programs }
        let programs = look()
        known.withLock { $0 = (now, programs) }
        return programs
    }

    /// Processor seconds that a program has used.
    static func seconds(of process: Int32) -> Double? {
        guard let fields = stat(of: process), fields.count > 12, let user = Double(fields[11]),
            let system = Double(fields[12])
        else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func look() -> [Program] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var parents: [Int32: Int32] = [:]
        for process in names.compactMap({ Int32($0) }) {
            parents[process] = Self.stat(of: process).flatMap { Int32($0[1]) }
        }
        return parents.keys.filter { isBelowRoot($0, parents) }.compactMap { process in
            Self.name(of: process).map { Program(id: process, name: $0) }
        }
    }

    private func isBelowRoot(_ process: Int32, _ parents: [Int32: Int32]) -> Bool {
        var current = process
        while let parent = parents[current], parent > 0 {
            if parent == root { return true }
            current = parent
        }
        return false
    }

    /// The fields after the name: state, parent, …; nil when the process is gone.
    private static func stat(of process: Int32) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: end)...].split(separator: " ")
    }

    /// Nil for what has ended and is not waited for yet.
    private static func name(of process: Int32) -> String? {
        let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        let words = line.split(separator: 0).prefix(2).map { String(decoding: $0, as: UTF8.self) }
        guard let program = words.first.map({ URL(filePath: $0).lastPathComponent }) else { return nil }
        return words.count > 1 && !words[1].hasPrefix("-") ? "\(program) \(words[1])" : program
    }
}
