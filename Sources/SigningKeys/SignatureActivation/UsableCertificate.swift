import CMS
import SignerProtocol

extension SignatureActivationModule {
    /// What may be used now: the certificate's chain, the key, the lists that say so.
    struct Usable: Sendable {
        let chain: CheckedChain
        let key: SigningKey
        let lists: [SeenList]
    }

    /// Checks that a credential can sign now.
    ///
    /// - Throws: `SignerError.keyNotActive`, `.keyMismatch`, or what its certificate is refused for.
    func usableCertificate(
        of credential: Credential,
        _ validation: ValidationMaterial,
        at time: Timestamp
    ) async throws(SignerError) -> Usable {
        guard credential.state == .active, let installed = credential.certificate else { throw .keyNotActive }
        try credential.keyType.checkUsable(at: time)
        let key = try await room.keys.signingKey(of: credential)
        let fingerprint = sha256(key.publicKeyInfo)
        guard try await !room.store.reading({ try $0.isDestroyed(keyFingerprint: fingerprint) }) else {
            throw .keyNotActive
        }
        try await room.keys.verify(.certificate(of: credential, chain: installed.chain), installed.binding)
        let (chain, lists) = try await room.checkedChain(installed.chain, validation, at: time)
        guard chain.leaf.publicKeyInfo == key.publicKeyInfo else { throw .keyMismatch }
        return Usable(chain: chain, key: key, lists: lists)
    }
}

extension SigningRoom {
    /// Checks an installed chain as of now: the same as sent, valid, not revoked. SIGNING 0a, 22
    func checkedChain(
        _ installed: [[UInt8]],
        _ validation: ValidationMaterial,
        at time: Timestamp
    ) async throws(SignerError) -> (CheckedChain, [SeenList]) {
        guard validation.chain.first?.bytes == installed.first else { throw .certificateMismatch }
        guard validation.ocspResponses.count <= 20, validation.crls.count <= 20 else { throw .malformed }
        let chain = try CheckedChain(installed, policy: policy, at: time)
        let issuers = chain.links.map { sha256($0.issuer.subject.der + $0.issuer.publicKeyInfo) }
        let newest = try await store.reading { transaction in
            try issuers.reduce(into: [[UInt8]: Timestamp]()) { $0[$1] = try transaction.newestList(of: $1) }
        }
        let check = RevocationCheck(material: validation, time: time) { newest[$0] }
        return (chain, try check.check(chain))
    }
}
