import SwiftASN1

/// How a signer is named.
///
/// - SeeAlso: RFC 5652 §5.3
package enum SignerIdentifier: Hashable, Sendable {
    /// `serialNumber` as content octets.
    case issuerAndSerialNumber(DistinguishedName, serialNumber: [UInt8])
    case subjectKeyIdentifier([UInt8])

    package func names(_ certificate: Certificate) -> Bool {
        switch self {
        case .issuerAndSerialNumber(let issuer, let serialNumber):
            serialNumber == certificate.serialNumber && issuer.matches(certificate.issuer)
        case .subjectKeyIdentifier(let identifier):
            identifier == certificate.subjectKeyIdentifier
        }
    }
}

/// One signer's part of signed data.
///
///     SignerInfo ::= SEQUENCE {
///         version             INTEGER,
///         sid                 SignerIdentifier,
///         digestAlgorithm     AlgorithmIdentifier,
///         signedAttrs         [0] IMPLICIT SignedAttributes OPTIONAL,
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           OCTET STRING,
///         unsignedAttrs       [1] IMPLICIT UnsignedAttributes OPTIONAL }
///
/// - SeeAlso: RFC 5652 §5.3
package struct SignerInfo: Hashable, Sendable {
    package let identifier: SignerIdentifier
    package let digestAlgorithm: AlgorithmIdentifier
    package let signedAttributes: SignedAttributes?
    /// As written; see `effectiveSignatureAlgorithm`.
    package let signatureAlgorithm: AlgorithmIdentifier
    package let signature: [UInt8]
    package let unsignedAttributes: [Attribute]
    /// The fields up to the signature, as they were written, one after the other.
    package let signedFields: [UInt8]

    init(_ element: DERElement) throws(CMSError) {
        var all = try element.sequence()
        signedFields = Array(
            all.rest().filter { !$0.isTagged(ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific)) }
                .map(\.encoded).joined()
        )
        var reader = try element.sequence()
        let version = try reader.next(.integer).smallInteger()
        let name = try reader.next()
        if name.isTagged(.sequence) {
            var fields = try name.children()
            let issuer = try DistinguishedName(fields.next())
            identifier = .issuerAndSerialNumber(issuer, serialNumber: try fields.next(.integer).integer())
            try fields.end()
        } else {
            guard name.isTagged(ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)) else {
                throw element.fault(.unexpectedTag)
            }
            identifier = .subjectKeyIdentifier(Array(try name.content()))
        }
        guard version == 1 || version == 3 else { throw element.fault(.version) }
        digestAlgorithm = try AlgorithmIdentifier(reader.next())
        if let attributes = try reader.optional(context: 0) {
            // The original bytes with the tag of a SET. CMS-V6
            var bytes = attributes.encoded
            bytes[0] = 0x31
            signedAttributes = try SignedAttributes(anyOrder: bytes)
        } else {
            signedAttributes = nil
        }
        signatureAlgorithm = try AlgorithmIdentifier(reader.next())
        signature = Array(try reader.next(.octetString).content())
        var attributes: [Attribute] = []
        if let list = try reader.optional(context: 1) {
            var items = try list.children()
            for item in items.rest() { attributes.append(try Attribute(item)) }
        }
        unsignedAttributes = attributes
        try reader.end()
    }

    /// DER of every timestamp token over the signature. CMS-B6
    package var signatureTimestampTokens: [[UInt8]] {
        unsignedAttributes.filter { $0.oid == OID.signatureTimestampToken }.flatMap(\.values)
    }

    /// DER of every archive timestamp token of the third version. EN 319 122-1 §5.5.3
    package var archiveTimestampTokens: [[UInt8]] {
        unsignedAttributes.filter { $0.oid == OID.archiveTimestampV3 }.flatMap(\.values)
    }

    /// The signature algorithm with its hash: rsaEncryption takes it from the digest algorithm. RFC 3370 §3.2
    ///
    /// - Throws: `CMSError.algorithmUnsupported`
    package func effectiveSignatureAlgorithm() throws(CMSError) -> AlgorithmIdentifier {
        guard signatureAlgorithm.oid == OID.rsaEncryption else { return signatureAlgorithm }
        guard signatureAlgorithm.parametersAreAbsentOrNull else { throw .algorithmParameters(OID.rsaEncryption) }
        let oid =
            switch try HashAlgorithm(digestAlgorithm) {
            case .sha1: OID.sha1WithRSA
            case .sha256: OID.sha256WithRSA
            case .sha384: OID.sha384WithRSA
            case .sha512: OID.sha512WithRSA
            }
        return AlgorithmIdentifier(oid: oid, parameters: DEREncoding.null)
    }
}
