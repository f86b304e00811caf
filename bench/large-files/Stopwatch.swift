import Foundation

/// Times steps of this process and sees the most memory that each of them held.
struct Stopwatch {
    /// What hashing the file once and copying it once has cost.
    var limit = Cost(seconds: 1, processorSeconds: 1)
    private(set) var peak = 0
    private let memory = ProcessMemory { [ProcessInfo.processInfo.processIdentifier] }

    /// Runs a step and prints its line; what it has cost.
    @discardableResult
    mutating func time(_ step: String, _ work: () throws -> Void) throws -> Cost {
        _ = memory.takePeaks()
        let before = Cost.now
        try work()
        let cost = Cost.now - before
        let held = memory.takePeaks().values.max() ?? 0
        peak = max(peak, held)
        printLine([step] + figures(of: cost) + [Figure.megabytes(held)])
        return cost
    }

    /// Prints the line of several steps together.
    func sum(_ step: String, _ costs: [Cost]) {
        printLine([step] + figures(of: costs.reduce(Cost(seconds: 0, processorSeconds: 0), +)))
    }

    private func figures(of cost: Cost) -> [String] {
        [
            Figure.seconds(cost.seconds), Figure.ratio(cost.seconds / limit.seconds),
            Figure.seconds(cost.processorSeconds), Figure.ratio(cost.processorSeconds / limit.processorSeconds),
        ]
    }

    func stop() {
        memory.stop()
    }
}

/// Seconds on the clock, and of the processor, which other programs on the machine disturb less.
struct Cost {
    let seconds: Double
    let processorSeconds: Double

    static var now: Cost {
        Cost(seconds: seconds(CLOCK_MONOTONIC), processorSeconds: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    static func + (left: Cost, right: Cost) -> Cost {
        Cost(seconds: left.seconds + right.seconds, processorSeconds: left.processorSeconds + right.processorSeconds)
    }

    static func - (left: Cost, right: Cost) -> Cost {
        Cost(seconds: left.seconds - right.seconds, processorSeconds: left.processorSeconds - right.processorSeconds)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// How figures are written.
enum Figure {
    static func seconds(_ value: Double) -> String { String(format: "%.3f", value) }
    static func ratio(_ value: Double) -> String { String(format: "%.2f", value) }
    static func megabytes(_ bytes: Int) -> String { String(format: "%.1f", Double(bytes) / 1_000_000) }
}

/// Prints fields with tabs between them, at once.
func printLine(_ fields: [String]) {
    try? FileHandle.standardOutput.write(contentsOf: Data((fields.joined(separator: "\t") + "\n").utf8))
}
