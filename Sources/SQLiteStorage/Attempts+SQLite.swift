import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func attempt(_ id: AttemptID) throws -> SignatureAttempt? {
        try row(Self.selectAttempt + " WHERE id = ?", [id.bytes.data]).map(attempt)
    }

    func attempt(withInstruction id: String) throws -> SignatureAttempt? {
        try row(Self.selectAttempt + " WHERE instruction_id = ?", [id]).map(attempt)
    }

    func openAttempt(on document: DocumentID) throws -> SignatureAttempt? {
        try row(Self.selectAttempt + " WHERE document_id = ? AND " + Self.isOpen, [document.bytes.data])
            .map(attempt)
    }

    func openAttempts() throws -> [SignatureAttempt] {
        try rows(Self.selectAttempt + " WHERE " + Self.isOpen + " ORDER BY created_at, id", []).map(attempt)
    }

    func finishedAttempts(of envelope: EnvelopeID) throws -> [SignatureAttempt] {
        try rows(
            Self.selectAttempt + " WHERE envelope_id = ? AND state = 'finished' ORDER BY created_at, id",
            [envelope.bytes.data]
        ).map(attempt)
    }

    func insert(_ attempt: SignatureAttempt) throws {
        try execute(
            """
            INSERT INTO signature_attempt (
                id, envelope_id, document_id, purpose, prepared_segment, prepared_length, base_revisions, chain,
                digests, created_at, state, state_detail, instruction_id, instruction
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                attempt.id.bytes.data, attempt.envelope.bytes.data, attempt.document.bytes.data,
                try json(attempt.purpose), attempt.prepared.digest.bytes.data, attempt.prepared.length,
                attempt.baseRevisions, try json(attempt.chain.map(Blob.init)), try json(attempt.digests),
                attempt.createdAt.milliseconds, attempt.state.name, try json(attempt.state), attempt.instruction.id,
                try json(attempt.instruction),
            ]
        )
    }

    func save(_ attempt: SignatureAttempt, expecting expected: String) throws {
        let updated = try execute(
            """
            UPDATE signature_attempt
            SET state = ?, state_detail = ?, instruction_id = ?, instruction = ?
            WHERE id = ? AND state = ?
            """,
            [
                attempt.state.name, try json(attempt.state), attempt.instruction.id, try json(attempt.instruction),
                attempt.id.bytes.data, expected,
            ]
        )
        guard updated == 1 else { throw ServiceError.conflict }
    }

    private static let isOpen = "state IN ('prepared', 'permissionGiven', 'valueReceived')"

    private static let selectAttempt = """
        SELECT id, envelope_id, document_id, purpose, prepared_segment, prepared_length, base_revisions, chain,
            digests, created_at, state_detail, instruction
        FROM signature_attempt
        """

    private func attempt(_ row: Row) throws -> SignatureAttempt {
        SignatureAttempt(
            id: try row.identifier("id"),
            envelope: try row.identifier("envelope_id"),
            document: try row.identifier("document_id"),
            purpose: try decodedJSON(row, "purpose"),
            prepared: Segment(digest: try row.segmentDigest("prepared_segment"), length: row["prepared_length"]),
            baseRevisions: row["base_revisions"],
            chain: try (decodedJSON(row, "chain") as [Blob]).map(\.bytes),
            digests: try decodedJSON(row, "digests"),
            createdAt: row.time("created_at"),
            state: try decodedJSON(row, "state_detail"),
            instruction: try decodedJSON(row, "instruction")
        )
    }
}
