import Foundation
import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func renewalStanding(of document: DocumentID) throws -> RenewalStanding? {
        try row(Self.selectRenewal + " WHERE document_id = ?", [document.bytes.data]).map(Self.standing)
    }

    func unreadRenewals(limit: Int) throws -> [DocumentID] {
        try rows("SELECT document_id FROM renewal WHERE stamp IS NULL ORDER BY document_id LIMIT ?", [limit])
            .map { try $0.identifier("document_id") }
    }

    func dueRenewals(at time: Timestamp, gaining gain: Timestamp, limit: Int) throws -> [RenewalStanding] {
        try rows(
            Self.selectRenewal + """
                 WHERE renew_from <= ? AND (expires_at < ? OR cause = 'imprint') AND broken IS NULL
                ORDER BY renew_from, document_id
                LIMIT ?
                """,
            [time.milliseconds, gain.milliseconds, limit]
        ).map(Self.standing)
    }

    func renewFrom(of envelope: EnvelopeID) throws -> Timestamp? {
        try row("SELECT min(renew_from) AS first FROM renewal WHERE envelope_id = ?", [envelope.bytes.data])?
            .optionalTime("first")
    }

    func newestStampEnd() throws -> Timestamp? {
        let document = try row(
            """
            SELECT stamped_at, expires_at
            FROM renewal
            WHERE stamped_at IS NOT NULL
            ORDER BY stamped_at DESC, document_id
            LIMIT 1
            """,
            []
        ).map { row in (row.time("stamped_at"), row.time("expires_at")) }
        let anchor = try newestAnchor().map { ($0.standing.stampedAt, $0.standing.expiresAt) }
        return [document, anchor].compactMap(\.self).max { $0.0 < $1.0 }?.1
    }

    func renewals(endingBefore time: Timestamp) throws -> Int {
        try row("SELECT count(*) AS number FROM renewal WHERE expires_at <= ?", [time.milliseconds])?["number"] ?? 0
    }

    func renewalCounts() throws -> RenewalCounts {
        let row = try row(
            """
            SELECT count(*) AS documents,
                (SELECT count(*) FROM renewal WHERE stamp IS NULL) AS unread,
                (SELECT count(*) FROM renewal WHERE broken IS NOT NULL) AS broken
            FROM renewal
            """,
            []
        )
        return RenewalCounts(
            documents: row?["documents"] ?? 0,
            unread: row?["unread"] ?? 0,
            broken: row?["broken"] ?? 0
        )
    }

    func expiryMonths() throws -> [ExpiryMonth] {
        try rows(
            """
            SELECT month, cause, count(*) AS documents, min(renew_from) AS renew_from
            FROM renewal
            WHERE month IS NOT NULL
            GROUP BY month, cause
            ORDER BY month, cause
            """,
            []
        ).map { row in
            ExpiryMonth(
                month: row["month"],
                cause: try row.known("cause"),
                documents: row["documents"],
                renewFrom: row.time("renew_from")
            )
        }
    }

    func timestampUses() throws -> [CountedUse] {
        try rows(
            """
            SELECT kind, value, min(name) AS name, count(*) AS documents
            FROM timestamp_use
            GROUP BY kind, value
            ORDER BY kind, value
            """,
            []
        ).map { row in
            CountedUse(
                use: TimestampUse(try row.known("kind"), row["value"], name: row["name"]),
                documents: row["documents"]
            )
        }
    }

    func save(_ standing: RenewalStanding) throws {
        let stamp = standing.stamp
        try execute(
            """
            INSERT INTO renewal (
                document_id, envelope_id, revisions, stamp, stamped_at, expires_at, renew_from, month, cause, broken
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (document_id) DO UPDATE
            SET revisions = excluded.revisions, stamp = excluded.stamp, stamped_at = excluded.stamped_at,
                expires_at = excluded.expires_at, renew_from = excluded.renew_from, month = excluded.month,
                cause = excluded.cause, broken = excluded.broken
            """,
            [
                standing.document.bytes.data, standing.envelope.bytes.data, standing.revisions, try stamp.map(json),
                stamp?.stampedAt.milliseconds, stamp?.expiresAt.milliseconds, stamp?.renewFrom.milliseconds,
                stamp?.month, stamp?.cause.rawValue, try standing.broken.map(json),
            ]
        )
        try execute("DELETE FROM timestamp_use WHERE document_id = ?", [standing.document.bytes.data])
        for use in stamp?.uses ?? [] {
            try execute(
                "INSERT INTO timestamp_use (document_id, kind, value, name) VALUES (?, ?, ?, ?)",
                [standing.document.bytes.data, use.kind.rawValue, use.value, use.name]
            )
        }
    }

    private static let selectRenewal = "SELECT document_id, envelope_id, revisions, stamp, broken FROM renewal"

    private static func standing(_ row: Row) throws -> RenewalStanding {
        let (stamp, broken): (String?, String?) = (row["stamp"], row["broken"])
        return RenewalStanding(
            document: try row.identifier("document_id"),
            envelope: try row.identifier("envelope_id"),
            revisions: row["revisions"],
            stamp: stamp == nil ? nil : try row.json("stamp"),
            broken: broken == nil ? nil : try row.json("broken")
        )
    }
}
