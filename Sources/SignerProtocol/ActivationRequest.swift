/// What the service asks the signer to put before a person: these documents, this credential.
///
/// Digests to be signed and the expiry are computed by the signer, never sent. SIGNING 0a, 19
package struct ActivationRequest: Hashable, Sendable, Codable {
    package let transaction: String
    package let credential: String
    /// The verified address the service has authenticated; must be the credential's.
    package let subject: String
    package let documents: [DocumentToSign]
    package let consent: ConsentReference
    package let authentication: String
    package let validation: ValidationMaterial

    package init(
        transaction: String,
        credential: String,
        subject: String,
        documents: [DocumentToSign],
        consent: ConsentReference,
        authentication: String,
        validation: ValidationMaterial
    ) {
        self.transaction = transaction
        self.credential = credential
        self.subject = subject
        self.documents = documents
        self.consent = consent
        self.authentication = authentication
        self.validation = validation
    }
}

/// One document as the service prepared it.
package struct DocumentToSign: Hashable, Sendable, Codable {
    package let id: String
    package let name: String
    /// SHA-256 of the bytes shown.
    package let shownDigest: Blob
    /// Digest over the ByteRange of the prepared revision, by the hash of the key's algorithm.
    package let byteRangeDigest: Blob
    /// DER `SET OF Attribute`, tag 0x31.
    package let signedAttributes: Blob

    package init(id: String, name: String, shownDigest: Blob, byteRangeDigest: Blob, signedAttributes: Blob) {
        self.id = id
        self.name = name
        self.shownDigest = shownDigest
        self.byteRangeDigest = byteRangeDigest
        self.signedAttributes = signedAttributes
    }
}

/// The chain of a certificate, leaf first, and what shows that none of it is revoked, all DER.
package struct ValidationMaterial: Hashable, Sendable, Codable {
    package let chain: [Blob]
    package let ocspResponses: [Blob]
    package let crls: [Blob]

    package init(chain: [Blob], ocspResponses: [Blob], crls: [Blob]) {
        self.chain = chain
        self.ocspResponses = ocspResponses
        self.crls = crls
    }
}

/// The signer's answer to an activation request.
package struct PendingActivation: Hashable, Sendable, Codable {
    package let id: String
    /// The exact bytes of the `ActivationContext`.
    package let context: Blob
    /// `ActivationContext.challenge(of:)` of those bytes.
    package let challenge: Blob
    /// WebAuthn id of the passkey that may answer.
    package let passkey: Blob
    package let relyingParty: String
    package let expires: Timestamp

    package init(id: String, context: Blob, challenge: Blob, passkey: Blob, relyingParty: String, expires: Timestamp) {
        self.id = id
        self.context = context
        self.challenge = challenge
        self.passkey = passkey
        self.relyingParty = relyingParty
        self.expires = expires
    }
}
