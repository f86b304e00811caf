import SignerProtocol

/// Everything a signer can do, from the mailed link to the signature.
package struct SigningCeremony: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// How long a session lasts; the link can be exchanged again. SAD-5
    static let sessionLifetime = Duration.seconds(1_800)

    /// Opens a session for a mailed link; where it was opened before, for a browser that knows her or a mailed code.
    ///
    /// `sender` is whoever the request's own bearer token belongs to, if it has one.
    ///
    /// - Throws: `ServiceError.linkUnknown`, `.linkOver`, `.linkOpenedBySender`, `.codeNeeded` once a code is on its way,
    ///   `.codeWrong`.
    package func exchange(
        token: String,
        proof: OpeningProof = OpeningProof(),
        openedBy sender: SenderActor?
    ) async throws -> OpenedSession {
        guard let token = SecretToken(token) else { throw ServiceError.linkUnknown }
        let time = needs.now()
        let secret = SecretToken(from: needs.randomBytes)
        let opening: Result<OpenedSession, ServiceError> = try await needs.store.write { transaction in
            guard let invitation = try transaction.invitation(token.digest),
                let envelope = try transaction.envelope(invitation.envelope),
                let signer = envelope.signer(invitation.signer)
            else { throw ServiceError.linkUnknown }
            // Whoever prepared the contract must not sign for another, even with the link at hand.
            if let sender, !sender.account.address.isSameMailbox(as: signer.address) {
                throw ServiceError.linkOpenedBySender
            }
            try envelope.requireOpen(for: signer)
            if let expiresAt = envelope.expiresAt, expiresAt <= time { throw ServiceError.linkOver(state: "expired") }
            let means: String
            switch try transaction.admits(proof, to: envelope, as: signer, at: time) {
            case .admitted(let by): means = by
            // Not thrown here: what was decided about the code has to be kept.
            case .codeNeeded: return .failure(.codeNeeded(address: signer.address.masked))
            case .codeWrong: return .failure(.codeWrong)
            }
            let session = SignerSession(
                digest: secret.digest,
                envelope: envelope.id,
                signer: signer.id,
                openedAt: time,
                expiresAt: time.advanced(by: Self.sessionLifetime)
            )
            try transaction.insert(session)
            try transaction.append(
                AuditNote(
                    .linkExchanged,
                    by: "signer:\(signer.id)",
                    ["session": secret.digest.hexadecimal, "means": means]
                ),
                to: envelope.chain,
                at: time
            )
            return .success(
                OpenedSession(
                    session: secret,
                    envelope: envelope.id,
                    signer: signer.id,
                    expiresAt: session.expiresAt
                )
            )
        }
        return try opening.get()
    }

    /// The signer to whom a session belongs; throws `ServiceError.sessionUnknown`.
    package func signer(bearing session: String) async throws -> SignerActor {
        guard let secret = SecretToken(session),
            let session = try await needs.store.read({ try $0.session(secret.digest) }),
            session.expiresAt > needs.now()
        else { throw ServiceError.sessionUnknown }
        return SignerActor(
            envelope: session.envelope,
            signer: session.signer,
            session: session.digest,
            authenticatedAt: session.openedAt
        )
    }

    /// What the signer is shown; also while and after she signs, so that she can see how it went.
    package func overview(for actor: SignerActor) async throws -> SigningOverview {
        try await needs.store.read { transaction in
            guard let envelope = try transaction.envelope(actor.envelope),
                var me = envelope.signer(actor.signer),
                let document = try transaction.document(envelope.document),
                let sender = try transaction.account(envelope.sender),
                let organisation = try transaction.organisation(envelope.organisation)
            else { throw ServiceError.sessionUnknown }
            // As long as no key was used she may go back, and begin again.
            if case .signing(let attempt, let consent) = me.state,
                case .prepared? = try transaction.attempt(attempt)?.state
            {
                me.state = .consented(consent)
            }
            var hasPasskey: Bool?
            if me.kind == .party {
                hasPasskey = try transaction.enrolment(of: me.address).map { $0.state != .requested } ?? false
            }
            return SigningOverview(
                title: envelope.title,
                senderName: sender.name,
                organisation: organisation.name,
                envelope: envelope.id,
                state: envelope.state,
                expiresAt: envelope.expiresAt,
                me: me,
                hasPasskey: hasPasskey,
                documentName: document.name,
                pages: document.pages,
                sha256: document.sha256,
                statement: needs.consent(in: envelope.language),
                waitingFor: envelope.waitingFor
            )
        }
    }

    /// The exact bytes shown, the newest revision.
    package func document(for actor: SignerActor) async throws -> DocumentContent {
        let (envelope, document) = try await needs.envelopeWithDocument(actor.envelope)
        _ = try envelope.turn(of: actor.signer)
        return try await Custody(needs: needs).content(of: document, by: actor.auditName)
    }

    /// Records that the document was shown, as it stands.
    package func viewed(by actor: SignerActor) async throws {
        try await viewed(nil, by: actor)
    }

    /// Records that exactly these bytes were shown; throws `ServiceError.digestMismatch` when the document has grown.
    package func viewed(_ shown: [UInt8]?, by actor: SignerActor) async throws {
        let time = needs.now()
        try await needs.change(actor.envelope) { envelope, transaction in
            guard let document = try transaction.document(envelope.document) else {
                throw ServiceError.documentUnknown
            }
            if let shown, shown != document.sha256 { throw ServiceError.digestMismatch }
            return try transaction.freed(envelope, for: actor.signer, at: time)
                .viewed(by: actor, document: document.sha256, at: time)
        }
    }

    /// Refuses to sign, with a reason; ends the envelope for everyone.
    ///
    /// - Throws: `ServiceError.textRefused`, or `.busy` while a signature is being made.
    package func decline(reason: String, by actor: SignerActor) async throws {
        let reason = try line(reason, field: "reason", limit: 1_000)
        let time = needs.now()
        try await needs.change(actor.envelope) { envelope, transaction in
            try transaction.freed(envelope, at: time).declined(by: actor, reason: reason, at: time)
        }
    }
}
