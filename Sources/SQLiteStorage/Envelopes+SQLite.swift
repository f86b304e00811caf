import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func envelope(_ id: EnvelopeID) throws -> Envelope? {
        guard let envelope = try row(Self.selectEnvelope + " WHERE id = ?", [id.bytes.data]).map(envelope) else {
            return nil
        }
        seen.note(envelope)
        return envelope
    }

    func envelopes(of organisation: OrganisationID, limit: Int) throws -> [Envelope] {
        try rows(
            Self.selectEnvelope + " WHERE organisation_id = ? ORDER BY created_at DESC, id LIMIT ?",
            [organisation.bytes.data, limit]
        ).map(envelope)
    }

    func envelopeCounts() throws -> [String: Int] {
        let counts = try rows("SELECT state, count(*) AS number FROM envelope GROUP BY state", [])
            .map { row -> (String, Int) in (row["state"], row["number"]) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    func newestEnvelopes(limit: Int) throws -> [Envelope] {
        try rows(Self.selectEnvelope + " ORDER BY created_at DESC, id LIMIT ?", [limit]).map(envelope)
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
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            [
                envelope.id.bytes.data, envelope.organisation.bytes.data, envelope.sender.bytes.data, envelope.title,
                envelope.language.rawValue, envelope.document.bytes.data, envelope.createdAt.milliseconds,
                envelope.expiresAt?.milliseconds, envelope.state.name, try json(envelope.state),
                try envelope.waitingFor.map(json),
            ]
        )
        for (index, signer) in envelope.signers.enumerated() {
            try execute(
                """
                INSERT INTO signer (
                    envelope_id, position, id, name, address, kind, turn, box, imprint, field, texts, state,
                    state_detail
                )
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    envelope.id.bytes.data, index + 1, signer.id.bytes.data, signer.name, signer.address.text,
                    signer.kind.rawValue, signer.order, try json(signer.box), try json(signer.imprint), signer.field,
                    try json(signer.texts), signer.state.name, try json(signer.state),
                ]
            )
        }
        try insertSearched(envelope)
    }

    /// Only what can change after creation: states, and what is waited for.
    private func update(_ envelope: Envelope, expectedVersion: Int) throws {
        let updated = try execute(
            """
            UPDATE envelope
            SET state = ?, state_detail = ?, waiting_for = ?, version = version + 1
            WHERE id = ? AND version = ?
            """,
            [
                envelope.state.name, try json(envelope.state), try envelope.waitingFor.map(json),
                envelope.id.bytes.data, expectedVersion,
            ]
        )
        guard updated == 1 else { throw ServiceError.conflict }
        for signer in seen.changedSigners(of: envelope, since: expectedVersion) {
            let changed = try execute(
                "UPDATE signer SET state = ?, state_detail = ?, imprint = ?, texts = ? WHERE envelope_id = ? AND id = ?",
                [
                    signer.state.name, try json(signer.state), try json(signer.imprint), try json(signer.texts),
                    envelope.id.bytes.data, signer.id.bytes.data,
                ]
            )
            guard changed == 1 else { throw ServiceError.conflict }
        }
        var stored = envelope
        stored.version = expectedVersion + 1
        seen.note(stored)
    }

    static let selectEnvelope = """
        SELECT id, organisation_id, sender_id, title, language, document_id, created_at, expires_at,
            state_detail, waiting_for, version
        FROM envelope
        """

    func envelope(_ row: Row) throws -> Envelope {
        let id: EnvelopeID = try row.identifier("id")
        let signers = try rows(
            """
            SELECT id, name, address, kind, turn, box, imprint, field, texts, state_detail
            FROM signer
            WHERE envelope_id = ?
            ORDER BY position
            """,
            [id.bytes.data]
        )
        let waitingFor: String? = row["waiting_for"]
        return Envelope(
            id: id,
            organisation: try row.identifier("organisation_id"),
            sender: try row.identifier("sender_id"),
            title: row["title"],
            language: try row.known("language"),
            document: try row.identifier("document_id"),
            createdAt: row.time("created_at"),
            expiresAt: row.optionalTime("expires_at"),
            signers: try signers.map(signer),
            state: try decodedJSON(row, "state_detail"),
            waitingFor: waitingFor == nil ? nil : try row.json("waiting_for"),
            version: row["version"]
        )
    }

    private func signer(_ row: Row) throws -> Signer {
        Signer(
            id: try row.identifier("id"),
            name: row["name"],
            address: try row.address("address"),
            kind: try row.known("kind"),
            order: row["turn"],
            box: try decodedJSON(row, "box"),
            imprint: try decodedJSON(row, "imprint"),
            field: row["field"],
            texts: try decodedJSON(row, "texts"),
            state: try decodedJSON(row, "state_detail")
        )
    }
}
