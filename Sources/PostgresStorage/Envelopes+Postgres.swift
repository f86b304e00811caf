import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func envelope(_ id: EnvelopeID) throws -> Envelope? {
        let rows = try self.rows(
            """
            SELECT envelope.id, organisation_id, sender_id, title, language, document_id, created_at, expires_at,
                envelope.state_detail, waiting_for, version, \(Self.signerColumns)
            FROM envelope
            LEFT JOIN signer ON signer.envelope_id = envelope.id
            WHERE envelope.id = $1
            ORDER BY position
            """,
            [.id(id)]
        )
        guard let first = rows.first else { return nil }
        let signers = try rows.filter { try $0.optionalBytes("signer_id") != nil }
        let envelope = try self.envelope(first, signers: signers)
        seen.note(envelope)
        return envelope
    }

    func envelopes(of organisation: OrganisationID, limit: Int) throws -> [Envelope] {
        try envelopes(
            rows(
                Self.selectEnvelope + " WHERE organisation_id = $1 ORDER BY created_at DESC, id LIMIT $2",
                [.id(organisation), .count(limit)]
            )
        )
    }

    func envelopeCounts() throws -> [String: Int] {
        let counts = try rows("SELECT state, count(*) AS number FROM envelope GROUP BY state", [])
            .map { (try $0.text("state"), try $0.count("number")) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    func newestEnvelopes(limit: Int) throws -> [Envelope] {
        try envelopes(rows(Self.selectEnvelope + " ORDER BY created_at DESC, id LIMIT $1", [.count(limit)]))
    }

    func save(_ change: Change<Envelope>) throws {
        let envelope = change.subject
        if change.expectedVersion == 0 {
            try insert(envelope)
        } else {
            try update(envelope, expectedVersion: change.expectedVersion)
        }
        try append(change.audit, to: envelope.chain, at: change.at)
        for job in change.followUp { try schedule(job) }
    }

    private func insert(_ envelope: Envelope) throws {
        try execute(
            """
            INSERT INTO envelope (
                id, organisation_id, sender_id, title, language, document_id, created_at, expires_at,
                state, state_detail, waiting_for, version
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
            """,
            [
                .id(envelope.id), .id(envelope.organisation), .id(envelope.sender), .text(envelope.title),
                .text(envelope.language.rawValue), .id(envelope.document), .time(envelope.createdAt),
                .time(envelope.expiresAt), .text(envelope.state.name), try .json(envelope.state),
                .text(try envelope.waitingFor.map(jsonText)),
            ]
        )
        for (index, signer) in envelope.signers.enumerated() {
            try execute(
                """
                INSERT INTO signer (
                    envelope_id, position, id, name, address, kind, turn, box, imprint, field, texts, state,
                    state_detail
                )
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """,
                [
                    .id(envelope.id), .count(index + 1), .id(signer.id), .text(signer.name), .text(signer.address.text),
                    .text(signer.kind.rawValue), .count(signer.order), try .json(signer.box),
                    try .json(signer.imprint), .text(signer.field), try .json(signer.texts), .text(signer.state.name),
                    try .json(signer.state),
                ]
            )
        }
        try insertSearched(envelope)
    }

    /// Only what can change after creation: states, and what is waited for.
    ///
    /// Most changes touch one signer, whose row is then written in the same statement.
    private func update(_ envelope: Envelope, expectedVersion: Int) throws {
        let changed = seen.changedSigners(of: envelope, since: expectedVersion)
        let own: [Parameter] = [
            .text(envelope.state.name), try .json(envelope.state), .text(try envelope.waitingFor.map(jsonText)),
            .id(envelope.id), .count(expectedVersion),
        ]
        let updated: Int
        if let signer = changed.first, changed.count == 1 {
            updated = try execute(
                """
                WITH changed AS (
                    UPDATE envelope
                    SET state = $1, state_detail = $2, waiting_for = $3, version = version + 1
                    WHERE id = $4 AND version = $5
                    RETURNING id
                )
                UPDATE signer
                SET state = $6, state_detail = $7, imprint = $8, texts = $9
                FROM changed
                WHERE signer.envelope_id = changed.id AND signer.id = $10
                """,
                try own + Self.state(of: signer) + [.id(signer.id)]
            )
        } else {
            updated = try execute(
                """
                UPDATE envelope
                SET state = $1, state_detail = $2, waiting_for = $3, version = version + 1
                WHERE id = $4 AND version = $5
                """,
                own
            )
        }
        guard updated == 1 else { throw ServiceError.conflict }
        for signer in changed where changed.count > 1 {
            let written = try execute(
                """
                UPDATE signer
                SET state = $1, state_detail = $2, imprint = $3, texts = $4
                WHERE envelope_id = $5 AND id = $6
                """,
                try Self.state(of: signer) + [.id(envelope.id), .id(signer.id)]
            )
            guard written == 1 else { throw ServiceError.conflict }
        }
        var stored = envelope
        stored.version = expectedVersion + 1
        seen.note(stored)
    }

    private static func state(of signer: Signer) throws -> [Parameter] {
        [
            .text(signer.state.name), try .json(signer.state), try .json(signer.imprint), try .json(signer.texts),
        ]
    }

    static let selectEnvelope = """
        SELECT id, organisation_id, sender_id, title, language, document_id, created_at, expires_at,
            state_detail, waiting_for, version
        FROM envelope
        """

    private static let signerColumns = """
        signer.id AS signer_id, name, address, kind, turn, box, imprint, field, texts,
            signer.state_detail AS signer_state
        """

    /// With their signers: one question for all of them, however many there are.
    func envelopes(_ rows: [Row]) throws -> [Envelope] {
        let ids = try rows.map { try $0.bytes("id") }
        guard !ids.isEmpty else { return [] }
        let signers = try self.rows(
            """
            SELECT envelope_id, \(Self.signerColumns)
            FROM signer
            WHERE envelope_id = ANY($1)
            ORDER BY envelope_id, position
            """,
            [.bytesAmong(ids)]
        )
        let byEnvelope = Dictionary(grouping: try signers.map { (try $0.bytes("envelope_id"), $0) }, by: \.0)
        return try zip(rows, ids).map { row, id in
            try envelope(row, signers: byEnvelope[id, default: []].map(\.1))
        }
    }

    private func envelope(_ row: Row, signers: [Row]) throws -> Envelope {
        Envelope(
            id: try row.identifier("id"),
            organisation: try row.identifier("organisation_id"),
            sender: try row.identifier("sender_id"),
            title: try row.text("title"),
            language: try row.enumeration("language"),
            document: try row.identifier("document_id"),
            createdAt: try row.time("created_at"),
            expiresAt: try row.optionalTime("expires_at"),
            signers: try signers.map(signer),
            state: try decodedJSON(row, "state_detail"),
            waitingFor: try row.optionalJSON("waiting_for"),
            version: try row.count("version")
        )
    }

    private func signer(_ row: Row) throws -> Signer {
        Signer(
            id: try row.identifier("signer_id"),
            name: try row.text("name"),
            address: try row.address("address"),
            kind: try row.enumeration("kind"),
            order: try row.count("turn"),
            box: try decodedJSON(row, "box"),
            imprint: try decodedJSON(row, "imprint"),
            field: try row.text("field"),
            texts: try decodedJSON(row, "texts"),
            state: try decodedJSON(row, "signer_state")
        )
    }
}
