import PostgresConnection
import SignerProtocol
import SigningKeys

extension PostgresSignerTransaction {
    func auditHead(_ chain: String) throws -> Blob {
        try lastEntry(of: chain)?.digest ?? AuditEntry.origin
    }

    func auditRecords(_ chain: String) throws -> [AuditRecord] {
        try rows(
            """
            SELECT sequence, time, actor, action, salt, payload, payload_digest, previous
            FROM audit_entry
            WHERE chain = $1
            ORDER BY sequence
            """,
            [.text(chain)]
        ).map { row in
            AuditRecord(
                entry: AuditEntry(
                    chain: chain,
                    sequence: try row.count("sequence"),
                    time: try row.time("time"),
                    actor: try row.text("actor"),
                    action: try row.text("action"),
                    payloadDigest: Blob(try row.bytes("payload_digest")),
                    previous: Blob(try row.bytes("previous"))
                ),
                salt: Blob(try row.bytes("salt")),
                payload: Blob(try row.bytes("payload"))
            )
        }
    }

    func auditChains() throws -> [String] {
        try rows("SELECT DISTINCT chain FROM audit_entry ORDER BY chain", []).map { try $0.text("chain") }
    }

    func auditHeads(since: Timestamp, after chain: String?, limit: Int) throws -> [AuditHead] {
        try rows(
            """
            SELECT chain, sequence, digest
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
            AuditHead(
                chain: try row.text("chain"),
                sequence: try row.count("sequence"),
                digest: Blob(try row.bytes("digest"))
            )
        }
    }

    func record(_ event: AuditEvent) throws {
        let last = try lastEntry(of: event.chain)
        let record = event.record(
            sequence: (last?.sequence ?? 0) + 1,
            previous: last?.digest ?? AuditEntry.origin
        )
        try execute(
            """
            INSERT INTO audit_entry (
                chain, sequence, time, actor, action, salt, payload, payload_digest, previous, digest
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .text(event.chain), .count(record.entry.sequence), .time(event.time), .text(event.actor),
                .text(event.action.rawValue), .bytes(event.salt), .bytes(event.payload),
                .bytes(record.entry.payloadDigest.bytes), .bytes(record.entry.previous.bytes),
                .bytes(record.entry.digest.bytes),
            ]
        )
    }

    /// Number and digest of a chain's newest entry.
    private func lastEntry(of chain: String) throws -> (sequence: Int, digest: Blob)? {
        try row(
            "SELECT sequence, digest FROM audit_entry WHERE chain = $1 ORDER BY sequence DESC LIMIT 1",
            [.text(chain)]
        ).map { (try $0.count("sequence"), Blob(try $0.bytes("digest"))) }
    }
}
