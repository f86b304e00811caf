package import PKCS11
import SignerProtocol

extension HSMKeyStore {
    /// Makes the token's keys for a new signer.
    ///
    /// Existing ones are kept: the step may be repeated.
    package func makeMasterKeys() async throws(PKCS11Error) {
        try await sessions.runAlone { session throws(PKCS11Error) in
            for (label, kind) in Self.masterKeys where try session.keys(.secretKey, label: label).isEmpty {
                _ = try session.makeSecretKey(kind, label: label)
            }
        }
    }

    /// Reads the keys' attributes back and refuses any that could leave the token or do more than it should.
    ///
    /// - SeeAlso: KEY-1
    package func checkKeys() async throws(PKCS11Error) {
        try await sessions.run { session throws(PKCS11Error) in
            for (label, kind) in Self.masterKeys {
                let key = try session.key(.secretKey, label: label)
                try Self.check(label, session.attributes(of: key, .secretKey), uses: kind.uses)
            }
            for purpose in ServiceKeyPurpose.allCases {
                let label = TokenLabel.service(purpose)
                for key in try session.keys(.privateKey, label: label) {
                    try Self.check(label, session.attributes(of: key, .privateKey), uses: [.sign])
                }
            }
        }
    }

    private static func check(
        _ label: String,
        _ attributes: KeyAttributes,
        uses: Set<KeyUse>
    ) throws(PKCS11Error) {
        guard attributes.staysInside(for: uses) else { throw .keyAttributes(label: label, attributes) }
    }

    private static let masterKeys: [(String, SecretKeyKind)] = [
        (TokenLabel.userWrapping, .wrapping),
        (TokenLabel.dataWrapping, .wrapping),
        (TokenLabel.binding, .authenticating),
    ]
}

extension HSMKeyStore {
    /// Makes a person's key in the HSM and wraps it; no other copy is left.
    ///
    /// - SeeAlso: KEY-1, profile W
    func makeUserKey(for credential: Credential) async throws(SignerError) -> UserKey {
        let (publicKeyInfo, wrapped) = try await makeWrappedKey(credential.keyType.kind)
        return try await bound(publicKeyInfo, wrapped, to: credential)
    }

    /// SubjectPublicKeyInfo and wrapped private key of a new key pair.
    func makeWrappedKey(_ kind: KeyKind) async throws(SignerError) -> ([UInt8], [UInt8]) {
        let (publicKey, wrapped) = try await onToken("make a key") { session throws(PKCS11Error) in
            let pair = try session.makeKeyPair(kind, .wrappable)
            let wrappingKey = try session.key(.secretKey, label: TokenLabel.userWrapping)
            let wrapped = try session.wrapped(pair.privateKey, with: wrappingKey)
            try session.destroy(pair.privateKey)
            return (pair.publicKey, wrapped)
        }
        return (try publicKey.info(kind), wrapped)
    }

    /// A wrapped key with the HSM's word that it is this credential's.
    func bound(
        _ publicKeyInfo: [UInt8],
        _ wrapped: [UInt8],
        to credential: Credential
    ) async throws(SignerError) -> UserKey {
        let binding = try await code(.userKey(of: credential, publicKeyInfo: publicKeyInfo, wrapped: wrapped))
        return UserKey(publicKeyInfo: publicKeyInfo, wrapped: wrapped, binding: binding)
    }

    /// The person's key, after the HSM has confirmed that it is hers.
    func signingKey(of credential: Credential) async throws(SignerError) -> SigningKey {
        guard let key = credential.key, let wrapped = key.wrapped else { throw .keyNotActive }
        try await verify(
            .userKey(of: credential, publicKeyInfo: key.publicKeyInfo, wrapped: wrapped),
            key.binding
        )
        return .user(credential.keyType, publicKeyInfo: key.publicKeyInfo, wrapped: wrapped)
    }

    /// The public key of a service key, made as a token object the first time.
    ///
    /// - Throws: `SignerError.hsmUnavailable` also when the token has a key of another kind under this label.
    /// - SeeAlso: KEY-1, profile T
    func servicePublicKeyInfo(_ purpose: ServiceKeyPurpose, _ kind: KeyKind) async throws(SignerError) -> [UInt8] {
        let label = TokenLabel.service(purpose)
        let publicKey = try await onTokenAlone("make a service key") { session throws(PKCS11Error) in
            if try session.keys(.privateKey, label: label).isEmpty {
                return try session.makeKeyPair(kind, .token(label: label)).publicKey
            }
            let key = try session.key(.privateKey, label: label)
            try Self.check(label, session.attributes(of: key, .privateKey), uses: [.sign])
            return try session.publicKey(of: session.key(.publicKey, label: label), kind)
        }
        return try publicKey.info(kind)
    }
}
