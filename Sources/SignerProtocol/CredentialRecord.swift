/// The life of a credential's key.
///
/// Only these edges exist: REQUESTED → GENERATED → CERT_PENDING → ACTIVE ⇄ SUSPENDED → {EXPIRED | REVOKED | RETIRED} →
/// DESTROY_PENDING → DESTROYED.
///
/// - SeeAlso: SIGNING A.9
package enum CredentialState: String, Hashable, Sendable, Codable, CaseIterable {
    case requested = "REQUESTED"
    case generated = "GENERATED"
    case certificatePending = "CERT_PENDING"
    case active = "ACTIVE"
    case suspended = "SUSPENDED"
    case expired = "EXPIRED"
    case revoked = "REVOKED"
    case retired = "RETIRED"
    case destroyPending = "DESTROY_PENDING"
    case destroyed = "DESTROYED"
}

/// What the service may know of a credential.
package struct CredentialRecord: Hashable, Sendable, Codable {
    package let id: String
    package let subject: String
    package let state: CredentialState
    /// SHA-256 of the SubjectPublicKeyInfo, hexadecimal.
    package let keyFingerprint: String
    /// Leaf first; empty until issued.
    package let chain: [Blob]
    package let hasPasskey: Bool

    package init(
        id: String,
        subject: String,
        state: CredentialState,
        keyFingerprint: String,
        chain: [Blob],
        hasPasskey: Bool
    ) {
        self.id = id
        self.subject = subject
        self.state = state
        self.keyFingerprint = keyFingerprint
        self.chain = chain
        self.hasPasskey = hasPasskey
    }
}

/// Asks for a new credential: a key made in the HSM for one verified person.
package struct CredentialRequest: Hashable, Sendable, Codable {
    /// The verified address; becomes CN and SAN rfc822Name.
    package let subject: String
    /// Common name of the person as entered, for the passkey dialogue only.
    package let displayName: String

    package init(subject: String, displayName: String) {
        self.subject = subject
        self.displayName = displayName
    }
}

/// A new credential before passkey and certificate: what the browser and the CA need.
package struct CredentialEnrolment: Hashable, Sendable, Codable {
    package let id: String
    /// PKCS#10 in DER, signed by the new key.
    package let certificationRequest: Blob
    /// Challenge for `navigator.credentials.create`.
    package let passkeyChallenge: Blob
    package let relyingParty: String
    /// WebAuthn user handle.
    package let userHandle: Blob

    package init(
        id: String,
        certificationRequest: Blob,
        passkeyChallenge: Blob,
        relyingParty: String,
        userHandle: Blob
    ) {
        self.id = id
        self.certificationRequest = certificationRequest
        self.passkeyChallenge = passkeyChallenge
        self.relyingParty = relyingParty
        self.userHandle = userHandle
    }
}

/// The browser's answer to `navigator.credentials.create`.
package struct PasskeyRegistrationBytes: Hashable, Sendable, Codable {
    package let attestationObject: Blob
    package let clientDataJSON: Blob

    package init(attestationObject: Blob, clientDataJSON: Blob) {
        self.attestationObject = attestationObject
        self.clientDataJSON = clientDataJSON
    }
}

/// A certificate chain from the CA, leaf first, DER.
package struct IssuedChain: Hashable, Sendable, Codable {
    package let chain: [Blob]

    package init(chain: [Blob]) {
        self.chain = chain
    }
}

/// The service's own two signing keys: one for 立会人型 signatures, one for our own records.
package enum ServiceKeyPurpose: String, Hashable, Sendable, Codable, CaseIterable {
    case witness
    case record
}

/// State of a service key; without a chain the certification request has to be carried to the CA.
package struct ServiceKeyRecord: Hashable, Sendable, Codable {
    package let purpose: ServiceKeyPurpose
    package let certificationRequest: Blob
    package let chain: [Blob]

    package init(purpose: ServiceKeyPurpose, certificationRequest: Blob, chain: [Blob]) {
        self.purpose = purpose
        self.certificationRequest = certificationRequest
        self.chain = chain
    }
}

/// Health of the signer process, readable by the service.
package struct SignerStatus: Hashable, Sendable, Codable {
    package let instance: String
    /// `TEST` or `PRODUCTION`.
    package let environment: String
    /// Private-key operations since the signer's database was made.
    package let signatureOperations: Int
    package let tokenLabel: String

    package init(instance: String, environment: String, signatureOperations: Int, tokenLabel: String) {
        self.instance = instance
        self.environment = environment
        self.signatureOperations = signatureOperations
        self.tokenLabel = tokenLabel
    }
}
