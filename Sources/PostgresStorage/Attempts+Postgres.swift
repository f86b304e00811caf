import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func attempt(_ id: AttemptID) throws -> SignatureAttempt? {
        try row(Self.selectAttempt + " WHERE id = $1", [.id(id)]).map(attempt)
    }

    func attempt(withInstruction id: String) throws -> SignatureAttempt? {
        try row(Self.selectAttempt + " WHERE instruction_id = $1", [.text(id)]).map(attempt)
    }

    func openAttempt(on document: DocumentID) throws -> SignatureAttempt? {
        try row(Self.selectAttempt + " WHERE document_id = $1 AND " + Self.isOpen, [.id(document)])
            .map(attempt)
    }

    func openAttempts() throws -> [SignatureAttempt] {
        try rows(Self.selectAttempt + " WHERE " + Self.isOpen + " ORDER BY created_at, id", []).map(attempt)
    }

    func finishedAttempts(of envelope: EnvelopeID) throws -> [SignatureAttempt] {
        try rows(
            Self.selectAttempt + " WHERE envelope_id = $1 AND state = 'finished' ORDER BY created_at, id",
            [.id(envelope)]
        ).map(attempt)
    }

    func insert(_ attempt: SignatureAttempt) throws {
        try execute(
            """
            INSERT INTO signature_attempt (
                id, envelope_id, document_id, purpose, prepared_segment, prepared_length, base_revisions, chain,
                digests, created_at, state, state_detail, instruction_id, instruction
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            [
                .id(attempt.id), .id(attempt.envelope), .id(attempt.document),
                try .json(attempt.purpose), .digest(attempt.prepared.digest), .count(attempt.prepared.length),
                .count(attempt.baseRevisions), try .json(attempt.chain.map(Blob.init)), try .json(attempt.digests),
                .time(attempt.createdAt), .text(attempt.state.name), try .json(attempt.state),
                .text(attempt.instruction.id),
                try .json(attempt.instruction),
            ]
        )
    }

    func save(_ attempt: SignatureAttempt, expecting expected: String) throws {
        let updated = try execute(
            """
            UPDATE signature_attempt
            SET state = $1, state_detail = $2, instruction_id = $3, instruction = $4
            WHERE id = $5 AND state = $6
            """,
            [
                .text(attempt.state.name), try .json(attempt.state), .text(attempt.instruction.id),
                try .json(attempt.instruction),
                .id(attempt.id), .text(expected),
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
            prepared: Segment(
                digest: try row.segmentDigest("prepared_segment"),
                length: try row.count("prepared_length")
            ),
            baseRevisions: try row.count("base_revisions"),
            chain: try (decodedJSON(row, "chain") as [Blob]).map(\.bytes),
            digests: try decodedJSON(row, "digests"),
            createdAt: try row.time("created_at"),
            state: try decodedJSON(row, "state_detail"),
            instruction: try decodedJSON(row, "instruction")
        )
    }
}
