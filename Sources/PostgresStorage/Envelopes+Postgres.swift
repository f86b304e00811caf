import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func envelope(_ id: EnvelopeID) throws -> Envelope? {
        try row(Self.selectEnvelope + " WHERE id = $1", [.id(id)]).map(envelope)
    }

    func envelopes(of organisation: OrganisationID, limit: Int) throws -> [Envelope] {
        try rows(
            Self.selectEnvelope + " WHERE organisation_id = $1 ORDER BY created_at DESC, id LIMIT $2",
            [.id(organisation), .count(limit)]
        ).map(envelope)
    }

    func envelopeCounts() throws -> [String: Int] {
        let counts = try rows("SELECT state, count(*) AS number FROM envelope GROUP BY state", [])
            .map { (try $0.text("state"), try $0.count("number")) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    func newestEnvelopes(limit: Int) throws -> [Envelope] {
        try rows(Self.selectEnvelope + " ORDER BY created_at DESC, id LIMIT $1", [.count(limit)]).map(envelope)
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
    }

    /// Only what can change after creation: states, and what is waited for.
    private func update(_ envelope: Envelope, expectedVersion: Int) throws {
        let updated = try execute(
            """
            UPDATE envelope
            SET state = $1, state_detail = $2, waiting_for = $3, version = version + 1
            WHERE id = $4 AND version = $5
            """,
            [
                .text(envelope.state.name), try .json(envelope.state),
                .text(try envelope.waitingFor.map(jsonText)), .id(envelope.id), .count(expectedVersion),
            ]
        )
        guard updated == 1 else { throw ServiceError.conflict }
        for signer in envelope.signers {
            try execute(
                """
                UPDATE signer
                SET state = $1, state_detail = $2, imprint = $3, texts = $4
                WHERE envelope_id = $5 AND id = $6
                """,
                [
                    .text(signer.state.name), try .json(signer.state), try .json(signer.imprint),
                    try .json(signer.texts), .id(envelope.id), .id(signer.id),
                ]
            )
        }
    }

    private static let selectEnvelope = """
        SELECT id, organisation_id, sender_id, title, language, document_id, created_at, expires_at,
            state_detail, waiting_for, version
        FROM envelope
        """

    private func envelope(_ row: Row) throws -> Envelope {
        let id: EnvelopeID = try row.identifier("id")
        let signers = try rows(
            """
            SELECT id, name, address, kind, turn, box, imprint, field, texts, state_detail
            FROM signer
            WHERE envelope_id = $1
            ORDER BY position
            """,
            [.id(id)]
        )
        return Envelope(
            id: id,
            organisation: try row.identifier("organisation_id"),
            sender: try row.identifier("sender_id"),
            title: try row.text("title"),
            language: try row.enumeration("language"),
            document: try row.identifier("document_id"),
            createdAt: try row.time("created_at"),
            expiresAt: try row.optionalTime("expires_at"),
            signers: try signers.map(Self.signer),
            state: try row.json("state_detail"),
            waitingFor: try row.optionalJSON("waiting_for"),
            version: try row.count("version")
        )
    }

    private static func signer(_ row: Row) throws -> Signer {
        Signer(
            id: try row.identifier("id"),
            name: try row.text("name"),
            address: try row.address("address"),
            kind: try row.enumeration("kind"),
            order: try row.count("turn"),
            box: try row.json("box"),
            imprint: try row.json("imprint"),
            field: try row.text("field"),
            texts: try row.json("texts"),
            state: try row.json("state_detail")
        )
    }
}
