package import SignerProtocol

extension SigningCeremony {
    /// Options for a signing passkey; makes the key in the HSM when there is none yet.
    ///
    /// - Throws: `ServiceError.passkeyAlreadyEnrolled` when the address has an active credential: go on to `begin`.
    package func passkeyOptions(for actor: SignerActor) async throws -> PasskeyOptions {
        try await needs.showing(on: actor.envelope) { try await options(for: actor) }
    }

    private func options(for actor: SignerActor) async throws -> PasskeyOptions {
        let signer = try await partySigner(actor)
        var known = try await needs.store.read { try $0.enrolment(of: signer.address) }
        if let pending = known, case .requested = pending.state {
            known = try await registeredUnseen(pending, by: actor)
        }
        if let known {
            let active = try await completed(known, by: actor)
            throw ServiceError.passkeyAlreadyEnrolled(credential: active.credential)
        }
        // An enrolment without a passkey is taken up again by the signer process, with a new challenge.
        let enrolment = try await enrol(signer, by: actor)
        return PasskeyOptions(
            relyingParty: enrolment.enrolment.relyingParty,
            challenge: enrolment.enrolment.passkeyChallenge.bytes,
            userHandle: enrolment.enrolment.userHandle.bytes,
            userName: signer.address.text,
            displayName: signer.name
        )
    }

    /// Binds the passkey and has the certificate issued; repeat it when a dependency was down.
    ///
    /// The credential's id.
    ///
    /// - Throws: `ServiceError.enrolmentMissing` without options asked for, `.signerRefused`, `.waiting`.
    package func registerPasskey(
        _ registration: PasskeyRegistrationBytes,
        for actor: SignerActor
    ) async throws -> String {
        try await needs.showing(on: actor.envelope) { try await register(registration, for: actor) }
    }

    private func register(
        _ registration: PasskeyRegistrationBytes,
        for actor: SignerActor
    ) async throws -> String {
        let signer = try await partySigner(actor)
        guard var enrolment = try await needs.store.read({ try $0.enrolment(of: signer.address) }) else {
            throw ServiceError.enrolmentMissing
        }
        if case .requested = enrolment.state {
            let credential = enrolment.credential
            let record = try await calling(.signer) {
                try await needs.signer.registerPasskey(registration, for: credential)
            }
            guard record.hasPasskey else { throw ServiceError.enrolmentMissing }
            enrolment.state = .passkeyRegistered
            try await save(enrolment, AuditNote(.passkeyRegistered, by: actor.auditName, ["credential": credential]))
        }
        return try await completed(enrolment, by: actor).credential
    }

    /// The signer's active credential; has the certificate issued when only that is missing.
    func activeCredential(
        of signer: Signer,
        by actor: SignerActor
    ) async throws -> (id: String, key: CertifiedKey) {
        guard let enrolment = try await needs.store.read({ try $0.enrolment(of: signer.address) }) else {
            throw ServiceError.credentialMissing
        }
        if case .requested = enrolment.state { throw ServiceError.credentialMissing }
        guard case .active(let chain) = try await completed(enrolment, by: actor).state else {
            throw ServiceError.credentialMissing
        }
        let request = enrolment.enrolment.certificationRequest.bytes
        return (enrolment.credential, try CertifiedKey(chain: chain, certificationRequest: request))
    }

    /// Forgets a key that is destroyed, revoked or expired, so that its owner enrols another; whether it was.
    ///
    /// A suspended key stays hers: a second one would be a way around the suspension.
    func forgetEndedKey(of signer: Signer) async throws -> Bool {
        guard var enrolment = try await needs.store.read({ try $0.enrolment(of: signer.address) }),
            try await calling(.signer, { try await needs.signer.credential(enrolment.credential) }).state.isOver
        else { return false }
        enrolment.state = .requested
        try await save(
            enrolment,
            AuditNote(.credentialEnded, by: AuditNote.service, ["credential": enrolment.credential])
        )
        return true
    }

    private func partySigner(_ actor: SignerActor) async throws -> Signer {
        let envelope = try await needs.envelopeWithDocument(actor.envelope).envelope
        let signer = try envelope.turn(of: actor.signer)
        guard signer.kind == .party else { throw ServiceError.otherSignerKind(signer.kind) }
        return signer
    }

    /// The enrolment, if its passkey was bound but the answer got lost on the way back; else nil.
    private func registeredUnseen(_ pending: Enrolment, by actor: SignerActor) async throws -> Enrolment? {
        let record = try await calling(.signer) { try await needs.signer.credential(pending.credential) }
        guard record.hasPasskey, !record.state.isOver else { return nil }
        var registered = pending
        registered.state = .passkeyRegistered
        try await save(
            registered,
            AuditNote(.passkeyRegistered, by: actor.auditName, ["credential": pending.credential])
        )
        return registered
    }

    private func enrol(_ signer: Signer, by actor: SignerActor) async throws -> Enrolment {
        let request = CredentialRequest(subject: signer.address.text, displayName: signer.name)
        let made = try await calling(.signer) { try await needs.signer.enrol(request) }
        let enrolment = Enrolment(address: signer.address, enrolment: made, state: .requested)
        try await save(
            enrolment,
            AuditNote(
                .credentialRequested,
                by: actor.auditName,
                ["credential": made.id, "subject": signer.address.text]
            )
        )
        return enrolment
    }

    /// Carries the certification request to the CA and the chain back, where that is still to be done.
    private func completed(_ enrolment: Enrolment, by actor: SignerActor) async throws -> Enrolment {
        guard case .passkeyRegistered = enrolment.state else { return enrolment }
        var known = try await calling(.signer) { try await needs.signer.credential(enrolment.credential) }
        if known.chain.isEmpty {
            let request = enrolment.enrolment.certificationRequest.bytes
            let chain = try await needs.issue(request, profile: .signer)
            known = try await calling(.signer) {
                try await needs.signer.installCertificate(
                    IssuedChain(chain: chain.map(Blob.init)),
                    for: enrolment.credential
                )
            }
        }
        guard known.state == .active else { throw ServiceError.signerRefused(.keyNotActive) }
        var active = enrolment
        active.state = .active(chain: known.chain.map(\.bytes))
        try await save(active, AuditNote(.credentialActive, by: actor.auditName, ["credential": active.credential]))
        return active
    }

    private func save(_ enrolment: Enrolment, _ note: AuditNote) async throws {
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.save(enrolment)
            try transaction.append(note, to: "credential/\(enrolment.credential)", at: time)
        }
    }
}

extension CredentialState {
    /// Whether the key will never sign again.
    fileprivate var isOver: Bool {
        switch self {
        case .requested, .generated, .certificatePending, .active, .suspended: false
        case .expired, .revoked, .retired, .destroyPending, .destroyed: true
        }
    }
}
