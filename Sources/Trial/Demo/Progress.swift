import Foundation

/// One line for each step, with the time it took.
struct Progress {
    private let clock = ContinuousClock()
    private let isSilent: Bool
    private let start: ContinuousClock.Instant
    private var last: ContinuousClock.Instant

    init(isSilent: Bool = false) {
        self.isSilent = isSilent
        start = clock.now
        last = start
    }

    mutating func done(_ step: String) {
        let now = clock.now
        if !isSilent { say(String(format: "  %7.2f s  ", Self.seconds(now - last)) + step) }
        last = now
    }

    var seconds: Double { Self.seconds(clock.now - start) }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
