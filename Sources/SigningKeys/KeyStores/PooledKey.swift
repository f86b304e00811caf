import PKCS11
package import SignerProtocol

/// A key that was made ahead of time and belongs to nobody yet.
///
/// Making an RSA key takes an HSM seconds, and a person would wait for them.
package struct PooledKey: Hashable, Sendable {
    package let id: String
    /// SubjectPublicKeyInfo in DER.
    package let publicKeyInfo: [UInt8]
    /// AES-KWP of the PKCS#8, like every key of profile W.
    package let wrapped: [UInt8]
    /// The HSM's HMAC over id, public key and wrapped key.
    package let binding: [UInt8]
    package let created: Timestamp

    package init(id: String, publicKeyInfo: [UInt8], wrapped: [UInt8], binding: [UInt8], created: Timestamp) {
        self.id = id
        self.publicKeyInfo = publicKeyInfo
        self.wrapped = wrapped
        self.binding = binding
        self.created = created
    }
}

extension HSMKeyStore {
    /// Makes an RSA key in the HSM and wraps it; no other copy is left.
    func makePooledKey(at time: Timestamp) async throws(SignerError) -> PooledKey {
        let (publicKeyInfo, wrapped) = try await makeWrappedKey(.rsa3072)
        let id = randomBytes(16).hexadecimal
        return PooledKey(
            id: id,
            publicKeyInfo: publicKeyInfo,
            wrapped: wrapped,
            binding: try await code(.pooledKey(id: id, publicKeyInfo: publicKeyInfo, wrapped: wrapped)),
            created: time
        )
    }

    /// The pooled key as a person's, after the HSM has confirmed that it made it for the pool.
    func userKey(from pooled: PooledKey, for credential: Credential) async throws(SignerError) -> UserKey {
        try await verify(
            .pooledKey(id: pooled.id, publicKeyInfo: pooled.publicKeyInfo, wrapped: pooled.wrapped),
            pooled.binding
        )
        return try await bound(pooled.publicKeyInfo, pooled.wrapped, to: credential)
    }
}
