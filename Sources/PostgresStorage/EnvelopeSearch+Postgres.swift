import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    /// What is frequent is among the newest, fifty times as many as are asked for; what is not, the index has few of.
    ///
    /// So neither question grows with the number of envelopes, whatever the planner thinks of a text. The order of
    /// arrival decides what is among the newest, the time of creation the order in which they are given.
    func envelopes(of organisation: OrganisationID, matching text: SearchText, limit: Int) throws -> [Envelope] {
        let parameters: [Parameter] = [.id(organisation), .text(text.normal), .count(limit)]
        var found = try rows(Self.amongNewest, parameters)
        if found.count < limit { found = try rows(Self.amongAll, parameters) }
        return try envelopes(
            rows(
                Self.selectEnvelope + " WHERE id = ANY($1) ORDER BY created_at DESC, id",
                [.bytesAmong(try found.map { try $0.bytes("envelope_id") })]
            )
        )
    }

    func insertSearched(_ envelope: Envelope) throws {
        try execute(
            "INSERT INTO envelope_search (envelope_id, organisation_id, text) VALUES ($1, $2, $3)",
            [.id(envelope.id), .id(envelope.organisation), .text(envelope.searched)]
        )
    }

    /// With a range and the organisation in the order, only the index over both fits; with an equation the planner could walk
    /// through the envelopes of all organisations by their numbers.
    private static let amongNewest = """
        SELECT envelope_id
        FROM (
            SELECT envelope_id, number, text
            FROM envelope_search
            WHERE organisation_id BETWEEN $1 AND $1
            ORDER BY organisation_id DESC, number DESC
            LIMIT $3 * 50
        ) AS newest
        WHERE position($2 IN text) > 0
        ORDER BY number DESC
        LIMIT $3
        """

    /// Only the index is asked first: with the organisation beside it the planner could walk through all of them.
    private static let amongAll = """
        WITH paired AS MATERIALIZED (
            SELECT envelope_id, organisation_id, number, text
            FROM envelope_search
            WHERE search_pairs(organisation_id, text) @> search_pairs($1, $2)
        )
        SELECT envelope_id
        FROM paired
        WHERE organisation_id = $1 AND position($2 IN text) > 0
        ORDER BY number DESC
        LIMIT $3
        """
}

extension PostgresStore {
    /// Gives every envelope that has none its row for searching, some hundred at a time.
    ///
    /// They are those of before the table was there, and those that a release of before has made since.
    static func fillSearch(_ connection: Connection) throws {
        var last: (time: Int64, id: [UInt8]) = (.min, [])
        while true {
            let missing = try connection.rows(Self.missingInSearch, [.integer(last.time), .bytes(last.id)])
            guard let end = missing.last else { return }
            last = (try end.integer("created_at"), try end.bytes("id"))
            try connection.executeScript("BEGIN")
            for row in missing {
                let lines = try row.text("lines").split(separator: "\n").map(String.init)
                try connection.execute(
                    """
                    INSERT INTO envelope_search (envelope_id, organisation_id, text)
                    VALUES ($1, $2, $3)
                    ON CONFLICT (envelope_id) DO NOTHING
                    """,
                    [
                        .bytes(try row.bytes("id")), .bytes(try row.bytes("organisation_id")),
                        .text(SearchText.searched(lines)),
                    ]
                )
            }
            try connection.executeScript("COMMIT")
        }
    }

    private static let missingInSearch = """
        SELECT id, organisation_id, created_at, title || coalesce((
            SELECT string_agg(E'\\n' || name || E'\\n' || address, '' ORDER BY position)
            FROM signer
            WHERE signer.envelope_id = envelope.id
        ), '') AS lines
        FROM envelope
        WHERE (created_at, id) > ($1, $2)
            AND NOT EXISTS (SELECT FROM envelope_search WHERE envelope_search.envelope_id = envelope.id)
        ORDER BY created_at, id
        LIMIT 500
        """
}
