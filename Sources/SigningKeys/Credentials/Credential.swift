package import SignerProtocol

/// A person's key with its passkey and certificate, as the signer keeps it.
///
/// - SeeAlso: SIGNING A.9
package struct Credential: Hashable, Sendable {
    package let id: String
    /// The verified address.
    package let subject: String
    package let displayName: String
    /// WebAuthn user handle.
    package let userHandle: [UInt8]
    package let keyType: KeyType
    package internal(set) var state: CredentialState
    /// Counts the saves; 0 before the first.
    package internal(set) var version: Int
    /// Absent before it is generated.
    package internal(set) var key: UserKey?
    /// The registration that the browser may answer now.
    package internal(set) var openRegistration: OpenRegistration?
    package internal(set) var passkey: EnrolledPasskey?
    package internal(set) var certificate: InstalledChain?

    package init(
        id: String,
        subject: String,
        displayName: String,
        userHandle: [UInt8],
        keyType: KeyType,
        state: CredentialState,
        version: Int,
        key: UserKey?,
        openRegistration: OpenRegistration?,
        passkey: EnrolledPasskey?,
        certificate: InstalledChain?
    ) {
        self.id = id
        self.subject = subject
        self.displayName = displayName
        self.userHandle = userHandle
        self.keyType = keyType
        self.state = state
        self.version = version
        self.key = key
        self.openRegistration = openRegistration
        self.passkey = passkey
        self.certificate = certificate
    }

    /// What the service may know.
    package var record: CredentialRecord {
        CredentialRecord(
            id: id,
            subject: subject,
            state: state,
            keyFingerprint: key.map { sha256($0.publicKeyInfo).hexadecimal } ?? "",
            chain: certificate?.chain.map { Blob($0) } ?? [],
            hasPasskey: passkey != nil
        )
    }
}

/// A key of profile W: made in the HSM, kept wrapped.
package struct UserKey: Hashable, Sendable {
    /// SubjectPublicKeyInfo in DER.
    package let publicKeyInfo: [UInt8]
    /// AES-KWP of the PKCS#8; nil once destroyed.
    package let wrapped: [UInt8]?
    /// The HSM's HMAC over subject, credential id, public key and wrapped key.
    package let binding: [UInt8]

    package init(publicKeyInfo: [UInt8], wrapped: [UInt8]?, binding: [UInt8]) {
        self.publicKeyInfo = publicKeyInfo
        self.wrapped = wrapped
        self.binding = binding
    }

    /// The key after its wrapped form is erased.
    var erased: UserKey { UserKey(publicKeyInfo: publicKeyInfo, wrapped: nil, binding: binding) }
}

/// A challenge for `navigator.credentials.create` that waits for its answer.
package struct OpenRegistration: Hashable, Sendable {
    package let challenge: [UInt8]
    package let expires: Timestamp

    package init(challenge: [UInt8], expires: Timestamp) {
        self.challenge = challenge
        self.expires = expires
    }
}

/// The signing passkey (署名用) of one credential.
package struct EnrolledPasskey: Hashable, Sendable {
    package let id: [UInt8]
    /// As `Passkeys` keeps it, without COSE around it.
    package let publicKey: [UInt8]
    /// Number in the COSE registry.
    package let algorithm: Int
    package let signCount: UInt32
    package let backupEligible: Bool
    package let backupState: Bool
    package let attestationFormat: String
    /// The HSM's HMAC over credential, key and passkey. KEY-4
    package let binding: [UInt8]

    package init(
        id: [UInt8],
        publicKey: [UInt8],
        algorithm: Int,
        signCount: UInt32,
        backupEligible: Bool,
        backupState: Bool,
        attestationFormat: String,
        binding: [UInt8]
    ) {
        self.id = id
        self.publicKey = publicKey
        self.algorithm = algorithm
        self.signCount = signCount
        self.backupEligible = backupEligible
        self.backupState = backupState
        self.attestationFormat = attestationFormat
        self.binding = binding
    }
}

/// An installed certificate chain, leaf first, DER.
package struct InstalledChain: Hashable, Sendable {
    package let chain: [[UInt8]]
    /// The HSM's HMAC over credential id, subject and chain. KEY-4
    package let binding: [UInt8]
    /// End of the leaf's validity.
    package let notAfter: Timestamp

    package init(chain: [[UInt8]], binding: [UInt8], notAfter: Timestamp) {
        self.chain = chain
        self.binding = binding
        self.notAfter = notAfter
    }
}
