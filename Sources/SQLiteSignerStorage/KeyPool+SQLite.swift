import Foundation
import GRDB
import SignerProtocol
import SigningKeys

extension SQLiteSignerQueries {
    func pooledKeys() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM pooled_key") ?? 0
    }

    func oldestPooledKey() throws -> PooledKey? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT id, public_key_info, wrapped_key, key_binding, created
                FROM pooled_key
                ORDER BY created, id
                LIMIT 1
                """
        ).map { row in
            PooledKey(
                id: try row.decode(String.self, forColumn: "id"),
                publicKeyInfo: try row.bytes("public_key_info"),
                wrapped: try row.bytes("wrapped_key"),
                binding: try row.bytes("key_binding"),
                created: try row.time("created")
            )
        }
    }
}

extension SQLiteWriteTransaction {
    func keep(_ key: PooledKey, recording event: AuditEvent) throws {
        try database.execute(
            sql: """
                INSERT INTO pooled_key (id, public_key_info, wrapped_key, key_binding, created)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                key.id, Data(key.publicKeyInfo), Data(key.wrapped), Data(key.binding), key.created.milliseconds,
            ]
        )
        try record(event)
    }

    func remove(_ key: PooledKey, recording event: AuditEvent) throws -> Bool {
        try database.execute(sql: "DELETE FROM pooled_key WHERE id = ?", arguments: [key.id])
        guard database.changesCount == 1 else { return false }
        try record(event)
        return true
    }
}
