package import SignerProtocol

extension Credentials {
    /// Takes a key out of use for a while.
    package func suspend(_ id: String, client: String) async throws(SignerError) -> CredentialRecord {
        try await move(id, to: .suspended, .credentialSuspended, client)
    }

    /// Puts a suspended key back into use.
    package func resume(_ id: String, client: String) async throws(SignerError) -> CredentialRecord {
        guard try await credential(id).state == .suspended else { throw .illegalTransition }
        return try await move(id, to: .active, .credentialResumed, client)
    }

    /// Ends the use of a key whose certificate is revoked.
    package func revoke(_ id: String, client: String) async throws(SignerError) -> CredentialRecord {
        try await move(id, to: .revoked, .credentialRevoked, client)
    }

    /// Moves every credential whose certificate has ended to EXPIRED.
    package func expireOverdue() async throws(SignerError) {
        let time = room.now()
        let candidates = try await room.store.reading { try $0.credentials(in: [.active, .suspended]) }
        for credential in candidates {
            guard let end = credential.certificate?.notAfter, end < time else { continue }
            _ = try await move(credential.id, to: .expired, .credentialExpired, "signer")
        }
    }

    private func move(
        _ id: String,
        to state: CredentialState,
        _ action: AuditAction,
        _ client: String
    ) async throws(SignerError) -> CredentialRecord {
        let change = try await credential(id).moved(to: state, action, by: client, at: room.now(), [:])
        return try await save(change).record
    }
}

extension SignerWriteTransaction {
    /// Destroys a key: its wrapped form, the only copy, is erased, and its fingerprint can never come back.
    ///
    /// A key in use is retired first. What the erased row leaves in the database's files is overwritten after the commit.
    ///
    /// - SeeAlso: KEY-5; SIGNING 0a, 7
    func destroy(_ credential: Credential, by actor: String, at time: Timestamp) throws {
        var current = credential
        func step(
            to state: CredentialState,
            _ action: AuditAction,
            _ facts: [String: String] = [:]
        ) throws {
            let change = try current.moved(to: state, action, by: actor, at: time, facts)
            try save(change)
            current = change.credential
        }
        if [.active, .suspended].contains(current.state) { try step(to: .retired, .credentialRetired) }
        if current.state != .destroyPending { try step(to: .destroyPending, .credentialDestructionOrdered) }
        guard let key = current.key else { throw SignerError.illegalTransition }
        let fingerprint = sha256(key.publicKeyInfo)
        current.key = key.erased
        try step(to: .destroyed, .credentialDestroyed, ["keyFp": fingerprint.hexadecimal])
        try bury(keyFingerprint: fingerprint, of: credential.id, at: time)
    }
}

extension SigningRoom {
    /// Overwrites what an erased key has left in the database's files.
    func removeRemains() async throws(SignerError) {
        do {
            try await store.removeRemains()
        } catch {
            throw .storageUnavailable
        }
    }
}
