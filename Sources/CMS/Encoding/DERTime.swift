import Foundation

/// Times between their ASN.1 text and `Date`.
///
/// - SeeAlso: RFC 5280 §4.1.2.5, RFC 3161 §2.4.2
enum DERTime {
    /// `YYMMDDHHMMSSZ`; years 50 to 99 are in the twentieth century.
    static func utcTime(_ content: ArraySlice<UInt8>) -> Date? {
        guard content.count == 13, let year = number(content.prefix(2)) else { return nil }
        return date(year: year >= 50 ? 1900 + year : 2000 + year, rest: content.dropFirst(2), fraction: 0)
    }

    /// `YYYYMMDDHHMMSSZ`, no fraction.
    static func generalizedTime(_ content: ArraySlice<UInt8>) -> Date? {
        guard content.count == 15, let year = number(content.prefix(4)) else { return nil }
        return date(year: year, rest: content.dropFirst(4), fraction: 0)
    }

    /// `YYYYMMDDHHMMSS[.f+]Z`, as in a TSTInfo.
    ///
    /// - Returns: the time, and whether the fraction has no trailing zero, as DER demands.
    static func generalizedTimeWithFraction(_ content: ArraySlice<UInt8>) -> (date: Date, isCanonical: Bool)? {
        guard content.count > 15 else { return generalizedTime(content).map { ($0, true) } }
        let digits = content.dropFirst(15).dropLast()
        guard content.count <= 26, content[content.startIndex + 14] == UInt8(ascii: "."), !digits.isEmpty,
            let value = number(digits), let year = number(content.prefix(4)), let last = content.last
        else { return nil }
        let fraction = Double(value) / pow(10, Double(digits.count))
        let whole = content.dropFirst(4).prefix(10) + [last]
        return date(year: year, rest: whole, fraction: fraction).map { ($0, digits.last != UInt8(ascii: "0")) }
    }

    private static func date(year: Int, rest: ArraySlice<UInt8>, fraction: Double) -> Date? {
        var fields: [Int] = []
        var rest = rest
        while rest.count > 1 {
            guard let field = number(rest.prefix(2)) else { return nil }
            fields.append(field)
            rest = rest.dropFirst(2)
        }
        guard rest.first == UInt8(ascii: "Z"), fields.count == 5, (1...12).contains(fields[0]),
            fields[1] >= 1, fields[1] <= days(in: fields[0], of: year),
            fields[2] < 24, fields[3] < 60, fields[4] < 60
        else { return nil }
        let day = daysSince1970(year: year, month: fields[0], day: fields[1])
        let seconds = day * 86_400 + fields[2] * 3600 + fields[3] * 60 + fields[4]
        return Date(timeIntervalSince1970: Double(seconds) + fraction)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit) - 0x30
        }
        return value
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        // Years start in March, so that the leap day is the last day of a year.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The digits of a time, rounded down to seconds: year, month, day, hour, minute, second.
    static func fields(of date: Date) -> (year: Int, text: String) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let second = seconds - day * 86_400
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let parts = [month, dayOfYear - (153 * monthIndex + 2) / 5 + 1, second / 3600, second / 60 % 60, second % 60]
        return (year, parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined())
    }
}
