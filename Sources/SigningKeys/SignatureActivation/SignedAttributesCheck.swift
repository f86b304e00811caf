import CMS
import SignerProtocol

/// What a signature would say, read from the attributes that would be signed.
///
/// Exactly four attributes are accepted: content type, message digest, signing certificate and algorithm protection.
///
/// - SeeAlso: SAD-3; SIGNING 0a, 19; CMS-B2
struct SignedAttributesCheck {
    let certificate: Certificate

    /// Algorithms of this release.
    static let signatureAlgorithm = OID.ecdsaWithSHA256
    static let digestAlgorithm = OID.sha256
    private static let accepted: Set<String> = [
        OID.contentTypeAttribute, OID.messageDigestAttribute, OID.signingCertificateV2, OID.algorithmProtection,
    ]

    /// Refuses attributes that say more, or something else, than that this digest is signed with this certificate.
    ///
    /// `byteRangeDigest` is what the message digest must be, hexadecimal.
    ///
    /// - Throws: `SignerError.signedAttributes`, `.algorithmRefused`, `.documentMismatch`.
    func check(_ der: [UInt8], byteRangeDigest: String) throws(SignerError) {
        guard der.count <= 4096, let attributes = try? SignedAttributes(der: der) else { throw .signedAttributes }
        // 1. Nothing else is said; the parser refuses an attribute twice and any order but DER's.
        guard Set(attributes.attributes.map(\.oid)) == Self.accepted else { throw .signedAttributes }
        // 2. Algorithms.
        guard attributes.algorithmProtection?.digestAlgorithm.oid == Self.digestAlgorithm,
            attributes.algorithmProtection?.signatureAlgorithm?.oid == Self.signatureAlgorithm
        else { throw .algorithmRefused }
        // 3. The content is data.
        guard attributes.contentType == OID.data else { throw .signedAttributes }
        // 4. The certificate is the credential's, and no other.
        guard let reference = attributes.signingCertificate, reference.hashAlgorithm == .sha256,
            reference.names(certificate)
        else { throw .signedAttributes }
        // 5. The document.
        guard attributes.messageDigest.hexadecimal == byteRangeDigest else { throw .documentMismatch }
    }
}
