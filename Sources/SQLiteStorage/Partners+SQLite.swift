import GRDB
import SignerProtocol
import SigningService

// How partners answer, and what they said.
extension SQLiteTransaction {
    func timestampCalls(since start: Timestamp) throws -> [TimestampCall] {
        try rows(
            """
            SELECT id, authority, at, calls, milliseconds, outcome
            FROM timestamp_call
            WHERE at >= ?
            ORDER BY at DESC, id
            """,
            [start.milliseconds]
        ).map { row in
            TimestampCall(
                id: try row.identifier("id"),
                authority: row["authority"],
                at: row.time("at"),
                calls: row["calls"],
                milliseconds: row["milliseconds"],
                outcome: try row.json("outcome")
            )
        }
    }

    func insert(_ call: TimestampCall) throws {
        try execute(
            """
            INSERT INTO timestamp_call (id, authority, at, calls, milliseconds, outcome)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                call.id.bytes.data, call.authority, call.at.milliseconds, call.calls, call.milliseconds,
                try json(call.outcome),
            ]
        )
    }

    func removeTimestampCalls(before limit: Timestamp) throws {
        try execute("DELETE FROM timestamp_call WHERE at < ?", [limit.milliseconds])
    }

    func keptRevocation(_ key: [UInt8]) throws -> KeptRevocation? {
        try row("SELECT key, der, fetched_at, expires_at FROM kept_revocation WHERE key = ?", [key.data]).map { row in
            KeptRevocation(
                key: row.bytes("key"),
                der: row.bytes("der"),
                fetchedAt: row.time("fetched_at"),
                expiresAt: row.time("expires_at")
            )
        }
    }

    func keep(_ revocation: KeptRevocation) throws {
        try execute(
            """
            INSERT INTO kept_revocation (key, der, fetched_at, expires_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE
            SET der = excluded.der, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
            """,
            [
                revocation.key.data, revocation.der.data, revocation.fetchedAt.milliseconds,
                revocation.expiresAt.milliseconds,
            ]
        )
    }

    func trimRevocation(to capacity: Int, at time: Timestamp) throws {
        try execute("DELETE FROM kept_revocation WHERE expires_at <= ?", [time.milliseconds])
        try execute(
            """
            DELETE FROM kept_revocation WHERE key IN (
                SELECT key FROM (
                    SELECT key, sum(length(der)) OVER (ORDER BY expires_at DESC, key) AS bytes FROM kept_revocation
                )
                WHERE bytes > ?
            )
            """,
            [capacity]
        )
    }
}
