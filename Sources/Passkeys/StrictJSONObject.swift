enum StrictJSONError: Error, Hashable {
    case malformed
}

/// The members of one JSON object: texts and truth values by name; other values are checked and dropped.
///
/// Stricter than Foundation where leniency would give two readers two answers: no name twice, no byte before or after
/// the object but white space, no lone surrogates, depth at most 16.
///
/// - SeeAlso: RFC 8259; RFC 7493 §2.3
struct StrictJSONObject {
    enum Value: Hashable {
        case text(String)
        case truth(Bool)
        case other
    }

    let members: [String: Value]

    init(_ bytes: [UInt8]) throws(StrictJSONError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .malformed }
        var parser = Parser(bytes: bytes)
        parser.skipWhiteSpace()
        members = try parser.object(depth: 16)
        parser.skipWhiteSpace()
        guard parser.isAtEnd else { throw .malformed }
    }
}

private struct Parser {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func skipWhiteSpace() {
        while let byte = peek, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
    }

    mutating func object(depth: Int) throws(StrictJSONError) -> [String: StrictJSONObject.Value] {
        var members: [String: StrictJSONObject.Value] = [:]
        try expect("{")
        skipWhiteSpace()
        if consume("}") { return members }
        repeat {
            skipWhiteSpace()
            let name = try text()
            skipWhiteSpace()
            try expect(":")
            guard members.updateValue(try value(depth: depth), forKey: name) == nil else { throw .malformed }
        } while consume(",")
        try expect("}")
        return members
    }

    private mutating func value(depth: Int) throws(StrictJSONError) -> StrictJSONObject.Value {
        guard depth > 0 else { throw .malformed }
        skipWhiteSpace()
        defer { skipWhiteSpace() }
        switch peek {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{"): _ = try object(depth: depth - 1)
        case UInt8(ascii: "["): try array(depth: depth - 1)
        case UInt8(ascii: "t"):
            try expect("true")
            return .truth(true)
        case UInt8(ascii: "f"):
            try expect("false")
            return .truth(false)
        case UInt8(ascii: "n"): try expect("null")
        default: try number()
        }
        return .other
    }

    private mutating func array(depth: Int) throws(StrictJSONError) {
        try expect("[")
        skipWhiteSpace()
        if consume("]") { return }
        repeat { _ = try value(depth: depth) } while consume(",")
        try expect("]")
    }

    private mutating func number() throws(StrictJSONError) {
        _ = consume("-")
        if !consume("0") { try digits() }
        if consume(".") { try digits() }
        if consume("e") || consume("E") {
            if !consume("+") { _ = consume("-") }
            try digits()
        }
    }

    private mutating func digits() throws(StrictJSONError) {
        let start = position
        while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw .malformed }
    }

    private mutating func text() throws(StrictJSONError) -> String {
        try expect("\"")
        var units: [UInt8] = []
        while true {
            guard let byte = next() else { throw .malformed }
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else { throw .malformed }
                return text
            case UInt8(ascii: "\\"): units += Array(String(try escaped()).utf8)
            case 0..<0x20: throw .malformed
            default: units.append(byte)
            }
        }
    }

    private mutating func escaped() throws(StrictJSONError) -> Unicode.Scalar {
        switch next() {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw .malformed
        }
    }

    private mutating func unicodeEscape() throws(StrictJSONError) -> Unicode.Scalar {
        var unit = try fourHexDigits()
        if (0xd800..<0xdc00).contains(unit) {
            try expect("\\u")
            let low = try fourHexDigits()
            guard (0xdc00..<0xe000).contains(low) else { throw .malformed }
            unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw .malformed }
        return scalar
    }

    private mutating func fourHexDigits() throws(StrictJSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw .malformed
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    private var peek: UInt8? { isAtEnd ? nil : bytes[position] }

    private mutating func next() -> UInt8? {
        guard let byte = peek else { return nil }
        position += 1
        return byte
    }

    private mutating func consume(_ character: Unicode.Scalar) -> Bool {
        guard let byte = peek, UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ literal: StaticString) throws(StrictJSONError) {
        for expected in literal.description.utf8 {
            guard next() == expected else { throw .malformed }
        }
    }
}
