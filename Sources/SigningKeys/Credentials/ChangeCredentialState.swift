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

    /// Destroys a key: its wrapped form, the only copy, is erased, and its fingerprint can never come back.
    ///
    /// A key in use is retired first. What the erased row leaves in the database's files is overwritten.
    ///
    /// - SeeAlso: KEY-5; SIGNING 0a, 7
    package func destroy(_ id: String, client: String) async throws(SignerError) -> CredentialRecord {
        let time = room.now()
        let credential = try await credential(id)
        var changes: [CredentialChange] = []
        var current = credential
        if [.active, .suspended].contains(current.state) {
            changes.append(try current.moved(to: .retired, .credentialRetired, by: client, at: time, [:]))
            current = changes[0].credential
        }
        if current.state != .destroyPending {
            let ordered = try current.moved(
                to: .destroyPending,
                .credentialDestructionOrdered,
                by: client,
                at: time,
                [:]
            )
            changes.append(ordered)
            current = ordered.credential
        }
        guard let key = current.key else { throw .illegalTransition }
        let fingerprint = sha256(key.publicKeyInfo)
        current.key = key.erased
        let destroyed = try current.moved(
            to: .destroyed,
            .credentialDestroyed,
            by: client,
            at: time,
            ["keyFp": fingerprint.hexadecimal]
        )
        changes.append(destroyed)
        let all = changes
        try await room.store.writing { transaction in
            for change in all { try transaction.save(change) }
            try transaction.bury(keyFingerprint: fingerprint, of: id, at: time)
        }
        do {
            try await room.store.removeRemains()
        } catch {
            throw .storageUnavailable
        }
        return destroyed.credential.record
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
