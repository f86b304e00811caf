/// Making signed data.
///
/// - SeeAlso: CMS-B1, CMS-B3, CMS-B4, CMS-B6
extension SignedData {
    /// Detached signed data over id-data with one signer.
    ///
    /// - Parameters:
    ///   - signedAttributes: what was signed.
    ///   - signature: for ECDSA in DER.
    ///   - signatureAlgorithm: as the attributes protect it.
    ///   - certificates: the signer's first, then the intermediates that are known.
    ///   - timestampToken: DER of a token over `signature`.
    /// - Returns: a ContentInfo in DER.
    /// - Throws: like `encode(content:signedAttributes:signature:signatureAlgorithm:certificates:timestampToken:)`.
    package static func encode(
        signedAttributes: SignedAttributes,
        signature: [UInt8],
        signatureAlgorithm: AlgorithmIdentifier,
        certificates: [Certificate],
        timestampToken: [UInt8]?
    ) throws(CMSError) -> [UInt8] {
        try encode(
            content: nil,
            signedAttributes: signedAttributes,
            signature: signature,
            signatureAlgorithm: signatureAlgorithm,
            certificates: certificates,
            timestampToken: timestampToken
        )
    }

    /// Signed data with one signer, of the type that the attributes name, with `content` inside unless it is nil.
    ///
    /// - Throws: `CMSError.signerCertificateAbsent` without a certificate, `.signingCertificateMismatch` when the first
    ///   is not the one that the attributes name, and what an unsupported algorithm throws.
    package static func encode(
        content: [UInt8]?,
        signedAttributes: SignedAttributes,
        signature: [UInt8],
        signatureAlgorithm: AlgorithmIdentifier,
        certificates: [Certificate],
        timestampToken: [UInt8]?
    ) throws(CMSError) -> [UInt8] {
        guard let signer = certificates.first else { throw .signerCertificateAbsent }
        guard let reference = signedAttributes.signingCertificate else { throw .signingCertificateAttributeAbsent }
        guard reference.names(signer) else { throw .signingCertificateMismatch }

        let digestAlgorithm = try SignatureScheme(signatureAlgorithm).hash.identifier
        let identifier = DEREncoding.sequence(
            signer.issuer.der,
            DEREncoding.integer(content: signer.serialNumber)
        )
        // The SET's content under [0]. RFC 5652 §5.3
        let attributes = DEREncoding.value(tag: 0xA0, elementContent(of: signedAttributes.der))
        let timestamp = timestampToken.map { token in
            DEREncoding.implicit(1, constructed: Attribute(oid: OID.signatureTimestampToken, values: [token]).der)
        }
        let signerInfo = DEREncoding.sequence(
            DEREncoding.integer(1),
            identifier,
            digestAlgorithm.der,
            attributes,
            signatureAlgorithm.der,
            DEREncoding.octetString(signature),
            timestamp ?? []
        )
        let encapsulated = DEREncoding.sequence(
            DEREncoding.objectIdentifier(signedAttributes.contentType),
            content.map { DEREncoding.explicit(0, DEREncoding.octetString($0)) } ?? []
        )
        let certificateSet = DEREncoding.sorted(Array(Set(certificates.map(\.der)))).joined()
        let signedData = DEREncoding.sequence(
            DEREncoding.integer(signedAttributes.contentType == OID.data ? 1 : 3),
            DEREncoding.setOf([digestAlgorithm.der]),
            encapsulated,
            DEREncoding.implicit(0, constructed: Array(certificateSet)),
            DEREncoding.setOf([signerInfo])
        )
        return DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.signedData),
            DEREncoding.explicit(0, signedData)
        )
    }

    /// What is inside the tag and length of one DER element.
    private static func elementContent(of der: [UInt8]) -> [UInt8] {
        let header = der[1] < 0x80 ? 2 : 2 + Int(der[1] & 0x7F)
        return Array(der[header...])
    }
}
