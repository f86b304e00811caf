package import SignerProtocol

extension Envelope {
    /// Decides that the contract has reached B-LTA.
    package func contractSealed(document: [UInt8], renewBy: Timestamp, at time: Timestamp) throws(ServiceError)
        -> Change<Envelope>
    {
        guard case .awaitingSeal(let since, .contractOpen) = state else { throw .notPossible(state: state.name) }
        var sealed = self
        sealed.state = .awaitingSeal(since: since, .contractSealed(at: time, renewBy: renewBy))
        sealed.waitingFor = nil
        return sealed.change(
            AuditNote(
                .contractSealed,
                by: AuditNote.service,
                ["sha256": document.hexadecimal, "level": "B-LTA", "renewBy": renewBy.rfc3339]
            ),
            at: time,
            [ScheduledJob(.certify(id), notBefore: time)]
        )
    }

    /// Decides that the completion certificate's bytes are kept.
    package func certificateDrafted(_ certificate: StoredDocument, at time: Timestamp) throws(ServiceError) -> Change<
        Envelope
    > {
        guard case .awaitingSeal(let since, .contractSealed(let sealedAt, let renewBy)) = state else {
            throw .notPossible(state: state.name)
        }
        var drafted = self
        drafted.state = .awaitingSeal(
            since: since,
            .certificateDrafted(at: sealedAt, renewBy: renewBy, certificate: certificate.id)
        )
        return drafted.change(
            AuditNote(
                .certificateDrafted,
                by: AuditNote.service,
                ["certificate": certificate.id.text, "sha256": certificate.sha256.hexadecimal]
            ),
            at: time
        )
    }

    /// Decides that the completion certificate carries the operator's seal.
    package func certificateSealed(_ attempt: SignatureAttempt, document: [UInt8], at time: Timestamp)
        throws(ServiceError) -> Change<Envelope>
    {
        guard case .awaitingSeal(_, .certificateDrafted) = state else { throw .notPossible(state: state.name) }
        var sealed = self
        sealed.waitingFor = nil
        return sealed.change(
            AuditNote(
                .certificateSealed,
                by: AuditNote.service,
                ["attempt": attempt.id.text, "sha256": document.hexadecimal]
            ),
            at: time
        )
    }

    /// Decides that all is done: contract, certificate and evidence.
    package func sealed(certificate: [UInt8], evidence: StoredDocument, at time: Timestamp) throws(ServiceError)
        -> Change<Envelope>
    {
        guard case .awaitingSeal(_, .certificateDrafted(let sealedAt, let renewBy, let certificateID)) = state else {
            throw .notPossible(state: state.name)
        }
        var sealed = self
        sealed.state = .sealed(
            Sealed(at: sealedAt, level: "B-LTA", renewBy: renewBy, certificate: certificateID, evidence: evidence.id)
        )
        sealed.waitingFor = nil
        return sealed.change(
            AuditNote(
                .sealed,
                by: AuditNote.service,
                ["certificate": certificate.hexadecimal, "evidence": evidence.sha256.hexadecimal]
            ),
            at: time,
            [ScheduledJob(.sendCopies(id), notBefore: time)]
        )
    }

    /// Decides that the proof of the contract, or of its completion certificate, was renewed.
    ///
    /// `renewBy` is when the first of both is to be renewed again.
    func renewed(
        _ document: StoredDocument,
        _ revision: Revision,
        _ standing: StampStanding,
        renewBy: Timestamp?,
        at time: Timestamp
    ) throws(ServiceError) -> Change<Envelope> {
        var renewed = self
        if case .sealed(let sealed) = state {
            renewed.state = .sealed(
                Sealed(
                    at: sealed.at,
                    level: sealed.level,
                    renewBy: renewBy ?? standing.renewFrom,
                    certificate: sealed.certificate,
                    evidence: sealed.evidence
                )
            )
        }
        return renewed.change(
            AuditNote(
                .evidenceRenewed,
                by: AuditNote.service,
                [
                    "document": document.id.text, "sha256": revision.sha256.hexadecimal,
                    "before": document.sha256.hexadecimal, "stampedAt": standing.stampedAt.rfc3339,
                    "holdsUntil": standing.expiresAt.rfc3339,
                ]
            ),
            at: time
        )
    }

    /// Decides that the next step waits, visibly; nil when that is already said.
    package func waiting(for dependency: Dependency, at time: Timestamp) -> Change<Envelope>? {
        switch state {
        case .outForSigning, .awaitingSeal: break
        case .draft, .sealed, .declined, .voided, .expired: return nil
        }
        guard waitingFor?.dependency != dependency else { return nil }
        var waiting = self
        waiting.waitingFor = Waiting(for: dependency, since: time)
        return waiting.change(
            AuditNote(.waiting, by: AuditNote.service, ["for": dependency.rawValue]),
            at: time
        )
    }
}
