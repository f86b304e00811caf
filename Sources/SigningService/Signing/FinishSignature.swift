import PAdES
import PDF
import SignerProtocol

/// Turns a signature value into a judged revision at B-T: walk (a), steps 10 to 12.
struct FinishSignature: Sendable {
    let needs: ServiceNeeds

    /// Goes on with an attempt from wherever it stands; harmless when it is over.
    ///
    /// - Throws: `ServiceError.waiting` while a dependency is down: the attempt stays as it is and is tried again.
    func resume(_ id: AttemptID) async throws {
        guard let attempt = try await needs.store.read({ try $0.attempt(id) }) else { return }
        do {
            switch attempt.state {
            case .prepared:
                let end = attempt.createdAt.advanced(by: SignatureAttempt.lifetimeBeforePermission)
                guard end <= needs.now() else { return }
                try await Attempts(needs: needs).void(attempt, reason: "LEASE_EXPIRED")
            case .finished, .voided:
                return
            case .permissionGiven:
                guard let received = try await Attempts(needs: needs).recover(attempt) else { return }
                try await finish(received)
            case .valueReceived:
                try await finish(attempt)
            }
        } catch {
            try await needs.show(error, on: attempt.envelope)
            throw error
        }
    }

    /// Finishes an attempt whose value is there.
    ///
    /// - Throws: `ServiceError.judgeRefused` when the signature does not pass; the attempt is voided with the reasons then.
    func finish(_ attempt: SignatureAttempt) async throws {
        guard case .valueReceived(let value) = attempt.state,
            let stored = try await needs.store.read({ try $0.document(attempt.document) })
        else { return }
        let custody = Custody(needs: needs)
        let open = try await custody.open(stored.first(attempt.baseRevisions), by: AuditNote.service, for: .sign)
        let prepared = try PreparedBytes.decode(custody.bytes(of: attempt.prepared, key: open.key))

        // 1. The timestamp over the value: never B-B.
        let imprint = PreparedSignature.timestampImprint(of: value)
        let token = try await calling(.timestampAuthority) { try await needs.timestamps.timestamp(sha256: imprint) }
        needs.pass(.timestampReceived)

        // 2. The revision, and the judge, who did not make it.
        let suffix: [UInt8]
        do throws(PAdESError) {
            suffix = try prepared.finished(signature: value, certificateChain: attempt.chain, timestampToken: token)
        } catch {
            try await Attempts(needs: needs).void(attempt, reason: "SIGNATURE_NOT_MADE")
            throw ServiceError.signatureNotMade("\(error)")
        }
        do {
            let field = attempt.purpose.signer == nil ? CertificateDraft.field : try await field(of: attempt)
            // Bytes that the store did not give are no reason to void a signature.
            try await open.reading {
                try await Judge(needs: needs).requireTimestamped(
                    AppendedSource(open.source, appended: suffix),
                    field: field
                )
            }
        } catch ServiceError.judgeRefused(let codes) {
            try await Attempts(needs: needs).void(attempt, reason: "JUDGE_REFUSED " + codes.joined(separator: " "))
            throw ServiceError.judgeRefused(codes)
        }
        needs.pass(.signatureJudged)

        // 3. The commit.
        let revision = try open.source.surfacing { try custody.keep(suffix: suffix, after: open) }
        try await commit(revision, attempt, value)
        needs.pass(.signatureCommitted)
    }

    private func field(of attempt: SignatureAttempt) async throws -> String {
        let envelope = try await needs.envelopeWithDocument(attempt.envelope).envelope
        guard let id = attempt.purpose.signer, let signer = envelope.signer(id) else {
            throw ServiceError.attemptUnknown
        }
        return signer.field
    }

    private func commit(_ revision: Revision, _ attempt: SignatureAttempt, _ value: [UInt8]) async throws {
        let time = needs.now()
        try await needs.change(attempt.envelope) { envelope, transaction in
            var finished = attempt
            finished.state = .finished(at: time, value: value)
            try transaction.save(finished, expecting: "valueReceived")
            try transaction.append(revision, to: attempt.document, after: attempt.baseRevisions)
            return attempt.purpose.signer == nil
                ? try envelope.certificateSealed(attempt, document: revision.sha256, at: time)
                : try envelope.signed(attempt, document: revision.sha256, at: time)
        }
    }
}
