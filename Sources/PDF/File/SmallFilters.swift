/// ASCIIHexDecode and ASCII85Decode: text for bytes.
///
/// - SeeAlso: ISO 32000-2 §7.4.2, §7.4.3
enum ASCIIFilters {
    /// Nil when a character is neither a digit, white space nor the end `>`.
    static func decodeHexadecimal(_ data: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var high: UInt8?
        for byte in data {
            if byte == .greaterThan { break }
            if byte.isWhiteSpace { continue }
            guard let digit = byte.hexadecimalDigit else { return nil }
            if let first = high {
                output.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        if let high { output.append(high << 4) }
        return output
    }

    /// Nil when a group is not one of base 85, or holds more than 32 bits.
    static func decode85(_ data: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var group: [UInt64] = []
        for byte in data {
            if byte == UInt8(ascii: "~") { break }
            if byte.isWhiteSpace { continue }
            if byte == UInt8(ascii: "z"), group.isEmpty {
                output.append(contentsOf: [0, 0, 0, 0])
                continue
            }
            guard (0x21...0x75).contains(byte) else { return nil }
            group.append(UInt64(byte - 0x21))
            if group.count == 5 {
                guard let bytes = bytes(ofGroup: group, count: 4) else { return nil }
                output.append(contentsOf: bytes)
                group.removeAll(keepingCapacity: true)
            }
        }
        if group.isEmpty { return output }
        guard group.count > 1 else { return nil }
        let count = group.count - 1
        while group.count < 5 { group.append(84) }
        guard let bytes = bytes(ofGroup: group, count: count) else { return nil }
        return output + bytes
    }

    private static func bytes(ofGroup group: [UInt64], count: Int) -> [UInt8]? {
        let value = group.reduce(0) { $0 * 85 + $1 }
        guard value <= 0xFFFF_FFFF else { return nil }
        return (0..<count).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt64($0))) }
    }
}

/// Run lengths.
///
/// - SeeAlso: ISO 32000-2 §7.4.5
enum RunLength {
    /// Nil when a run goes beyond the data.
    static func decode(_ data: [UInt8], _ bound: DecodedBound) throws(PDFError) -> [UInt8]? {
        var output: [UInt8] = []
        var position = 0
        while position < data.count {
            let length = Int(data[position])
            position += 1
            if length == 128 { break }
            if length < 128 {
                guard position + length < data.count else { return nil }
                output.append(contentsOf: data[position...position + length])
                position += length + 1
            } else {
                guard position < data.count else { return nil }
                output.append(contentsOf: repeatElement(data[position], count: 257 - length))
                position += 1
            }
            try bound.check(output.count)
        }
        return output
    }
}

/// Lempel, Ziv and Welch.
///
/// - SeeAlso: ISO 32000-2 §7.4.4.2
enum LZW {
    /// Nil when a code is not in the table yet.
    static func decode(_ data: [UInt8], earlyChange: Int, _ bound: DecodedBound) throws(PDFError) -> [UInt8]? {
        let initial = (0..<258).map { $0 < 256 ? [UInt8($0)] : [] }
        var table = initial
        var previous: [UInt8]?
        var output: [UInt8] = []
        var buffer = 0
        var bits = 0
        var width = 9
        for byte in data {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            guard bits >= width else { continue }
            bits -= width
            let code = buffer >> bits
            buffer &= (1 << bits) - 1
            if code == 257 { return output }
            if code == 256 {
                table = initial
                previous = nil
                width = 9
                continue
            }
            let entry: [UInt8]
            if code < table.count {
                entry = table[code]
            } else if code == table.count, let previous {
                entry = previous + previous.prefix(1)
            } else {
                return nil
            }
            output.append(contentsOf: entry)
            try bound.check(output.count)
            if let last = previous, table.count < 4_096 { table.append(last + entry.prefix(1)) }
            previous = entry
            width = Self.width(table.count + min(1, max(0, earlyChange)))
        }
        return output
    }

    private static func width(_ next: Int) -> Int {
        next < 512 ? 9 : next < 1_024 ? 10 : next < 2_048 ? 11 : 12
    }
}
