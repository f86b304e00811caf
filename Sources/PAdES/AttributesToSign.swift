import CMS

/// Signed attributes that wait for their signature, and the algorithm that they bind it to.
///
/// - SeeAlso: RFC 6211, CMS-B5
struct AttributesToSign {
    let attributes: SignedAttributes
    let algorithm: AlgorithmIdentifier

    init(der: [UInt8]) throws(CMSError) {
        attributes = try SignedAttributes(der: der)
        guard let algorithm = attributes.algorithmProtection?.signatureAlgorithm else {
            throw .attributeAbsent(OID.algorithmProtection)
        }
        self.algorithm = algorithm
    }

    /// DTBS/R: the digest of the attributes, by the hash that goes with the algorithm.
    var digest: [UInt8] {
        get throws(CMSError) { try SignatureScheme(algorithm).hash.digest(of: attributes.der) }
    }

    /// Throws `PAdESError.valueRefused` unless the value is the certificate owner's, over these attributes.
    func check(_ signature: [UInt8], by certificate: Certificate) throws(PAdESError) {
        do {
            try verifySignature(
                signature,
                algorithm: algorithm,
                of: attributes.der,
                publicKeyInfo: certificate.publicKeyInfo
            )
        } catch {
            throw .valueRefused
        }
    }
}
