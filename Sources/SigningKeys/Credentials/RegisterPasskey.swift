import Passkeys
package import SignerProtocol

extension Credentials {
    /// Binds the person's signing passkey to her credential, once.
    ///
    /// There is no second passkey: who changes it makes a new credential. A passkey is never added later by the web tier
    /// alone.
    ///
    /// - SeeAlso: SIGNING 0a, 2; KEY-4
    package func registerPasskey(
        of id: String,
        _ answer: PasskeyRegistrationBytes,
        client: String
    ) async throws(SignerError) -> CredentialRecord {
        let time = room.now()
        let credential = try await credential(id)
        guard credential.state == .certificatePending, credential.passkey == nil, let key = credential.key,
            let open = credential.openRegistration
        else { throw .illegalTransition }
        guard time < open.expires else { throw .expired }

        let passkey: RegisteredPasskey
        do throws(PasskeyRefusal) {
            passkey = try PasskeyRegistration.verify(
                attestationObject: answer.attestationObject.bytes,
                clientDataJSON: answer.clientDataJSON.bytes,
                challenge: open.challenge,
                relyingParty: room.policy.relyingParty,
                origins: room.policy.origins.sorted()
            )
        } catch {
            throw SignerError(error)
        }
        let passkeyID = Array(passkey.credentialID)
        // A passkey opens one credential. WebAuthn Level 3 §7.1 step 26
        let isFree = try await room.store.reading { transaction in
            try transaction.credential(withPasskey: passkeyID) == nil
                && !transaction.operators().contains { $0.passkey?.id == passkeyID }
        }
        guard isFree else { throw .passkeyRefused }
        let binding = try await room.keys.code(
            .passkey(of: credential, publicKeyInfo: key.publicKeyInfo, passkey)
        )
        var registered = credential
        registered.passkey = EnrolledPasskey(passkey, binding: binding)
        registered.openRegistration = nil
        let facts = [
            "passkeyID": passkeyID.hexadecimal,
            "publicKeyDigest": sha256(Array(passkey.publicKey)).hexadecimal,
            "attestation": passkey.attestationFormat,
            "backupEligible": String(passkey.backupEligible),
            "backupState": String(passkey.backupState),
        ]
        return try await save(registered.changed(.passkeyRegistered, by: client, at: time, facts)).record
    }
}
