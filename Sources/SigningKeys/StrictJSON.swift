import Foundation
package import SignerProtocol

/// JSON with one reading: no unknown members, no member twice, no deep nesting.
///
/// - SeeAlso: SAD-3 (schema)
package enum StrictJSON {
    /// - Throws: `SignerError.malformed`.
    package static func decode<Value: Codable>(
        _ type: Value.Type,
        from bytes: [UInt8]
    ) throws(SignerError) -> Value {
        do {
            let value = try JSONDecoder().decode(type, from: Data(bytes))
            // What we would write has the members that we know; anything else was not understood.
            let known = try JSONShape(of: encode(value))
            guard try JSONShape(of: bytes) == known else { throw SignerError.malformed }
            return value
        } catch {
            throw .malformed
        }
    }

    /// UTF-8 with sorted members.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}

/// The members and elements of a JSON text that a decoder has read, more tolerant of commas than it should be.
private indirect enum JSONShape: Equatable {
    case value
    case array([JSONShape])
    case object([[UInt8]: JSONShape])

    init(of bytes: [UInt8]) throws(SignerError) {
        var reader = ShapeReader(rest: bytes[...])
        self = try reader.shape(depth: 0)
    }
}

private struct ShapeReader {
    var rest: ArraySlice<UInt8>

    private static let depthLimit = 16

    mutating func shape(depth: Int) throws(SignerError) -> JSONShape {
        guard depth < Self.depthLimit else { throw .malformed }
        skipSpace()
        switch rest.first {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): _ = try string()
        default: rest = rest.drop { !Self.ends.contains($0) }
        }
        return .value
    }

    private mutating func members(depth: Int) throws(SignerError) -> [[UInt8]: JSONShape] {
        var members: [[UInt8]: JSONShape] = [:]
        rest.removeFirst()
        skipSpace()
        while let next = rest.first, next != UInt8(ascii: "}") {
            let name = try string()
            // One spelling: a member name is never written with escapes.
            guard members[name] == nil, !name.contains(UInt8(ascii: "\\")) else { throw .malformed }
            skipSpace()
            try take(UInt8(ascii: ":"))
            members[name] = try shape(depth: depth + 1)
            try separator(before: UInt8(ascii: "}"))
        }
        try take(UInt8(ascii: "}"))
        return members
    }

    private mutating func elements(depth: Int) throws(SignerError) -> [JSONShape] {
        var elements: [JSONShape] = []
        rest.removeFirst()
        skipSpace()
        while let next = rest.first, next != UInt8(ascii: "]") {
            elements.append(try shape(depth: depth + 1))
            try separator(before: UInt8(ascii: "]"))
        }
        try take(UInt8(ascii: "]"))
        return elements
    }

    /// A comma with something after it, or the end.
    private mutating func separator(before end: UInt8) throws(SignerError) {
        skipSpace()
        guard rest.first != end else { return }
        try take(UInt8(ascii: ","))
        skipSpace()
        guard rest.first != end else { throw .malformed }
    }

    /// The bytes between the quotes, as they are.
    private mutating func string() throws(SignerError) -> [UInt8] {
        try take(UInt8(ascii: "\""))
        let start = rest.startIndex
        var index = start
        while index < rest.endIndex, rest[index] != UInt8(ascii: "\"") {
            index += rest[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard index < rest.endIndex else { throw .malformed }
        let text = Array(rest[start..<index])
        rest = rest[(index + 1)...]
        return text
    }

    private mutating func take(_ byte: UInt8) throws(SignerError) {
        guard rest.first == byte else { throw .malformed }
        rest.removeFirst()
    }

    private mutating func skipSpace() {
        rest = rest.drop { Self.space.contains($0) }
    }

    private static let space = Array(" \t\r\n".utf8)
    private static let ends = Array(" \t\r\n,]}".utf8)
}
