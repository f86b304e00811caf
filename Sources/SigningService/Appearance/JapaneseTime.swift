package import SignerProtocol

/// A moment as people in Japan read it; the zone is always written.
package struct JapaneseTime {
    private let year: Int
    private let month: Int
    private let day: Int
    private let secondOfDay: Int

    package init(_ time: Timestamp) {
        self.init(time, hoursAheadOfUTC: 9)
    }

    private init(_ time: Timestamp, hoursAheadOfUTC hours: Int) {
        let seconds = Int(time.milliseconds.flooredQuotient(by: 1000)) + hours * 3600
        let days = seconds.flooredQuotient(by: 86_400)
        secondOfDay = seconds - days * 86_400
        // The civil date of a day number, in eras of 400 years that begin on a first of March.
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// As on a signature, `2026年11月22日 12:34 JST`.
    var prose: String { "\(year)年\(month)月\(day)日 \(clock(secondOfDay / 60, by: 60)) JST" }

    /// The day alone, `2026年11月22日`.
    package var date: String { "\(year)年\(month)月\(day)日" }

    /// As in a register, `2026-11-22 12:34:56 JST`.
    package var register: String { "\(numericDate) \(clock(secondOfDay, by: 60, 60)) JST" }

    /// In UTC, RFC 3339, `2026-11-22T03:34:56Z`.
    package static func universal(_ time: Timestamp) -> String {
        let utc = JapaneseTime(time, hoursAheadOfUTC: 0)
        return "\(utc.numericDate)T\(utc.clock(utc.secondOfDay, by: 60, 60))Z"
    }

    /// The day alone, `2026-11-22`.
    package var numericDate: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }

    private func clock(_ count: Int, by bases: Int...) -> String {
        var rest = count
        var parts: [String] = []
        for base in bases.reversed() {
            parts.insert(twoDigits(rest % base), at: 0)
            rest /= base
        }
        return ([twoDigits(rest)] + parts).joined(separator: ":")
    }

    private func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension BinaryInteger {
    /// The quotient rounded down, also below zero.
    fileprivate func flooredQuotient(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
