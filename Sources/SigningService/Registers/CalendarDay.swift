package import SignerProtocol

/// A day of the calendar, without a time and without a zone; written `2026-11-22`.
package struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let number: Int

    /// From the year 1900 to the year 9999: no paper of a register is older, and every spelling has ten characters.
    private static let known = civilNumber(year: 1900, month: 1, day: 1)...civilNumber(year: 9999, month: 12, day: 31)

    /// Nil unless the text is a day that exists, in ten characters.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
            let day = Self.digits(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Nil unless there is such a day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1900...9999).contains(year), (1...12).contains(month),
            (1...Self.length(of: month, in: year)).contains(day)
        else { return nil }
        number = Self.civilNumber(year: year, month: month, day: day)
    }

    /// The day that it is in Japan at this moment.
    package init(at time: Timestamp) {
        let seconds = time.milliseconds.quotientRoundedDown(by: 1000) + 9 * 3_600
        self.init(number: Int(seconds.quotientRoundedDown(by: 86_400)))
    }

    private init(number: Int) {
        self.number = min(max(number, Self.known.lowerBound), Self.known.upperBound)
    }

    package var text: String {
        let (year, month, day) = civil
        return "\(year)-\(Self.two(month))-\(Self.two(day))"
    }

    package var description: String { text }

    package static func < (one: CalendarDay, other: CalendarDay) -> Bool { one.number < other.number }

    /// How many days are left until `day`; below zero when it is past.
    package func days(until day: CalendarDay) -> Int { day.number - number }

    package func adding(days: Int) -> CalendarDay { CalendarDay(number: number + days) }

    /// The same day some months later, or the last one of a month that is too short.
    package func adding(months: Int) -> CalendarDay {
        let (year, month, day) = civil
        let total = year * 12 + month - 1 + months
        let (newYear, newMonth) = (total / 12, total % 12 + 1)
        let last = Self.length(of: newMonth, in: newYear)
        return CalendarDay(number: Self.civilNumber(year: newYear, month: newMonth, day: min(day, last)))
    }

    private var civil: (year: Int, month: Int, day: Int) {
        // The civil date of a day number, in eras of 400 years that begin on a first of March.
        let shifted = number + 719_468
        let era = shifted.quotientRoundedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func civilNumber(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.quotientRoundedDown(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? Int(String(decoding: bytes, as: UTF8.self)) : nil
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension CalendarDay: Codable {
    /// Throws `DecodingError.dataCorrupted` unless the string is a day.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = CalendarDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension BinaryInteger {
    fileprivate func quotientRoundedDown(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
