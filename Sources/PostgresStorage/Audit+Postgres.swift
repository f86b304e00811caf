import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func audit(chain: String) throws -> [AuditRecord] {
        try rows(Self.selectAudit + " WHERE audit_entry.chain = $1 ORDER BY audit_entry.sequence", [.text(chain)])
            .map(Self.record)
    }

    func auditChains() throws -> [String] {
        try rows("SELECT DISTINCT chain FROM audit_entry ORDER BY chain", []).map { try $0.text("chain") }
    }

    func auditEntry(_ sequence: Int, of chain: String) throws -> AuditEntry? {
        try row(
            """
            SELECT chain, sequence, time, actor, action, payload_digest, previous
            FROM audit_entry
            WHERE chain = $1 AND sequence = $2
            """,
            [.text(chain), .count(sequence)]
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
                WHERE time >= $1 AND chain > $2
                GROUP BY chain
                ORDER BY chain
                LIMIT $3
            ) AS head USING (chain, sequence)
            ORDER BY chain
            """,
            [.time(since), .text(chain ?? ""), .count(limit)]
        ).map { row in
            let entry = try Self.entry(row)
            return AuditHead(chain: entry.chain, sequence: entry.sequence, digest: entry.digest)
        }
    }

    func append(_ note: AuditNote, to chain: String, at time: Timestamp) throws {
        let last = try row(
            """
            SELECT chain, sequence, time, actor, action, payload_digest, previous
            FROM audit_entry
            WHERE chain = $1
            ORDER BY sequence DESC
            LIMIT 1
            """,
            [.text(chain)]
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
            WITH entry AS (
                INSERT INTO audit_entry (chain, sequence, time, actor, action, payload_digest, previous)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
            )
            INSERT INTO audit_payload (chain, sequence, salt, payload)
            VALUES ($1, $2, $8, $9)
            """,
            [
                .text(chain), .count(entry.sequence), .time(entry.time), .text(entry.actor), .text(entry.action),
                .blob(entry.payloadDigest), .blob(entry.previous), .blob(record.salt), .blob(record.payload),
            ]
        )
    }

    private static let selectAudit = """
        SELECT audit_entry.chain, audit_entry.sequence, time, actor, action, payload_digest, previous, salt, payload
        FROM audit_entry
        JOIN audit_payload USING (chain, sequence)
        """

    private static func record(_ row: Row) throws -> AuditRecord {
        AuditRecord(
            entry: try entry(row),
            salt: try row.blob("salt"),
            payload: try row.optionalBytes("payload").map(Blob.init)
        )
    }

    private static func entry(_ row: Row) throws -> AuditEntry {
        AuditEntry(
            chain: try row.text("chain"),
            sequence: try row.count("sequence"),
            time: try row.time("time"),
            actor: try row.text("actor"),
            action: try row.text("action"),
            payloadDigest: try row.blob("payload_digest"),
            previous: try row.blob("previous")
        )
    }
}
