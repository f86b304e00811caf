package import SignerProtocol

/// A value bound to a statement, sent in the server's binary form with its type.
package enum Parameter: Sendable {
    case bytes([UInt8]?)
    /// For `= ANY($n)`.
    case bytesAmong([[UInt8]])
    case text(String?)
    case integer(Int64?)
    case boolean(Bool?)

    /// The server's number of the type.
    var type: UInt32 {
        switch self {
        case .boolean: PostgresType.boolean
        case .bytes: PostgresType.bytes
        case .bytesAmong: PostgresType.bytesArray
        case .integer: PostgresType.integer
        case .text: PostgresType.text
        }
    }

    /// Nil for NULL, which is not the same as empty.
    func encoded() throws(PostgresError) -> [UInt8]? {
        switch self {
        case .bytes(let bytes): return bytes
        case .bytesAmong(let values): return Self.array(values)
        case .text(let text):
            guard let text else { return nil }
            let bytes = Array(text.utf8)
            guard !bytes.contains(0) else { throw .notStorable("text with U+0000") }
            return bytes
        case .integer(let number):
            return number.map { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        case .boolean(let value): return value.map { [$0 ? 1 : 0] }
        }
    }

    /// An array of one dimension without NULL: dimensions, flags, type; length and lower bound; each value with its length.
    private static func array(_ values: [[UInt8]]) -> [UInt8] {
        let head: [UInt32] = [values.isEmpty ? 0 : 1, 0, PostgresType.bytes]
        let bounds: [UInt32] = values.isEmpty ? [] : [UInt32(values.count), 1]
        return (head + bounds).flatMap(bigEndian) + values.flatMap { bigEndian(UInt32($0.count)) + $0 }
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

/// Numbers of the types that our columns have, from the server's `pg_type`.
enum PostgresType {
    static let boolean: UInt32 = 16
    static let bytes: UInt32 = 17
    static let bytesArray: UInt32 = 1001
    static let integer: UInt32 = 20
    static let text: UInt32 = 25
}

extension Parameter {
    package static func time(_ time: Timestamp?) -> Parameter { .integer(time?.milliseconds) }
    package static func count(_ count: Int) -> Parameter { .integer(Int64(count)) }
}
