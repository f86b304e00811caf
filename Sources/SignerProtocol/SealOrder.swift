/// A single-use order for a seal of our own: on completion certificates and records, and final seals.
///
/// - SeeAlso: SIGNING 0a, 23
package struct SealOrder: Hashable, Sendable, Codable {
    package let id: String
    /// What is sealed: the envelope or the record.
    package let subject: String
    /// Digests of the completed signing evidence, hexadecimal.
    package let evidence: [String]
    /// Digest over the ByteRange, by the hash of the key's algorithm, hexadecimal.
    package let br: String
    /// The digest to be signed, hexadecimal; the signer recomputes it from the attributes.
    package let dtbsr: String
    package let time: Timestamp
    /// DER `SET OF Attribute`, tag 0x31.
    package let signedAttributes: Blob
    package let validation: ValidationMaterial

    package init(
        id: String,
        subject: String,
        evidence: [String],
        br: String,
        dtbsr: String,
        time: Timestamp,
        signedAttributes: Blob,
        validation: ValidationMaterial
    ) {
        self.id = id
        self.subject = subject
        self.evidence = evidence
        self.br = br
        self.dtbsr = dtbsr
        self.time = time
        self.signedAttributes = signedAttributes
        self.validation = validation
    }
}
