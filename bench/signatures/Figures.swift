import Foundation

/// The times of one operation, done again and again: milliseconds, like the kit's.
struct Figures {
    private let times: [Double]
    private let processorTime: Double

    /// Two unmeasured runs first.
    init(count: Int, _ work: () throws -> Void) throws {
        for _ in 0..<2 { try work() }
        var times: [Double] = []
        let start = Self.milliseconds(CLOCK_PROCESS_CPUTIME_ID)
        for _ in 0..<count {
            let begin = Self.milliseconds(CLOCK_MONOTONIC)
            try work()
            times.append(Self.milliseconds(CLOCK_MONOTONIC) - begin)
        }
        processorTime = (Self.milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start) / Double(count)
        self.times = times.sorted()
    }

    enum Value {
        case text(String)
        case number(Double)
    }

    func print(operation: String, _ more: [String: Value]) {
        var fields = [
            "tool": Value.text("chigiri"), "operation": .text(operation), "n": .number(Double(times.count)),
            "best": .number(times.first ?? 0), "median": .number(times[times.count / 2]), "cpu": .number(processorTime),
        ]
        fields.merge(more) { $1 }
        let parts = fields.sorted { $0.key < $1.key }.map { name, value in
            switch value {
            case .text(let text): "\"\(name)\": \"\(text)\""
            case .number(let number): "\"\(name)\": \(number)"
            }
        }
        Swift.print("{\(parts.joined(separator: ", "))}")
    }

    private static func milliseconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
