import CMS
import SignerProtocol

/// What a signature would say, read from the attributes that would be signed.
///
/// Exactly four attributes are accepted: content type, message digest, signing certificate and algorithm protection.
///
/// - SeeAlso: SAD-3; SIGNING 0a, 19; CMS-B2
struct SignedAttributesCheck {
    let certificate: Certificate
    let type: KeyType

    private static let accepted: Set<String> = [
        OID.contentTypeAttribute, OID.messageDigestAttribute, OID.signingCertificateV2, OID.algorithmProtection,
    ]

    /// The digest to be signed: of the attributes, by the hash of the key's type.
    func digest(of der: [UInt8]) -> [UInt8] { type.hash.digest(of: der) }

    /// Refuses attributes that say more, or something else, than that this document is signed with this certificate.
    ///
    /// `byteRangeDigest` is what the message digest must be, hexadecimal.
    ///
    /// - Throws: `SignerError.signedAttributes`, `.algorithmRefused`, `.documentMismatch`.
    func check(_ der: [UInt8], byteRangeDigest: String) throws(SignerError) {
        guard der.count <= 4096, let attributes = try? SignedAttributes(der: der) else { throw .signedAttributes }
        // 1. Nothing else is said; the parser refuses an attribute twice and any order but DER's.
        guard Set(attributes.attributes.map(\.oid)) == Self.accepted else { throw .signedAttributes }
        // 2. Algorithms, with their parameters: those of the key's type.
        guard attributes.algorithmProtection?.digestAlgorithm == type.hash.identifier,
            attributes.algorithmProtection?.signatureAlgorithm == type.algorithm
        else { throw .algorithmRefused }
        // 3. The content is data.
        guard attributes.contentType == OID.data else { throw .signedAttributes }
        // 4. The certificate is the credential's, and no other.
        guard let reference = attributes.signingCertificate, reference.hashAlgorithm == type.hash,
            reference.names(certificate)
        else { throw .signedAttributes }
        // 5. The document.
        guard attributes.messageDigest.count == type.hash.digestLength,
            attributes.messageDigest.hexadecimal == byteRangeDigest
        else { throw .documentMismatch }
    }
}
