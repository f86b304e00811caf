package import SignerProtocol

/// What a mailed link says before it is used.
package struct InvitationOverview: Sendable {
    package let title: String
    package let organisation: String
    package let senderName: String
    package let name: String
    package let language: Language
    package let pages: Int
    package let expiresAt: Timestamp?
}

extension SigningCeremony {
    /// Looks at a link without using it: nothing is recorded.
    ///
    /// - Throws: `ServiceError.linkUnknown`, `.linkOver`.
    package func invitation(token: String) async throws -> InvitationOverview {
        guard let token = SecretToken(token) else { throw ServiceError.linkUnknown }
        let time = needs.now()
        return try await needs.store.read { transaction in
            guard let invitation = try transaction.invitation(token.digest),
                let envelope = try transaction.envelope(invitation.envelope),
                let signer = envelope.signer(invitation.signer),
                let document = try transaction.document(envelope.document),
                let sender = try transaction.account(envelope.sender),
                let organisation = try transaction.organisation(envelope.organisation)
            else { throw ServiceError.linkUnknown }
            try envelope.requireOpen(for: signer)
            if let expiresAt = envelope.expiresAt, expiresAt <= time { throw ServiceError.linkOver(state: "expired") }
            return InvitationOverview(
                title: envelope.title,
                organisation: organisation.name,
                senderName: sender.name,
                name: signer.name,
                language: envelope.language,
                pages: document.pages,
                expiresAt: envelope.expiresAt
            )
        }
    }

    /// The concluded contract, for a signer who keeps her session; throws `ServiceError.notReady` before the seal.
    package func concludedContract(for actor: SignerActor) async throws -> DocumentContent {
        let (envelope, document) = try await needs.envelopeWithDocument(actor.envelope)
        guard case .sealed = envelope.state else { throw ServiceError.notReady(state: envelope.state.name) }
        return try await Custody(needs: needs).content(of: document, by: actor.auditName)
    }
}
