import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func renewalStanding(of document: DocumentID) throws -> RenewalStanding? {
        try row(Self.selectRenewal + " WHERE document_id = $1", [.id(document)]).map(Self.standing)
    }

    func unreadRenewals(limit: Int) throws -> [DocumentID] {
        try rows("SELECT document_id FROM renewal WHERE stamp IS NULL ORDER BY document_id LIMIT $1", [.count(limit)])
            .map { try $0.identifier("document_id") }
    }

    func dueRenewals(at time: Timestamp, gaining gain: Timestamp, limit: Int) throws -> [RenewalStanding] {
        try rows(
            Self.selectRenewal + """
                 WHERE renew_from <= $1 AND (expires_at < $2 OR cause = 'imprint') AND broken IS NULL
                ORDER BY renew_from, document_id
                LIMIT $3
                """,
            [.time(time), .time(gain), .count(limit)]
        ).map(Self.standing)
    }

    func renewFrom(of envelope: EnvelopeID) throws -> Timestamp? {
        try row("SELECT min(renew_from) AS first FROM renewal WHERE envelope_id = $1", [.id(envelope)])?
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
        ).map { row in (try row.time("stamped_at"), try row.time("expires_at")) }
        let anchor = try newestAnchor().map { ($0.standing.stampedAt, $0.standing.expiresAt) }
        return [document, anchor].compactMap(\.self).max { $0.0 < $1.0 }?.1
    }

    func renewals(endingBefore time: Timestamp) throws -> Int {
        try row("SELECT count(*) AS number FROM renewal WHERE expires_at <= $1", [.time(time)])?.count("number") ?? 0
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
            documents: try row?.count("documents") ?? 0,
            unread: try row?.count("unread") ?? 0,
            broken: try row?.count("broken") ?? 0
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
                month: try row.text("month"),
                cause: try row.enumeration("cause"),
                documents: try row.count("documents"),
                renewFrom: try row.time("renew_from")
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
                use: TimestampUse(try row.enumeration("kind"), try row.text("value"), name: try row.text("name")),
                documents: try row.count("documents")
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
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (document_id) DO UPDATE
            SET revisions = excluded.revisions, stamp = excluded.stamp, stamped_at = excluded.stamped_at,
                expires_at = excluded.expires_at, renew_from = excluded.renew_from, month = excluded.month,
                cause = excluded.cause, broken = excluded.broken
            """,
            [
                .id(standing.document), .id(standing.envelope), .count(standing.revisions),
                .text(try stamp.map(jsonText)), .time(stamp?.stampedAt), .time(stamp?.expiresAt),
                .time(stamp?.renewFrom), .text(stamp?.month), .text(stamp?.cause.rawValue),
                .text(try standing.broken.map(jsonText)),
            ]
        )
        try execute("DELETE FROM timestamp_use WHERE document_id = $1", [.id(standing.document)])
        for use in stamp?.uses ?? [] {
            try execute(
                "INSERT INTO timestamp_use (document_id, kind, value, name) VALUES ($1, $2, $3, $4)",
                [.id(standing.document), .text(use.kind.rawValue), .text(use.value), .text(use.name)]
            )
        }
    }

    private static let selectRenewal = "SELECT document_id, envelope_id, revisions, stamp, broken FROM renewal"

    private static func standing(_ row: Row) throws -> RenewalStanding {
        RenewalStanding(
            document: try row.identifier("document_id"),
            envelope: try row.identifier("envelope_id"),
            revisions: try row.count("revisions"),
            stamp: try row.optionalJSON("stamp"),
            broken: try row.optionalJSON("broken")
        )
    }
}
