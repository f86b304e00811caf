/// The checks of one detached or enveloping signature, each a step that a judge can report on its own.
///
/// What a step throws tells the verdict: `.messageDigestMismatch` is a wrong hash, `.signatureInvalid` a wrong
/// signature, the certificate cases an unknown signer, everything else a wrong form.
///
/// - SeeAlso: CMS-V2…V7
extension SignedData {
    /// Exactly one signer. CMS-V2
    package func soleSigner() throws(CMSError) -> SignerInfo {
        guard signerInfos.count == 1 else { throw .signerInfoCount(signerInfos.count) }
        return signerInfos[0]
    }

    /// The form of a PDF signature: one signer, detached id-data, with signed attributes that name it. CMS-V2, V3, V7
    package func checkDetachedForm() throws(CMSError) {
        guard content == nil else { throw .encapsulatedContentPresent }
        guard contentType == OID.data else { throw .contentType(contentType) }
        try checkContentTypeAttribute()
    }

    /// The content-type attribute names the content. RFC 5652 §11.1
    package func checkContentTypeAttribute() throws(CMSError) {
        let attributes = try signedAttributes()
        guard attributes.contentType == contentType else { throw .contentTypeAttribute(attributes.contentType) }
    }

    /// The sole signer's attributes, without which nothing is judged. CMS-V7
    package func signedAttributes() throws(CMSError) -> SignedAttributes {
        guard let attributes = try soleSigner().signedAttributes else { throw .signedAttributesAbsent }
        return attributes
    }

    /// The hash under the content and the attributes.
    package func digestAlgorithm() throws(CMSError) -> HashAlgorithm {
        try HashAlgorithm(soleSigner().digestAlgorithm)
    }

    /// Digest algorithm, signature algorithm and their protection agree. CMS-V5
    package func checkAlgorithms() throws(CMSError) {
        let signer = try soleSigner()
        if let protection = signer.signedAttributes?.algorithmProtection {
            guard protection.digestAlgorithm.isSameAlgorithm(as: signer.digestAlgorithm) else {
                throw .algorithmConfusion(.protectedDigest)
            }
            guard let protected = protection.signatureAlgorithm,
                protected.isSameAlgorithm(as: signer.signatureAlgorithm)
            else { throw .algorithmConfusion(.protectedSignature) }
        }
        let scheme = try SignatureScheme(signer.effectiveSignatureAlgorithm())
        guard try scheme.hash == digestAlgorithm() else { throw .algorithmConfusion(.signatureDigest) }
    }

    /// The digest of the content is the one that was signed. RFC 5652 §11.2
    package func checkMessageDigest(_ contentDigest: [UInt8]) throws(CMSError) {
        guard try signedAttributes().messageDigest == contentDigest else { throw .messageDigestMismatch }
    }

    /// The signer's certificate: the one that the signer identifier and the signing-certificate attribute name. CMS-V4
    ///
    /// - Parameter others: certificates from elsewhere, such as the DSS dictionary.
    /// - Returns: that certificate; its path is not looked at.
    /// - Throws: `.signerCertificateAbsent`; `.signingCertificateMismatch` when only one of the two names it. An absent
    ///   attribute is not an error here: see `checkSigningCertificateAttribute`.
    package func signerCertificate(among others: [Certificate] = []) throws(CMSError) -> Certificate {
        let signer = try soleSigner()
        let candidates = (certificates + others).filter { signer.identifier.names($0) }
        guard let first = candidates.first else { throw .signerCertificateAbsent }
        guard let reference = signer.signedAttributes?.signingCertificate else { return first }
        guard let named = candidates.first(where: reference.names) else { throw .signingCertificateMismatch }
        return named
    }

    /// An AdES signature has a signing-certificate attribute. CMS-V4
    package func checkSigningCertificateAttribute() throws(CMSError) {
        guard try signedAttributes().signingCertificate != nil else { throw .signingCertificateAttributeAbsent }
    }

    /// The signature is over the original bytes of the signed attributes, by the key of `certificate`. CMS-V6
    package func checkSignature(by certificate: Certificate) throws(CMSError) {
        let signer = try soleSigner()
        try verifySignature(
            signer.signature,
            algorithm: signer.effectiveSignatureAlgorithm(),
            of: signedAttributes().der,
            publicKeyInfo: certificate.publicKeyInfo
        )
    }

    /// All steps for a detached PDF signature, in the order in which a judge reports them.
    ///
    /// - Parameter contentDigest: of the covered bytes, by `digestAlgorithm()`.
    /// - Returns: the signer's certificate; its path is not looked at.
    /// - Throws: what the first step that fails throws.
    @discardableResult
    package func verify(contentDigest: [UInt8]) throws(CMSError) -> Certificate {
        try checkDetachedForm()
        try checkAlgorithms()
        try checkSigningCertificateAttribute()
        let certificate = try signerCertificate()
        try checkMessageDigest(contentDigest)
        try checkSignature(by: certificate)
        return certificate
    }
}
