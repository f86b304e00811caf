package import Foundation
package import SigningService

/// The clocks of partners, as they show them in the Date header of any answer; no timestamp is spent on it.
///
/// - SeeAlso: RFC 9110 §6.6.1
package struct HTTPDates: OutsideClocks {
    private let partners: [URL]
    private let now: @Sendable () -> Date

    package init(partners: [URL], now: @escaping @Sendable () -> Date) {
        self.partners = partners
        self.now = now
    }

    package func readings() async -> [ClockReading] {
        var readings: [ClockReading] = []
        for partner in partners {
            readings.append(ClockReading(source: "date \(partner.host() ?? "")", offset: await offset(of: partner)))
        }
        return readings
    }

    /// The surest of a few looks: one that was quick says more than one that had to wait.
    private func offset(of partner: URL) async -> ClockReading.Offset? {
        var best: ClockReading.Offset?
        for _ in 0..<Self.looks {
            guard let look = await look(at: partner) else { return best }
            if look.uncertainty < best?.uncertainty ?? .max { best = look }
            if look.uncertainty < Self.sureEnough { break }
        }
        return best
    }

    private static let looks = 3
    /// In milliseconds; half of it is what a header in whole seconds leaves open.
    private static let sureEnough = 1_000

    private func look(at partner: URL) async -> ClockReading.Offset? {
        let clock = ContinuousClock()
        let start = clock.now
        let request = BoundedRequest(url: partner, method: .get, sizeLimit: 1 << 20, timeLimit: .seconds(10))
        guard let answer = try? await exchangeOnce(request), let date = answer.date.flatMap(HTTPDate.init) else {
            return nil
        }
        let journey = start.duration(to: clock.now) / .milliseconds(1)
        // The header names the second that had begun, at some moment of the journey.
        let ours = now().timeIntervalSince1970 * 1_000 - journey / 2
        return ClockReading.Offset(
            milliseconds: Int((date.secondsSince1970 * 1_000 + 500 - ours).rounded()),
            uncertainty: 500 + Int(journey / 2)
        )
    }
}

/// A moment as HTTP writes it, such as `Sun, 06 Nov 1994 08:49:37 GMT`; older forms are refused.
///
/// - SeeAlso: RFC 9110 §5.6.7
struct HTTPDate: Hashable, Sendable {
    let secondsSince1970: Double

    init?(_ text: String) {
        guard
            let parts = text.wholeMatch(
                of: /[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT/
            )?.output,
            let month = Self.months.firstIndex(of: String(parts.2)), let day = Int(parts.1),
            let year = Int(parts.3), let hour = Int(parts.4), let minute = Int(parts.5), let second = Int(parts.6),
            year >= 1970, hour < 24, minute < 60, second <= 60
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let components = DateComponents(year: year, month: month + 1, day: day)
        guard components.isValidDate(in: calendar), let midnight = calendar.date(from: components) else { return nil }
        secondsSince1970 = midnight.timeIntervalSince1970 + Double(hour * 3_600 + minute * 60 + second)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
