import Foundation
import PAdES
package import SignerProtocol

extension SigningCeremony {
    /// Party: uses the key with her passkey's assertion.
    ///
    /// - Throws: `ServiceError.attemptUnknown`, `.signerRefused` (begin again), `.waiting` before the key could be used.
    package func activate(
        _ activation: String,
        assertion: PasskeyAssertionBytes,
        by actor: SignerActor
    ) async throws -> SignatureProgress {
        guard let attempt = try await needs.store.read({ try $0.attempt(withInstruction: activation) }),
            case .party(actor.signer, _) = attempt.purpose, attempt.envelope == actor.envelope
        else { throw ServiceError.attemptUnknown }
        if let progress = try progress(of: attempt) { return progress }
        guard case .activation(let pending) = attempt.instruction else { throw ServiceError.attemptUnknown }

        let ready = try await ready(attempt, by: actor)
        let data = ActivationData(
            activation: pending.id,
            indexes: [0],
            assertion: assertion,
            signedAttributes: [Blob(ready.prepared.signedAttributes)],
            validation: ready.evidence.material
        )
        let given = try await Attempts(needs: needs).give(
            .activated(pending, assertion),
            for: attempt,
            by: actor.auditName
        )
        return try await use(given) { try await needs.signer.activate(data) }
    }

    /// Witness: instructs the operator's seal; `digests` are the DTBS/R she was shown, hexadecimal, in order.
    ///
    /// - Throws: `ServiceError.attemptUnknown`, `.digestMismatch`, `.signerRefused` (begin again).
    package func confirm(
        _ confirmation: String,
        digests: [String],
        by actor: SignerActor
    ) async throws -> SignatureProgress {
        guard let id = AttemptID(confirmation), let attempt = try await needs.store.read({ try $0.attempt(id) }),
            case .witness(actor.signer) = attempt.purpose, attempt.envelope == actor.envelope
        else { throw ServiceError.attemptUnknown }
        guard digests == [attempt.digests.toBeSigned.hexadecimal] else { throw ServiceError.digestMismatch }
        if let progress = try progress(of: attempt) { return progress }

        let (envelope, document) = try await needs.envelopeWithDocument(actor.envelope)
        let signer = try envelope.turn(of: actor.signer)
        guard let consent = signer.consent else { throw ServiceError.consentMissing }
        let ready = try await ready(attempt, by: actor)
        let record = ConfirmationRecord(
            id: attempt.id.text,
            envelope: envelope.id.text,
            signer: signer.address.text,
            signerName: signer.name,
            authentication: AuthenticationEvidence(
                method: "link",
                session: actor.session.hexadecimal,
                at: actor.authenticatedAt
            ),
            docs: [attempt.digests.contextDocument(id: document.id, name: document.name)],
            consent: consent.reference,
            time: needs.now()
        )
        let bytes = try Self.bytes(of: record)
        let order = ConfirmationOrder(
            record: bytes,
            signedAttributes: [Blob(ready.prepared.signedAttributes)],
            validation: ready.evidence.material
        )
        let given = try await Attempts(needs: needs).give(
            .confirmation(id: record.id, record: bytes),
            for: attempt,
            by: actor.auditName
        )
        return try await use(given) { try await needs.signer.confirm(order) }
    }

    /// Written once; these exact bytes are checked, kept and shown as evidence.
    private static func bytes(of record: ConfirmationRecord) throws -> Blob {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Blob(Array(try encoder.encode(record)))
    }

    /// A repeated act is answered with how far the first one came.
    private func progress(of attempt: SignatureAttempt) throws -> SignatureProgress? {
        switch attempt.state {
        case .prepared: nil
        case .permissionGiven, .valueReceived: .signing(waitingFor: nil)
        case .finished: .signed
        case .voided: throw ServiceError.attemptUnknown
        }
    }

    /// The prepared signature with current revocation data: fetched before anything is committed.
    private func ready(
        _ attempt: SignatureAttempt,
        by actor: SignerActor
    ) async throws -> (prepared: PreparedSignature, evidence: ChainEvidence) {
        let (envelope, document) = try await needs.envelopeWithDocument(attempt.envelope)
        _ = try envelope.turn(of: actor.signer)
        if let expiresAt = envelope.expiresAt, expiresAt <= needs.now() {
            throw ServiceError.linkOver(state: "expired")
        }
        return try await needs.showing(on: attempt.envelope) {
            let evidence = try await needs.evidence(of: attempt.chain, anchors: needs.settings.signerAnchors)
            let custody = Custody(needs: needs)
            let open = try await custody.open(document, by: actor.auditName, for: .sign)
            let prepared = try await needs.onDocumentThreads {
                try PreparedBytes.decode(custody.bytes(of: attempt.prepared, key: open.key))
            }
            return (prepared, evidence)
        }
    }

    /// Has the key used, then finishes as far as the outside services allow; the rest is the worker's.
    private func use(
        _ attempt: SignatureAttempt,
        _ call: @Sendable () async throws -> SignatureResponse
    ) async throws -> SignatureProgress {
        let attempts = Attempts(needs: needs)
        do {
            let response = try await calling(.signer, call)
            needs.pass(.permissionSent)
            let received = try await attempts.receive(response, for: attempt)
            try await needs.onDocumentThreads { try await FinishSignature(needs: needs).finish(received) }
            return .signed
        } catch ServiceError.conflict {
            // The worker was quicker with the same value.
            guard case .finished? = try await needs.store.read({ try $0.attempt(attempt.id)?.state }) else {
                throw ServiceError.conflict
            }
            return .signed
        } catch ServiceError.signerRefused(let refusal) {
            try await attempts.void(attempt, reason: ServiceError.signerRefused(refusal).code)
            throw ServiceError.signerRefused(refusal)
        } catch ServiceError.waiting(let dependency, let seconds) {
            // The answer or the timestamp is missing, not the permission: the worker asks again.
            try await needs.show(
                ServiceError.waiting(for: dependency, retryAfterInSeconds: seconds),
                on: attempt.envelope
            )
            let soon = needs.now().advanced(by: .seconds(2))
            try await needs.store.write { transaction in
                try transaction.schedule(ScheduledJob(.finishSignature(attempt.id), notBefore: soon))
            }
            let waitingFor = try await needs.envelopeWithDocument(attempt.envelope).envelope.waitingFor
            return .signing(waitingFor: waitingFor)
        }
    }
}
