import Foundation
import GRDB
import SigningService
import SignerProtocol

/// One open transaction of SQLite; its questions and writes are in the extensions.
struct SQLiteTransaction {
    let database: Database
    let decoded: DecodedJSON
    let seen = SeenEnvelopes()

    func row(_ sql: String, _ arguments: Arguments) throws -> Row? {
        try Row.fetchOne(database.cachedStatement(sql: sql), arguments: Self.checked(arguments))
    }

    func rows(_ sql: String, _ arguments: Arguments) throws -> [Row] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: Self.checked(arguments))
    }

    /// The number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: Arguments) throws -> Int {
        try database.cachedStatement(sql: sql).execute(arguments: Self.checked(arguments))
        return database.changesCount
    }

    /// The value of a column that is often read again as it was.
    func decodedJSON<Value: Decodable & Sendable>(_ row: Row, _ column: String) throws -> Value {
        let text: String = row[column]
        if let value: Value = decoded.value(of: text) { return value }
        let value: Value = try row.json(column)
        decoded.keep(value, of: text)
        return value
    }

    typealias Arguments = [(any DatabaseValueConvertible)?]

    /// Texts are bound as C strings, so one with U+0000 would be cut there without a word.
    private static func checked(_ arguments: Arguments) throws -> StatementArguments {
        for case let text as String in arguments where text.utf8.contains(0) {
            throw ServiceError.storage("cannot be stored: text with U+0000")
        }
        return StatementArguments(arguments)
    }
}

extension SQLiteTransaction: ReadTransaction, WriteTransaction {}

/// The envelopes as this transaction has read them, so that only what a change touches is written.
final class SeenEnvelopes {
    private var envelopes: [EnvelopeID: Envelope] = [:]

    func note(_ envelope: Envelope) {
        envelopes[envelope.id] = envelope
    }

    /// Those of its signers that are not stored like this; all, where the stored envelope was not read.
    func changedSigners(of envelope: Envelope, since version: Int) -> [Signer] {
        guard let stored = envelopes[envelope.id], stored.version == version else { return envelope.signers }
        return envelope.signers.filter { !stored.signers.contains($0) }
    }
}

extension Row {
    func bytes(_ column: String) -> [UInt8] {
        let data: Data = self[column]
        return Array(data)
    }

    func optionalBytes(_ column: String) -> [UInt8]? {
        let data: Data? = self[column]
        return data.map { Array($0) }
    }

    func time(_ column: String) -> Timestamp {
        Timestamp(milliseconds: self[column])
    }

    func optionalTime(_ column: String) -> Timestamp? {
        let value: Int64? = self[column]
        return value.map { Timestamp(milliseconds: $0) }
    }

    func identifier<Subject>(_ column: String) throws -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(bytes: bytes(column)) else { throw damaged(column) }
        return identifier
    }

    func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        let text: String = self[column]
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw damaged(column)
        }
    }

    func known<Value: RawRepresentable<String>>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        let text: String = self[column]
        guard let value = Value(rawValue: text) else { throw damaged(column) }
        return value
    }

    func tokenDigest(_ column: String) throws -> TokenDigest {
        guard let digest = TokenDigest(bytes: bytes(column)) else { throw damaged(column) }
        return digest
    }

    func segmentDigest(_ column: String) throws -> SegmentDigest {
        guard let digest = SegmentDigest(bytes: bytes(column)) else { throw damaged(column) }
        return digest
    }

    func address(_ column: String) throws -> MailAddress {
        try MailAddress(self[column], field: column)
    }

    private func damaged(_ column: String) -> ServiceError {
        .storage("unreadable value in column \(column)")
    }
}

/// JSON with sorted keys, so that equal values are equal text.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

extension Array where Element == UInt8 {
    var data: Data { Data(self) }
}
