import PostgresConnection
import SignerProtocol
import SigningService

// How partners answer, and what they said.
extension PostgresTransaction {
    func timestampCalls(since start: Timestamp) throws -> [TimestampCall] {
        try rows(
            """
            SELECT id, authority, at, calls, milliseconds, outcome
            FROM timestamp_call
            WHERE at >= $1
            ORDER BY at DESC, id
            """,
            [.time(start)]
        ).map { row in
            TimestampCall(
                id: try row.identifier("id"),
                authority: try row.text("authority"),
                at: try row.time("at"),
                calls: try row.count("calls"),
                milliseconds: try row.count("milliseconds"),
                outcome: try row.json("outcome")
            )
        }
    }

    func insert(_ call: TimestampCall) throws {
        try write(
            """
            INSERT INTO timestamp_call (id, authority, at, calls, milliseconds, outcome)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .id(call.id), .text(call.authority), .time(call.at), .count(call.calls), .count(call.milliseconds),
                .json(call.outcome),
            ]
        )
    }

    func removeTimestampCalls(before limit: Timestamp) throws {
        try write("DELETE FROM timestamp_call WHERE at < $1", [.time(limit)])
    }

    func keptRevocation(_ key: [UInt8]) throws -> KeptRevocation? {
        try row("SELECT key, der, fetched_at, expires_at FROM kept_revocation WHERE key = $1", [.bytes(key)]).map {
            row in
            KeptRevocation(
                key: try row.bytes("key"),
                der: try row.bytes("der"),
                fetchedAt: try row.time("fetched_at"),
                expiresAt: try row.time("expires_at")
            )
        }
    }

    func keep(_ revocation: KeptRevocation) throws {
        try write(
            """
            INSERT INTO kept_revocation (key, der, fetched_at, expires_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (key) DO UPDATE
            SET der = excluded.der, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
            """,
            [
                .bytes(revocation.key), .bytes(revocation.der), .time(revocation.fetchedAt),
                .time(revocation.expiresAt),
            ]
        )
    }

    func trimRevocation(to capacity: Int, at time: Timestamp) throws {
        try write("DELETE FROM kept_revocation WHERE expires_at <= $1", [.time(time)])
        try write(
            """
            DELETE FROM kept_revocation WHERE key IN (
                SELECT key FROM (
                    SELECT key, sum(octet_length(der)) OVER (ORDER BY expires_at DESC, key) AS bytes
                    FROM kept_revocation
                ) AS sizes
                WHERE bytes > $1
            )
            """,
            [.count(capacity)]
        )
    }
}
