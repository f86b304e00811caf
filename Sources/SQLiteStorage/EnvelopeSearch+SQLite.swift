import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    /// What is frequent is among the newest, fifty times as many as are asked for; what is not, the index has few of.
    ///
    /// So neither question grows with the number of envelopes. The order of arrival decides what is among the newest,
    /// the time of creation the order in which they are given.
    func envelopes(of organisation: OrganisationID, matching text: SearchText, limit: Int) throws -> [Envelope] {
        let found = try envelopes(Self.amongNewest, [organisation.bytes.data, limit, text.normal, limit])
        if found.count == limit { return found }
        return try envelopes(
            Self.amongAll,
            [Self.words(of: text, organisation), organisation.bytes.data, text.normal, limit]
        )
    }

    private func envelopes(_ question: String, _ arguments: Arguments) throws -> [Envelope] {
        try rows(Self.selectEnvelope + " WHERE id IN (\(question)) ORDER BY created_at DESC, id", arguments)
            .map(envelope)
    }

    private static let amongNewest = """
        SELECT envelope_id
        FROM (
            SELECT envelope_id, number, text
            FROM envelope_search INDEXED BY envelope_search_by_organisation
            WHERE organisation_id = ?
            ORDER BY number DESC
            LIMIT ? * 50
        )
        WHERE instr(text, ?) > 0
        ORDER BY number DESC
        LIMIT ?
        """

    /// The index gives what has all pairs, the newest first; whether they stand in this order is seen in the text.
    private static let amongAll = """
        SELECT envelope_id
        FROM envelope_search_by_pairs
        CROSS JOIN envelope_search ON number = envelope_search_by_pairs.rowid
        WHERE envelope_search_by_pairs MATCH ? AND organisation_id = ? AND instr(text, ?) > 0
        ORDER BY envelope_search_by_pairs.rowid DESC
        LIMIT ?
        """

    func insertSearched(_ envelope: Envelope) throws {
        try execute(
            Self.insertSearched,
            [envelope.id.bytes.data, envelope.organisation.bytes.data, envelope.searched]
        )
    }

    /// Gives every envelope its row, in the order in which they came; for the step that makes the table.
    static func fillSearch(_ database: Database) throws {
        let written = try Row.fetchCursor(
            database,
            sql: """
                SELECT id, organisation_id, title, (
                    SELECT group_concat(line, char(10))
                    FROM (
                        SELECT name || char(10) || address AS line
                        FROM signer
                        WHERE envelope_id = envelope.id
                        ORDER BY position
                    )
                ) AS signers
                FROM envelope
                ORDER BY created_at, id
                """
        )
        let insert = try database.makeStatement(sql: insertSearched)
        while let row = try written.next() {
            let (title, signers): (String, String?) = (row["title"], row["signers"])
            let lines = [title] + (signers ?? "").split(separator: "\n").map(String.init)
            let (id, organisation) = (row.bytes("id"), row.bytes("organisation_id"))
            try insert.execute(arguments: [id.data, organisation.data, SearchText.searched(lines)])
        }
    }

    private static let insertSearched =
        "INSERT INTO envelope_search (envelope_id, organisation_id, text) VALUES (?, ?, ?)"

    /// Words of the index, quoted, so that nothing of what is looked for is syntax there; no more than make it rare.
    private static func words(of text: SearchText, _ organisation: OrganisationID) -> String {
        let characters = text.normal.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16)
            return String(repeating: "0", count: 6 - digits.count) + digits
        }
        let own = organisation.bytes.hexadecimal
        let pairs = zip(characters, characters.dropFirst()).prefix(40).map { "\"\(own)\($0)\($1)\"" }
        let words = pairs.isEmpty ? characters.map { "\"\(own)\($0)\" *" } : pairs
        return words.joined(separator: " AND ")
    }
}
