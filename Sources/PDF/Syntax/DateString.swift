package import Foundation

/// Dates as PDF writes them, `D:20261122090000+09'00'`.
///
/// - SeeAlso: ISO 32000-2 §7.9.4
package enum DateString {
    /// Whole seconds in UTC.
    package static func encode(_ date: Date) -> Object {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let time = seconds - day * 86_400
        let (year, month, dayOfMonth) = civil(fromDays: day)
        let parts = [month, dayOfMonth, time / 3_600, time / 60 % 60, time % 60].map { UpdateWriter.padded($0, 2) }
        return .string(Array("D:\(UpdateWriter.padded(year, 4))\(parts.joined())+00'00'".utf8))
    }

    /// Nil when the text is not a date; missing parts have their defaults, no zone is UTC.
    package static func decode(_ bytes: [UInt8]) -> Date? {
        var rest = bytes.starts(with: Array("D:".utf8)) ? bytes.dropFirst(2) : bytes[...]
        func take(_ count: Int) -> Int? {
            let digits = rest.prefix(count).compactMap(\.decimalDigit)
            guard digits.count == count else { return nil }
            rest = rest.dropFirst(count)
            return digits.reduce(0) { $0 * 10 + $1 }
        }
        guard let year = take(4) else { return nil }
        let month = take(2) ?? 1
        let day = take(2) ?? 1
        let (hour, minute, second) = (take(2) ?? 0, take(2) ?? 0, take(2) ?? 0)
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60 else { return nil }
        var offset = 0
        if let sign = rest.popFirst(), sign == .plus || sign == .minus {
            let hours = take(2) ?? 0
            if rest.first == UInt8(ascii: "'") { rest = rest.dropFirst() }
            offset = (hours * 3_600 + (take(2) ?? 0) * 60) * (sign == .plus ? 1 : -1)
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted in 400-year eras from 1 March 0000.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
