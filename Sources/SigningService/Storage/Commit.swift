import SignerProtocol

extension ServiceNeeds {
    /// Reads an envelope, decides, and saves the decision in one transaction; `alongside` writes what belongs to it.
    ///
    /// The body may run again after a conflict, so it must have no effects of its own.
    @discardableResult
    func change(
        _ id: EnvelopeID,
        _ decide: @escaping @Sendable (Envelope, any WriteTransaction) throws -> Change<Envelope>
    ) async throws -> Envelope {
        try await store.write { transaction in
            guard let envelope = try transaction.envelope(id) else { throw ServiceError.envelopeUnknown }
            return try transaction.commit(try decide(envelope, transaction))
        }
    }

    /// An envelope with its document.
    func envelopeWithDocument(_ id: EnvelopeID) async throws -> (envelope: Envelope, document: StoredDocument) {
        try await store.read { transaction in
            guard let envelope = try transaction.envelope(id) else { throw ServiceError.envelopeUnknown }
            guard let document = try transaction.document(envelope.document) else {
                throw ServiceError.documentUnknown
            }
            return (envelope, document)
        }
    }

    /// Does a step of an envelope; what it has to wait for is visible there when it fails.
    func showing<Value>(
        on id: EnvelopeID,
        isolation: isolated (any Actor)? = #isolation,
        _ step: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await step()
        } catch {
            try await show(error, on: id)
            throw error
        }
    }

    /// Makes visible what an envelope waits for when `error` says so; then the caller goes on with the error.
    func show(_ error: any Error, on id: EnvelopeID) async throws {
        guard case ServiceError.waiting(let dependency, _) = error else { return }
        let time = now()
        try await store.write { transaction in
            guard let change = try transaction.envelope(id)?.waiting(for: dependency, at: time) else { return }
            try transaction.save(change)
        }
    }
}

extension WriteTransaction {
    /// Saves a change and gives the envelope as it now stands.
    func commit(_ change: Change<Envelope>) throws -> Envelope {
        try save(change)
        var saved = change.subject
        saved.version = change.expectedVersion + 1
        return saved
    }

    /// Holds the document for an attempt that was prepared on the revisions it has now.
    ///
    /// Throws `ServiceError.conflict` when another attempt holds it, or it has got a revision meanwhile.
    func hold(_ attempt: SignatureAttempt) throws {
        guard try document(attempt.document)?.revisions.count == attempt.baseRevisions else {
            throw ServiceError.conflict
        }
        try insert(attempt)
    }

    /// Ends an open attempt and gives its signer back her turn; the envelope as it now stands.
    func void(_ attempt: SignatureAttempt, of envelope: Envelope, reason: String, at time: Timestamp) throws -> Envelope
    {
        var voided = attempt
        voided.state = .voided(at: time, reason: reason)
        try save(voided, expecting: attempt.state.name)
        return try commit(envelope.attemptVoided(attempt, reason: reason, at: time))
    }
}
