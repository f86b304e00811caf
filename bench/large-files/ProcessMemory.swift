import Foundation
import Synchronization

/// Watches what processes hold in memory beside mapped files: RssAnon and RssShmem, read every five milliseconds.
final class ProcessMemory: Sendable {
    private let peaks = Mutex<[Int32: Int]>([:])
    private let isOver = Mutex(false)
    private let processes: @Sendable () -> [Int32]

    /// `processes` names the processes to watch at each look.
    init(of processes: @escaping @Sendable () -> [Int32]) {
        self.processes = processes
        let thread = Thread { [self] in
            while !isOver.withLock({ $0 }) {
                look()
                usleep(5_000)
            }
        }
        thread.name = "memory"
        thread.start()
    }

    func stop() {
        isOver.withLock { $0 = true }
    }

    /// The most bytes that each process has held since the last call.
    func takePeaks() -> [Int32: Int] {
        look()
        return peaks.withLock { peaks in
            defer { peaks = [:] }
            return peaks
        }
    }

    private func look() {
        for process in processes() {
            guard let bytes = Self.bytes(of: process) else { continue }
            peaks.withLock { $0[process] = max($0[process, default: 0], bytes) }
        }
    }

    /// Nil when the process is gone.
    private static func bytes(of process: Int32) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return nil }
        var kilobytes = 0
        for line in status.split(separator: "\n") where line.hasPrefix("RssAnon:") || line.hasPrefix("RssShmem:") {
            kilobytes += Int(line.filter(\.isNumber)) ?? 0
        }
        return kilobytes * 1_024
    }
}
