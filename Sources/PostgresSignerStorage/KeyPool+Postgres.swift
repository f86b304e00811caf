import PostgresConnection
import SignerProtocol
import SigningKeys

extension PostgresSignerTransaction {
    func pooledKeys() throws -> Int {
        try row("SELECT count(*) AS keys FROM pooled_key", []).map { try $0.count("keys") } ?? 0
    }

    func oldestPooledKey() throws -> PooledKey? {
        try row(
            """
            SELECT id, public_key_info, wrapped_key, key_binding, created
            FROM pooled_key
            ORDER BY created, id
            LIMIT 1
            """,
            []
        ).map { row in
            PooledKey(
                id: try row.text("id"),
                publicKeyInfo: try row.bytes("public_key_info"),
                wrapped: try row.bytes("wrapped_key"),
                binding: try row.bytes("key_binding"),
                created: try row.time("created")
            )
        }
    }

    func keep(_ key: PooledKey, recording event: AuditEvent) throws {
        try execute(
            """
            INSERT INTO pooled_key (id, public_key_info, wrapped_key, key_binding, created)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [.text(key.id), .bytes(key.publicKeyInfo), .bytes(key.wrapped), .bytes(key.binding), .time(key.created)]
        )
        try record(event)
    }

    func remove(_ key: PooledKey, recording event: AuditEvent) throws -> Bool {
        guard try execute("DELETE FROM pooled_key WHERE id = $1", [.text(key.id)]) == 1 else { return false }
        try record(event)
        return true
    }
}
