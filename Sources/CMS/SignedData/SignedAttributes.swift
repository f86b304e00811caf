import Crypto
package import Foundation
import SwiftASN1

/// What a signer signs: attributes that name the content, its digest and the certificate.
///
///     SignedAttributes ::= SET SIZE (1..MAX) OF Attribute
///
/// - SeeAlso: RFC 5652 §5.3, §11; CMS-B2, CMS-V3, CMS-V6
package struct SignedAttributes: Hashable, Sendable {
    /// The SET, tag 31, in the order it was written.
    ///
    /// These are the bytes that the signature covers.
    package let der: [UInt8]
    package let attributes: [Attribute]
    /// Whether the attributes are in DER order; others may re-encode and disagree. CMS-V6
    package let isInDEROrder: Bool
    /// Dotted form.
    package let contentType: String
    package let messageDigest: [UInt8]
    /// From signing-certificate-v2, else from signing-certificate. CMS-V4
    package let signingCertificate: SigningCertificateReference?
    package let algorithmProtection: AlgorithmProtection?
    package let signingTime: Date?

    /// Writes content-type, message-digest, signing-certificate-v2 and CMSAlgorithmProtection, for a detached PDF
    /// signature. CMS-B2, CMS-B3
    ///
    /// `messageDigest` is of the content, by `digestAlgorithm`.
    package init(
        messageDigest: [UInt8],
        signingCertificate: Certificate,
        digestAlgorithm: HashAlgorithm,
        signatureAlgorithm: AlgorithmIdentifier
    ) {
        self.init(
            contentType: OID.data,
            messageDigest: messageDigest,
            signingCertificate: signingCertificate,
            digestAlgorithm: digestAlgorithm,
            signatureAlgorithm: signatureAlgorithm,
            signingTime: nil
        )
    }

    /// Writes the same attributes for any content, with a signing time where one is wanted (never in PAdES), and `more`.
    package init(
        contentType: String,
        messageDigest: [UInt8],
        signingCertificate: Certificate,
        digestAlgorithm: HashAlgorithm,
        signatureAlgorithm: AlgorithmIdentifier,
        signingTime: Date?,
        more: [Attribute] = []
    ) {
        let protection = AlgorithmProtection(
            digestAlgorithm: digestAlgorithm.identifier,
            signatureAlgorithm: signatureAlgorithm
        )
        var attributes = [
            Attribute(oid: OID.contentTypeAttribute, values: [DEREncoding.objectIdentifier(contentType)]),
            Attribute(oid: OID.messageDigestAttribute, values: [DEREncoding.octetString(messageDigest)]),
            SigningCertificateReference.attribute(for: signingCertificate, hash: digestAlgorithm),
            protection.attribute,
        ]
        attributes += more
        if let signingTime {
            attributes.append(Attribute(oid: OID.signingTimeAttribute, values: [DEREncoding.time(signingTime)]))
        }
        do {
            try self.init(der: DEREncoding.setOf(attributes.map(\.der)))
        } catch {
            preconditionFailure("attributes of our own making read back: \(error)")
        }
    }

    /// Reads a SET, tag 31, in DER: ordered, no attribute twice.
    package init(der: [UInt8]) throws(CMSError) {
        try self.init(anyOrder: der)
        guard isInDEROrder else { throw .malformed(.signedAttributes, .order) }
    }

    /// Reads a SET, tag 31, in whatever order it was written.
    package init(anyOrder der: [UInt8]) throws(CMSError) {
        let elements = try DERElement(der: der, .signedAttributes).set()
        var attributes: [Attribute] = []
        for element in elements { attributes.append(try Attribute(element)) }
        let encoded = elements.map(\.encoded)

        // 1. No attribute twice. CMS-V3
        var byType: [String: Attribute] = [:]
        for attribute in attributes {
            guard byType.updateValue(attribute, forKey: attribute.oid) == nil else {
                throw .attributeRepeated(attribute.oid)
            }
        }
        // 2. Content type and message digest once, one value each. RFC 5652 §11.1, §11.2
        contentType = try Self.value(OID.contentTypeAttribute, of: byType).expect(.objectIdentifier).objectIdentifier()
        messageDigest = Array(try Self.value(OID.messageDigestAttribute, of: byType).expect(.octetString).content())
        // 3. The certificate; v2 is preferred. CMS-V4
        signingCertificate = try (byType[OID.signingCertificateV2] ?? byType[OID.signingCertificate])
            .map(SigningCertificateReference.init)
        algorithmProtection = try byType[OID.algorithmProtection].map(AlgorithmProtection.init)
        signingTime = try byType[OID.signingTimeAttribute].map { (attribute) throws(CMSError) in
            try DERElement(der: attribute.soleValue(), .attribute).time()
        }
        self.attributes = attributes
        isInDEROrder = encoded == DEREncoding.sorted(encoded)
        self.der = der
    }

    /// SHA-256 of the bytes to be signed: the data to be signed representation (DTBS/R).
    package var digest: [UInt8] { Array(SHA256.hash(data: der)) }

    package func attribute(_ oid: String) -> Attribute? { attributes.first { $0.oid == oid } }

    private static func value(_ oid: String, of attributes: [String: Attribute]) throws(CMSError) -> DERElement {
        guard let attribute = attributes[oid] else { throw .attributeAbsent(oid) }
        return try DERElement(der: attribute.soleValue(), .attribute)
    }
}
