import SignerProtocol

/// Looks what the newest document timestamp of a sealed document rests on, for those sealed before anybody kept it.
///
/// Harmless when it is known already.
struct ReadStanding: Sendable {
    let needs: ServiceNeeds

    /// The completion certificate of an envelope is taken in with its contract.
    func read(_ id: DocumentID) async throws {
        guard let known = try await needs.store.read({ try $0.renewalStanding(of: id) }), known.stamp == nil else {
            return
        }
        let certificate = try await needs.store.read { transaction -> DocumentID? in
            guard case .sealed(let sealed)? = try transaction.envelope(known.envelope)?.state,
                try transaction.renewalStanding(of: sealed.certificate) == nil
            else { return nil }
            return sealed.certificate
        }
        var standings = [try await standing(of: id, in: known.envelope)]
        if let certificate { standings.append(try await standing(of: certificate, in: known.envelope)) }
        try await needs.store.write { [standings] transaction in
            for standing in standings { try transaction.save(standing) }
        }
    }

    private func standing(of id: DocumentID, in envelope: EnvelopeID) async throws -> RenewalStanding {
        guard let document = try await needs.store.read({ try $0.document(id) }) else {
            throw ServiceError.documentUnknown
        }
        let open = try await Custody(needs: needs).open(document, by: AuditNote.service, for: .renew)
        let stamp = try open.source.surfacing { try NewestTimestamp(in: open.source).standing(needs.settings) }
        return RenewalStanding(document: id, envelope: envelope, revisions: document.revisions.count, stamp: stamp)
    }
}
