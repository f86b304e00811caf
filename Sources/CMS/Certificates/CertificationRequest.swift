import SwiftASN1

/// A PKCS#10 certification request.
///
///     CertificationRequest ::= SEQUENCE {
///         certificationRequestInfo  SEQUENCE {
///             version        INTEGER { v1(0) },
///             subject        Name,
///             subjectPKInfo  SubjectPublicKeyInfo,
///             attributes     [0] IMPLICIT SET OF Attribute },
///         signatureAlgorithm        AlgorithmIdentifier,
///         signature                 BIT STRING }
///
/// - SeeAlso: RFC 2986 §4
package struct CertificationRequest: Hashable, Sendable {
    package let der: [UInt8]
    package let toBeSigned: [UInt8]
    package let subject: DistinguishedName
    package let publicKeyInfo: [UInt8]
    /// The extensions asked for. RFC 2985 §5.4.2
    package let requestedExtensions: [CertificateExtension]
    package let signatureAlgorithm: AlgorithmIdentifier
    package let signature: [UInt8]
    private let known: CertificateExtensions

    /// Throws `CMSError.malformed` unless this is one request in DER.
    ///
    /// Possession of the key is not verified yet.
    package init(der: [UInt8]) throws(CMSError) {
        var request = try DERElement(der: der, .certificationRequest).sequence()
        let body = try request.next(.sequence)
        signatureAlgorithm = try AlgorithmIdentifier(request.next())
        signature = try request.next(.bitString).signatureValue()
        try request.end()

        var fields = try body.sequence()
        guard try fields.next(.integer).smallInteger() == 0 else { throw .malformed(.certificationRequest, .version) }
        subject = try DistinguishedName(fields.next())
        publicKeyInfo = try fields.next(.sequence).encoded
        var extensions: [CertificateExtension]?
        if let list = try fields.optional(context: 0) {
            var attributes = try list.children()
            for element in attributes.rest() {
                let attribute = try Attribute(element)
                guard attribute.oid == OID.extensionRequest else { continue }
                guard extensions == nil else { throw .attributeRepeated(attribute.oid) }
                let value = try DERElement(der: attribute.soleValue(), .certificationRequest)
                extensions = try CertificateExtension.list(value)
            }
        }
        try fields.end()
        requestedExtensions = extensions ?? []
        known = try CertificateExtensions(requestedExtensions)
        toBeSigned = body.encoded
        self.der = der
    }

    package static func == (left: Self, right: Self) -> Bool { left.der == right.der }

    package func hash(into hasher: inout Hasher) { hasher.combine(der) }

    package var subjectAltNames: [GeneralName] { known.subjectAltNames }

    package var rfc822Names: [String] {
        known.subjectAltNames.compactMap { if case .rfc822(let address) = $0 { address } else { nil } }
    }

    /// Verifies that the requester holds the private key.
    package func verifyPossession() throws(CMSError) {
        try verifySignature(signature, algorithm: signatureAlgorithm, of: toBeSigned, publicKeyInfo: publicKeyInfo)
    }
}

/// What a requester puts into a PKCS#10 request before signing it.
package struct CertificationRequestContent: Sendable {
    package var subject: DistinguishedName
    package var publicKeyInfo: [UInt8]
    package var extensions: [CertificateExtension]
    package var signatureAlgorithm: AlgorithmIdentifier

    package init(
        subject: DistinguishedName,
        publicKeyInfo: [UInt8],
        extensions: [CertificateExtension],
        signatureAlgorithm: AlgorithmIdentifier
    ) {
        self.subject = subject
        self.publicKeyInfo = publicKeyInfo
        self.extensions = extensions
        self.signatureAlgorithm = signatureAlgorithm
    }

    /// CertificationRequestInfo.
    package var toBeSigned: [UInt8] {
        let request = Attribute(oid: OID.extensionRequest, values: [CertificateExtension.encoded(extensions)])
        return DEREncoding.sequence(
            DEREncoding.integer(0),
            subject.der,
            publicKeyInfo,
            DEREncoding.implicit(0, constructed: extensions.isEmpty ? [] : request.der)
        )
    }

    /// The request in DER.
    ///
    /// `signature` is over `toBeSigned`, for ECDSA in DER.
    package func assemble(signature: [UInt8]) -> [UInt8] {
        DEREncoding.sequence(toBeSigned, signatureAlgorithm.der, DEREncoding.bitString(signature))
    }

    /// The request in DER, signed by `sign`, which gets the bytes to be signed (not hashed).
    package func signed(
        by sign: (_ toBeSigned: [UInt8]) async throws -> [UInt8]
    ) async throws -> [UInt8] {
        assemble(signature: try await sign(toBeSigned))
    }
}
