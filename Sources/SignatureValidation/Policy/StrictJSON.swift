/// A value of a JSON text, read strictly: no member twice, no escapes, no fractions, nothing after the end.
///
/// Policy files need no more, and what two readers could understand differently is refused.
///
/// - SeeAlso: RFC 8259, RFC 7493
indirect enum StrictJSON: Hashable, Sendable {
    case null
    case text(String)
    case number(Int)
    case list([StrictJSON])
    case object([String: StrictJSON])

    /// The most bytes of a policy file, and how deep its values may lie in each other.
    static let sizeLimit = 65_536
    static let depthLimit = 6

    init(_ bytes: [UInt8], sizeLimit: Int = StrictJSON.sizeLimit) throws(StrictJSONError) {
        guard bytes.count <= sizeLimit else { throw StrictJSONError(offset: sizeLimit) }
        var reader = StrictJSONReader(bytes: bytes)
        self = try reader.value(depth: 0)
        try reader.end()
    }
}

/// Where a text stops being what was expected.
struct StrictJSONError: Error, Hashable {
    /// From 0, in bytes.
    let offset: Int
}

private struct StrictJSONReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var fault: StrictJSONError { StrictJSONError(offset: position) }

    mutating func value(depth: Int) throws(StrictJSONError) -> StrictJSON {
        guard depth <= StrictJSON.depthLimit else { throw fault }
        switch peek() {
        case UInt8(ascii: "{")?: return .object(try object(depth: depth))
        case UInt8(ascii: "[")?: return .list(try list(depth: depth))
        case UInt8(ascii: "\"")?: return .text(try text())
        case UInt8(ascii: "n")?:
            for byte in "null".utf8 { try expect(byte) }
            return .null
        case let digit? where (0x30...0x39).contains(digit): return .number(try number())
        default: throw fault
        }
    }

    mutating func end() throws(StrictJSONError) {
        guard peek() == nil else { throw fault }
    }

    private mutating func object(depth: Int) throws(StrictJSONError) -> [String: StrictJSON] {
        try expect(UInt8(ascii: "{"))
        var members: [String: StrictJSON] = [:]
        if try take(UInt8(ascii: "}")) { return members }
        repeat {
            _ = peek()
            let place = fault
            let name = try text()
            _ = peek()
            try expect(UInt8(ascii: ":"))
            guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else { throw place }
        } while try take(UInt8(ascii: ","))
        _ = peek()
        try expect(UInt8(ascii: "}"))
        return members
    }

    private mutating func list(depth: Int) throws(StrictJSONError) -> [StrictJSON] {
        try expect(UInt8(ascii: "["))
        var items: [StrictJSON] = []
        if try take(UInt8(ascii: "]")) { return items }
        repeat { items.append(try value(depth: depth + 1)) } while try take(UInt8(ascii: ","))
        _ = peek()
        try expect(UInt8(ascii: "]"))
        return items
    }

    private mutating func text() throws(StrictJSONError) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\\") else { throw fault }
            position += 1
        }
        guard let text = String(validating: bytes[start..<position], as: UTF8.self) else { throw fault }
        try expect(UInt8(ascii: "\""))
        return text
    }

    private mutating func number() throws(StrictJSONError) -> Int {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        let digits = bytes[start..<position]
        guard digits.count <= 9, digits.count == 1 || digits.first != 0x30,
            let number = Int(String(decoding: digits, as: UTF8.self))
        else { throw fault }
        return number
    }

    /// The next byte that is not white space, which is skipped.
    private mutating func peek() -> UInt8? {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
        return position < bytes.count ? bytes[position] : nil
    }

    private mutating func take(_ byte: UInt8) throws(StrictJSONError) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(StrictJSONError) {
        guard position < bytes.count, bytes[position] == byte else { throw fault }
        position += 1
    }
}
