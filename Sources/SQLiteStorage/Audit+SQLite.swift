import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func audit(chain: String) throws -> [AuditRecord] {
        try rows(Self.selectAudit + " WHERE audit_entry.chain = ? ORDER BY audit_entry.sequence", [chain])
            .map(Self.record)
    }

    func auditChains() throws -> [String] {
        try rows("SELECT DISTINCT chain FROM audit_entry ORDER BY chain", []).map { $0["chain"] }
    }

    func auditEntry(_ sequence: Int, of chain: String) throws -> AuditEntry? {
        try row(
            """
            SELECT chain, sequence, time, actor, action, payload_digest, previous
            FROM audit_entry
            WHERE chain = ? AND sequence = ?
            """,
            [chain, sequence]
        ).map(Self.entry)
    }

    func auditHeads(since: Timestamp, after chain: String?, limit: Int) throws -> [AuditHead] {
        try rows(
            """
            SELECT chain, sequence, time, actor, action, payload_digest, previous
            FROM audit_entry
            JOIN (
                SELECT chain, max(sequence) AS sequence
                FROM audit_entry
                WHERE time >= ? AND chain > ?
                GROUP BY chain
                ORDER BY chain
                LIMIT ?
            ) USING (chain, sequence)
            ORDER BY chain
            """,
            [since.milliseconds, chain ?? "", limit]
        ).map { row in
            let entry = Self.entry(row)
            return AuditHead(chain: entry.chain, sequence: entry.sequence, digest: entry.digest)
        }
    }

    func append(_ note: AuditNote, to chain: String, at time: Timestamp) throws {
        let last = try row(
            """
            SELECT chain, sequence, time, actor, action, payload_digest, previous
            FROM audit_entry
            WHERE chain = ?
            ORDER BY sequence DESC
            LIMIT 1
            """,
            [chain]
        ).map(Self.entry)
        let record = try AuditChain.record(
            note,
            after: last,
            in: chain,
            at: time,
            salt: systemRandomBytes(32)
        )
        let entry = record.entry
        try execute(
            """
            INSERT INTO audit_entry (chain, sequence, time, actor, action, payload_digest, previous)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                chain, entry.sequence, entry.time.milliseconds, entry.actor, entry.action,
                entry.payloadDigest.bytes.data, entry.previous.bytes.data,
            ]
        )
        try execute(
            "INSERT INTO audit_payload (chain, sequence, salt, payload) VALUES (?, ?, ?, ?)",
            [chain, entry.sequence, record.salt.bytes.data, record.payload?.bytes.data]
        )
    }

    private static let selectAudit = """
        SELECT audit_entry.chain, audit_entry.sequence, time, actor, action, payload_digest, previous, salt, payload
        FROM audit_entry
        JOIN audit_payload USING (chain, sequence)
        """

    private static func record(_ row: Row) -> AuditRecord {
        AuditRecord(
            entry: entry(row),
            salt: Blob(row.bytes("salt")),
            payload: row.optionalBytes("payload").map(Blob.init)
        )
    }

    private static func entry(_ row: Row) -> AuditEntry {
        AuditEntry(
            chain: row["chain"],
            sequence: row["sequence"],
            time: row.time("time"),
            actor: row["actor"],
            action: row["action"],
            payloadDigest: Blob(row.bytes("payload_digest")),
            previous: Blob(row.bytes("previous"))
        )
    }
}
