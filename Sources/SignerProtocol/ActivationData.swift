/// The SAD on the wire: a passkey's assertion over a stored activation context, with current revocation data.
///
/// - SeeAlso: SAD-2, SAD-3; SIGNING 0a, 22
package struct ActivationData: Hashable, Sendable, Codable {
    /// The stored context, by the id in `PendingActivation`.
    package let activation: String
    /// Which documents of the context to sign now, from 0.
    ///
    /// Each can be used once.
    package let indexes: [Int]
    package let assertion: PasskeyAssertionBytes
    /// DER signed attributes of the documents named by `indexes`, in that order.
    package let signedAttributes: [Blob]
    package let validation: ValidationMaterial

    package init(
        activation: String,
        indexes: [Int],
        assertion: PasskeyAssertionBytes,
        signedAttributes: [Blob],
        validation: ValidationMaterial
    ) {
        self.activation = activation
        self.indexes = indexes
        self.assertion = assertion
        self.signedAttributes = signedAttributes
        self.validation = validation
    }
}

/// A WebAuthn assertion as the browser returned it.
package struct PasskeyAssertionBytes: Hashable, Sendable, Codable {
    package let credentialID: Blob
    package let authenticatorData: Blob
    package let clientDataJSON: Blob
    package let signature: Blob

    package init(credentialID: Blob, authenticatorData: Blob, clientDataJSON: Blob, signature: Blob) {
        self.credentialID = credentialID
        self.authenticatorData = authenticatorData
        self.clientDataJSON = clientDataJSON
        self.signature = signature
    }
}

/// Signature values, in the order they were asked for.
package struct SignatureResponse: Hashable, Sendable, Codable {
    package let signatures: [SignatureValue]

    package init(signatures: [SignatureValue]) {
        self.signatures = signatures
    }
}

/// One signature value: for ECDSA the DER `SEQUENCE { r, s }`.
package struct SignatureValue: Hashable, Sendable, Codable {
    package let index: Int
    /// The digest that was signed, hexadecimal.
    package let dtbsr: String
    package let value: Blob

    package init(index: Int, dtbsr: String, value: Blob) {
        self.index = index
        self.dtbsr = dtbsr
        self.value = value
    }
}
