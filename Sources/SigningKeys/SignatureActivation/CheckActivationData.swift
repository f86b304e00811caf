import CMS
import Foundation
import Passkeys
import SignerProtocol

extension SignatureActivationModule {
    /// Checks everything about a SAD but that it is unused.
    ///
    /// - SeeAlso: SAD-3 as amended by SIGNING 0a, 1, 4, 5, 19, 22
    func checked(
        _ data: ActivationData,
        _ stored: StoredActivation,
        _ client: String
    ) async throws(SignerError) -> SignatureActivationData {
        let time = room.now()
        // 1. The signer's own bytes, as they were stored.
        let context = try StrictJSON.decode(ActivationContext.self, from: stored.context)
        // 2. Version, audience, and the service that asked.
        guard context.ver == 1, context.aud == room.policy.audience, context.client_id == client else {
            throw .otherAudience
        }
        // 3. Time by the signer's clock.
        guard context.iat <= time.advanced(by: SignerPolicy.clockSkew) else { throw .issuedInTheFuture }
        guard time < context.exp, context.exp <= context.iat.advanced(by: SignerPolicy.activationLifetime) else {
            throw .expired
        }
        // 4. The person, her credential, and the passkey bound to it.
        guard stored.credential == context.cred,
            let credential = try await room.store.reading({ try $0.credential(context.cred) })
        else { throw .otherCredential }
        guard credential.subject == context.sub else { throw .otherSubject }
        guard let passkey = credential.passkey else { throw .passkeyMissing }
        guard data.assertion.credentialID.bytes == passkey.id else { throw .otherCredential }
        // 5. What the passkey signed: relying party, origin, challenge, user verified, counter, signature.
        let assertion = try await verified(data.assertion, stored, credential, passkey)
        // 6. The key is active and the one in the context; its certificate is valid and not revoked now.
        let usable = try await usableCertificate(of: credential, data.validation, at: time)
        let leaf = usable.chain.leaf
        guard sha256(leaf.publicKeyInfo).hexadecimal == context.keyFp, sha256(leaf.der).hexadecimal == context.certFp
        else { throw .keyMismatch }
        // 7. Algorithms.
        let type = usable.key.type
        guard context.signAlg == type.algorithm.oid, context.hashAlg == type.hash.oid else { throw .algorithmRefused }
        // 8. Number of documents.
        guard context.n == context.docs.count, !data.indexes.isEmpty,
            data.indexes.count == data.signedAttributes.count,
            Set(data.indexes).count == data.indexes.count,
            data.indexes.allSatisfy({ context.docs.indices.contains($0) })
        else { throw .documentCount }
        // 9. The digests to be signed, computed again from the attributes.
        let attributes = SignedAttributesCheck(certificate: leaf, type: type)
        var uses: [PermissionUse] = []
        for (index, der) in zip(data.indexes, data.signedAttributes) {
            let document = context.docs[index]
            let digest = attributes.digest(of: der.bytes)
            guard digest.hexadecimal == document.dtbsr else { throw .documentMismatch }
            try attributes.check(der.bytes, byteRangeDigest: document.br)
            uses.append(
                PermissionUse(
                    kind: .activation,
                    id: stored.id,
                    index: index,
                    signedAttributes: der.bytes,
                    digest: digest
                )
            )
        }
        return SignatureActivationData(
            activation: stored,
            credential: credential,
            key: usable.key,
            uses: uses,
            assertion: assertion,
            assertionBytes: data.assertion,
            lists: usable.lists
        )
    }

    /// Verifies the assertion with the passkey as enrolled in this signer.
    ///
    /// Documents of one SAD may be signed one after the other: an assertion that was accepted for this activation is
    /// measured against the count before it, not against its own.
    private func verified(
        _ bytes: PasskeyAssertionBytes,
        _ stored: StoredActivation,
        _ credential: Credential,
        _ passkey: EnrolledPasskey
    ) async throws(SignerError) -> AcceptedAssertion {
        let digest = sha256(
            bytes.credentialID.bytes + sha256(bytes.authenticatorData.bytes) + sha256(bytes.clientDataJSON.bytes)
                + bytes.signature.bytes
        )
        let before = try await room.store.reading { try $0.signCount(before: digest, activation: stored.id) }
        let registered = try passkey.registered(signCount: before ?? passkey.signCount)
        guard let key = credential.key else { throw .keyNotActive }
        try await room.keys.verify(
            .passkey(of: credential, publicKeyInfo: key.publicKeyInfo, registered),
            passkey.binding
        )
        do throws(PasskeyRefusal) {
            let verified = try PasskeyAssertion.verify(
                credentialID: bytes.credentialID.bytes,
                authenticatorData: bytes.authenticatorData.bytes,
                clientDataJSON: bytes.clientDataJSON.bytes,
                signature: bytes.signature.bytes,
                challenge: ActivationContext.challenge(of: stored.context),
                relyingParty: room.policy.relyingParty,
                origins: room.policy.origins.sorted(),
                passkey: registered
            )
            return AcceptedAssertion(
                activation: stored.id,
                credential: credential.id,
                digest: digest,
                signCountBefore: registered.signCount,
                signCountAfter: verified.signCount,
                backupState: verified.flags.contains(.backedUp)
            )
        } catch {
            throw SignerError(error)
        }
    }
}
