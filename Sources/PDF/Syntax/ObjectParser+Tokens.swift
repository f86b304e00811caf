extension ObjectParser {
    /// A name, from its slash on. §7.3.5
    mutating func name() throws(PDFError) -> Name {
        let start = place
        lexer.position += 1
        let raw = try lexer.run(limit: limits.nameLength)
        guard raw.contains(.numberSign) else { return Name(bytes: raw) }
        var bytes: [UInt8] = []
        var index = 0
        while index < raw.count {
            guard raw[index] == .numberSign else {
                bytes.append(raw[index])
                index += 1
                continue
            }
            guard index + 2 < raw.count, let high = raw[index + 1].hexadecimalDigit,
                let low = raw[index + 2].hexadecimalDigit, high | low != 0
            else { throw .damaged(.name, start) }
            bytes.append(high << 4 | low)
            index += 3
        }
        return Name(bytes: bytes)
    }

    /// An integer or a real. §7.3.3
    mutating func numeral() throws(PDFError) -> Object {
        let start = place
        let raw = try lexer.run(limit: limits.nameLength)
        var isNegative = false
        var digits = 0
        var integer = 0
        var real = 0.0
        var scale = 1.0
        var hasPoint = false
        var isLarge = false
        for (index, byte) in raw.enumerated() {
            if let digit = byte.decimalDigit {
                digits += 1
                real = real * 10 + Double(digit)
                if hasPoint { scale *= 10 }
                let (product, overflow) = integer.multipliedReportingOverflow(by: 10)
                let (sum, overflowed) = product.addingReportingOverflow(digit)
                isLarge = isLarge || overflow || overflowed
                integer = sum
            } else if byte == .point, !hasPoint {
                hasPoint = true
            } else if index == 0, byte == .minus || byte == .plus {
                isNegative = byte == .minus
            } else {
                throw .damaged(.number, start)
            }
        }
        guard digits > 0 else { throw .damaged(.number, start) }
        if !hasPoint {
            guard !isLarge else { throw .damaged(.number, start) }
            return .integer(isNegative ? -integer : integer)
        }
        // Double parses correctly rounded; the running value only serves numbers that it does not take.
        let value = Double(String(decoding: raw, as: UTF8.self)) ?? (isNegative ? -real : real) / scale
        guard value.isFinite else { throw .damaged(.number, start) }
        return .real(value)
    }

    /// A string in parentheses. §7.3.4.2
    mutating func literalString() throws(PDFError) -> [UInt8] {
        let start = place
        lexer.position += 1
        var bytes: [UInt8] = []
        var open = 1
        while let byte = try lexer.next() {
            guard bytes.count < limits.stringLength else { throw .limit(.stringLength, start) }
            switch byte {
            case .leftParenthesis:
                open += 1
                bytes.append(byte)
            case .rightParenthesis:
                open -= 1
                if open == 0 { return bytes }
                bytes.append(byte)
            case .carriageReturn:
                _ = try lexer.skip(.lineFeed)
                bytes.append(.lineFeed)
            case .backslash:
                if let escaped = try escape(start) { bytes.append(escaped) }
            default: bytes.append(byte)
            }
        }
        throw .damaged(.string, start)
    }

    /// The byte that an escape sequence stands for; nil for a line continued.
    private mutating func escape(_ start: Place) throws(PDFError) -> UInt8? {
        if try lexer.skipEndOfLine() { return nil }
        guard let byte = try lexer.next() else { throw .damaged(.string, start) }
        switch byte {
        case UInt8(ascii: "n"): return .lineFeed
        case UInt8(ascii: "r"): return .carriageReturn
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case 0x30...0x37:
            var value = Int(byte) - 0x30
            for _ in 0..<2 {
                guard let digit = try lexer.peek()?.decimalDigit, digit < 8 else { break }
                value = value * 8 + digit
                lexer.position += 1
            }
            return UInt8(value & 0xFF)
        default: return byte
        }
    }

    /// A string in angle brackets; an odd last digit is followed by 0. §7.3.4.3
    mutating func hexadecimalString() throws(PDFError) -> [UInt8] {
        let start = place
        lexer.position += 1
        var bytes: [UInt8] = []
        var high: UInt8?
        while true {
            // A signature is some 30,000 digits, most of them zeros.
            if high == nil { lexer.skipHexadecimalPairs(into: &bytes, upTo: limits.stringLength) }
            guard let byte = try lexer.next() else { break }
            if let digit = byte.hexadecimalDigit {
                if let first = high {
                    guard bytes.count < limits.stringLength else { throw .limit(.stringLength, start) }
                    bytes.append(first << 4 | digit)
                    high = nil
                } else {
                    high = digit
                }
            } else if byte == .greaterThan {
                if let high { bytes.append(high << 4) }
                return bytes
            } else if !byte.isWhiteSpace {
                throw .damaged(.string, start)
            }
        }
        throw .damaged(.string, start)
    }
}
