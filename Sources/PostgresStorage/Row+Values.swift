import Foundation
import PostgresConnection
import SignerProtocol
import SigningService

extension Row {
    func blob(_ column: String) throws(PostgresError) -> Blob {
        Blob(try bytes(column))
    }

    func identifier<Subject>(_ column: String) throws(PostgresError) -> Identifier<Subject> {
        try known(Identifier(bytes: bytes(column)), column)
    }

    func tokenDigest(_ column: String) throws(PostgresError) -> TokenDigest {
        try known(TokenDigest(bytes: bytes(column)), column)
    }

    func segmentDigest(_ column: String) throws(PostgresError) -> SegmentDigest {
        try known(SegmentDigest(bytes: bytes(column)), column)
    }

    func enumeration<Value: RawRepresentable<String>>(_ column: String) throws(PostgresError) -> Value {
        try known(Value(rawValue: text(column)), column)
    }

    func address(_ column: String) throws(PostgresError) -> MailAddress {
        try known(try? MailAddress(text(column), field: column), column)
    }

    func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try known(optionalJSON(column, as: type), column)
    }

    func optionalJSON<Value: Decodable>(
        _ column: String,
        as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value? {
        guard let text = try optionalText(column) else { return nil }
        return try known(try? JSONDecoder().decode(type, from: Data(text.utf8)), column)
    }

    private func known<Value>(_ value: Value?, _ column: String) throws(PostgresError) -> Value {
        guard let value else { throw .unreadable(column: column) }
        return value
    }
}

/// JSON with sorted keys, so that equal values are equal text.
func jsonText(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

extension Parameter {
    static func id<Subject>(_ identifier: Identifier<Subject>?) -> Parameter { .bytes(identifier?.bytes) }
    static func digest(_ digest: TokenDigest) -> Parameter { .bytes(digest.bytes) }
    static func digest(_ digest: SegmentDigest) -> Parameter { .bytes(digest.bytes) }
    static func blob(_ blob: Blob?) -> Parameter { .bytes(blob?.bytes) }
    static func json(_ value: some Encodable) throws -> Parameter { .text(try jsonText(value)) }
}
