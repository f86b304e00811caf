import SignerProtocol

/// Brings a contract to B-LTA after its last signature.
struct SealEnvelope: Sendable {
    let needs: ServiceNeeds

    /// Harmless when the contract is sealed already.
    func seal(_ id: EnvelopeID) async throws {
        let (envelope, stored) = try await needs.envelopeWithDocument(id)
        guard case .awaitingSeal(_, .contractOpen) = envelope.state else { return }
        let custody = Custody(needs: needs)
        let open = try await custody.open(stored, by: AuditNote.service, for: .seal)
        let (result, revision) = try await open.reading {
            let result = try await ExtendToLongTerm(needs: needs).extend(open.source)
            return (result, try custody.keep(suffix: result.suffix, after: open))
        }
        let time = needs.now()
        try await needs.change(id) { envelope, transaction in
            let change = try envelope.contractSealed(document: revision.sha256, renewBy: result.renewBy, at: time)
            try transaction.append(revision, to: stored.id, after: stored.revisions.count)
            try transaction.save(
                RenewalStanding(
                    document: stored.id,
                    envelope: id,
                    revisions: stored.revisions.count + 1,
                    stamp: result.standing
                )
            )
            return change
        }
        needs.pass(.sealCommitted)
    }
}
