/// The single-use instruction behind a 立会人型 signature.
///
/// The service writes it once as UTF-8 JSON when the signer confirms; the signer process parses those exact bytes,
/// checks them against the signed attributes sent with them, uses them once and keeps them.
///
/// - SeeAlso: SAD-13; SIGNING 0a, 9; JIPDEC 2.2.3(2)イ
package struct ConfirmationRecord: Hashable, Sendable, Codable {
    /// Format of the record; this is version 1.
    package let ver: Int
    /// Unique id: the record can be used once.
    package let id: String
    package let envelope: String
    /// The instructing person: the verified address.
    package let signer: String
    package let signerName: String
    /// How the person authenticated: method and session, never a secret.
    package let authentication: AuthenticationEvidence
    /// What is signed; the same values as in an activation context.
    package let docs: [ContextDocument]
    package let consent: ConsentReference
    package let time: Timestamp

    package init(
        id: String,
        envelope: String,
        signer: String,
        signerName: String,
        authentication: AuthenticationEvidence,
        docs: [ContextDocument],
        consent: ConsentReference,
        time: Timestamp
    ) {
        self.ver = 1
        self.id = id
        self.envelope = envelope
        self.signer = signer
        self.signerName = signerName
        self.authentication = authentication
        self.docs = docs
        self.consent = consent
        self.time = time
    }
}

/// How a person proved who she is before she instructed.
package struct AuthenticationEvidence: Hashable, Sendable, Codable {
    /// `link` (mailed link), later `link+code`, `passkey`.
    package let method: String
    /// Digest of the session, hexadecimal.
    package let session: String
    package let at: Timestamp

    package init(method: String, session: String, at: Timestamp) {
        self.method = method
        self.session = session
        self.at = at
    }
}

/// A confirmation record on its way to the signer.
package struct ConfirmationOrder: Hashable, Sendable, Codable {
    /// The exact bytes of the `ConfirmationRecord`.
    package let record: Blob
    /// DER signed attributes of each document of the record, in order.
    package let signedAttributes: [Blob]
    package let validation: ValidationMaterial

    package init(record: Blob, signedAttributes: [Blob], validation: ValidationMaterial) {
        self.record = record
        self.signedAttributes = signedAttributes
        self.validation = validation
    }
}
