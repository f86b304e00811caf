import PostgresConnection
import SigningService

/// One open transaction over the service's records; its questions and writes are in the extensions.
struct PostgresTransaction {
    let open: OpenTransaction
    let decoded: DecodedJSON
    let seen = SeenEnvelopes()

    func row(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Row? {
        try open.rows(sql, parameters).first
    }

    func rows(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> [Row] {
        try open.rows(sql, parameters)
    }

    /// The value of a column that is often read again as it was.
    func decodedJSON<Value: Decodable & Sendable>(_ row: Row, _ column: String) throws -> Value {
        let text = try row.text(column)
        if let value: Value = decoded.value(of: text) { return value }
        let value: Value = try row.json(column)
        decoded.keep(value, of: text)
        return value
    }

    /// Writes without waiting for the answer, which a later statement or the end of the transaction brings.
    func write(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) {
        try open.write(sql, parameters)
    }

    /// The number of rows changed.
    func execute(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Int {
        try open.execute(sql, parameters)
    }
}

/// The envelopes as this transaction's snapshot has them, so that only what a change touches is written.
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

extension PostgresTransaction: ReadTransaction, WriteTransaction {}
