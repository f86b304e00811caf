import CMS
package import SignerProtocol

/// The life of people's credentials: enrolment, suspension, end.
///
/// - SeeAlso: KEY-1…4; SIGNING A.9
package struct Credentials: Sendable {
    let room: SigningRoom

    package init(room: SigningRoom) {
        self.room = room
    }

    /// Makes a key for a verified person and asks for her passkey and certificate.
    ///
    /// An enrolment that stopped before the passkey is taken up again with a new challenge, so a crash leaves no second
    /// key.
    package func enrol(_ request: CredentialRequest, client: String) async throws(SignerError) -> CredentialEnrolment {
        switch room.policy.environment {
        case .test: break
        // Production needs an accepted identity proof, which no request can carry yet.
        case .production: throw .identityProofRequired
        }
        guard isMailAddress(request.subject), isName(request.displayName) else { throw .malformed }

        var credential = try await begun(request, client)
        if credential.state == .requested {
            credential = try await withKey(credential, client)
            room.crashPoint.reached(.credentialGenerated)
        }
        let key = try await room.keys.signingKey(of: credential)
        let content = CertificationRequestContent(
            subject: DistinguishedName([(OID.commonName, credential.subject)]),
            publicKeyInfo: key.publicKeyInfo,
            extensions: [.subjectAltName([.rfc822(credential.subject)])],
            signatureAlgorithm: key.type.algorithm
        )
        let signature = try await room.keys.signCertificationRequest(content.toBeSigned, with: key)
        let challenge = randomBytes(32)
        try await open(credential, challenge: challenge, client)
        return CredentialEnrolment(
            id: credential.id,
            certificationRequest: Blob(content.assemble(signature: signature)),
            passkeyChallenge: Blob(challenge),
            relyingParty: room.policy.relyingParty,
            userHandle: Blob(credential.userHandle)
        )
    }

    /// What the service may know of a credential.
    package func record(of id: String) async throws(SignerError) -> CredentialRecord {
        try await credential(id).record
    }

    func credential(_ id: String) async throws(SignerError) -> Credential {
        guard let credential = try await room.store.reading({ try $0.credential(id) }) else {
            throw .unknownCredential
        }
        return credential
    }

    func save(_ change: CredentialChange) async throws(SignerError) -> Credential {
        try await room.store.writing { try $0.save(change) }
        return change.credential
    }

    /// An enrolment that waits for its passkey, or a new one in state REQUESTED.
    private func begun(_ request: CredentialRequest, _ client: String) async throws(SignerError) -> Credential {
        let subject = request.subject
        if let unfinished = try await room.store.reading({ try $0.unfinishedCredential(of: subject) }) {
            return unfinished
        }
        let new = Credential(
            id: randomBytes(16).hexadecimal,
            subject: subject,
            displayName: request.displayName,
            userHandle: randomBytes(32),
            keyType: room.policy.keyTypes.person,
            state: .requested,
            version: 0,
            key: nil,
            openRegistration: nil,
            passkey: nil,
            certificate: nil
        )
        return try await save(
            new.changed(
                .credentialRequested,
                by: client,
                at: room.now(),
                ["subject": subject, "keyType": new.keyType.rawValue]
            )
        )
    }

    private func withKey(_ credential: Credential, _ client: String) async throws(SignerError) -> Credential {
        if credential.keyType.isPooled {
            return try await room.keyPool.give(to: credential, in: room, client: client)
        }
        let key = try await room.keys.makeUserKey(for: credential)
        return try await save(credential.generated(key, by: client, at: room.now(), [:]))
    }

    /// State CERT_PENDING with a fresh challenge for the passkey.
    private func open(_ credential: Credential, challenge: [UInt8], _ client: String) async throws(SignerError) {
        let time = room.now()
        var pending = credential
        pending.openRegistration = OpenRegistration(
            challenge: challenge,
            expires: time.advanced(by: SignerPolicy.enrolmentLifetime)
        )
        let facts = ["challengeDigest": sha256(challenge).hexadecimal]
        let change =
            credential.state == .certificatePending
            ? pending.changed(.certificationRequested, by: client, at: time, facts)
            : try pending.moved(to: .certificatePending, .certificationRequested, by: client, at: time, facts)
        _ = try await save(change)
    }
}

/// Whether text is an address that a certificate can carry as rfc822Name: ASCII, one `@`, no space.
///
/// - SeeAlso: RFC 5280 §4.2.1.6
func isMailAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return (3...254).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) }
        && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
}
