package import Foundation

/// A timestamp token: signed data over a TSTInfo.
///
/// - SeeAlso: RFC 3161 §2.4.2, RFC 5816
package struct TimestampToken: Hashable, Sendable {
    package let der: [UInt8]
    package let signedData: SignedData
    package let info: TSTInfo

    /// Reads a token.
    ///
    /// It is not verified yet.
    ///
    /// - Throws: what a form that no token may have throws: other content, no content, not one signer.
    package init(der: [UInt8]) throws(CMSError) {
        try self.init(SignedData(der: der))
    }

    /// Reads the `/Contents` of a document timestamp, zero padding included.
    package init(paddedContents: [UInt8]) throws(CMSError) {
        try self.init(SignedData(paddedContents: paddedContents))
    }

    private init(_ signedData: SignedData) throws(CMSError) {
        guard signedData.contentType == OID.tstInfo else { throw .contentType(signedData.contentType) }
        guard let content = signedData.content else { throw .encapsulatedContentAbsent }
        _ = try signedData.soleSigner()
        try signedData.checkContentTypeAttribute()
        info = try TSTInfo(der: content)
        self.signedData = signedData
        der = signedData.der
    }

    /// Certificates inside the token.
    package var certificates: [Certificate] { signedData.certificates }

    /// The authority's certificate, by signer identifier and signing-certificate attribute.
    package func signerCertificate(among others: [Certificate] = []) throws(CMSError) -> Certificate {
        try signedData.signerCertificate(among: others)
    }

    /// The token is over this data.
    package func checkImprint(of data: [UInt8]) throws(CMSError) {
        guard info.imprint.hashAlgorithm.digest(of: data) == info.imprint.digest else {
            throw .timestampImprintMismatch
        }
    }

    /// The token is over this digest.
    package func checkImprint(_ imprint: MessageImprint) throws(CMSError) {
        guard info.imprint == imprint else { throw .timestampImprintMismatch }
    }

    /// Verifies the authority's signature and its form, not its path.
    ///
    /// - Returns: the authority's certificate.
    @discardableResult
    package func verifySignature(among others: [Certificate] = []) throws(CMSError) -> Certificate {
        try signedData.checkAlgorithms()
        try signedData.checkSigningCertificateAttribute()
        let certificate = try signerCertificate(among: others)
        let digestAlgorithm = try signedData.digestAlgorithm()
        try signedData.checkMessageDigest(digestAlgorithm.digest(of: info.der))
        try signedData.checkSignature(by: certificate)
        return certificate
    }

    /// Verifies everything that a client must before it uses a fresh token; the path to an anchor remains. TSP-3, TSP-4
    ///
    /// - Parameters:
    ///   - request: what was asked.
    ///   - policies: the policies we accept.
    ///   - now: our own clock.
    ///   - tolerance: how far genTime may be from `now`, in seconds.
    /// - Returns: the authority's certificate.
    /// - Throws: the timestamp cases of `CMSError`, and what `verifySignature` throws.
    @discardableResult
    package func verify(
        answering request: TimestampRequest,
        policies: Set<String>,
        now: Date,
        tolerance: TimeInterval = 60
    ) throws(CMSError) -> Certificate {
        // 1. What was asked for.
        try checkImprint(request.imprint)
        guard info.nonce == request.nonce else { throw .timestampNonceMismatch }
        guard request.policy ?? info.policy == info.policy, policies.contains(info.policy) else {
            throw .timestampPolicyMismatch(info.policy)
        }
        // 2. When.
        let offset = info.genTime.timeIntervalSince(now)
        guard abs(offset) <= tolerance else { throw .timestampTimeOff(seconds: offset) }
        // 3. By whom. The certificate was asked for, so it has to be inside.
        let certificate: Certificate
        do {
            certificate = try verifySignature()
        } catch .signerCertificateAbsent {
            throw .timestampCertificateAbsent
        }
        try Self.checkUsage(of: certificate)
        guard certificate.isValid(at: info.genTime) else { throw .certificateNotValid(at: info.genTime) }
        return certificate
    }

    /// The extended key usage is critical and timestamping alone. TSP-4, RFC 3161 §2.3
    package static func checkUsage(of certificate: Certificate) throws(CMSError) {
        guard let purposes = certificate.extendedKeyUsage, purposes.contains(OID.timeStamping) else {
            throw .timestampAuthorityUsage(.absent)
        }
        guard purposes == [OID.timeStamping] else { throw .timestampAuthorityUsage(.otherPurposes) }
        guard certificate.extendedKeyUsageIsCritical else { throw .timestampAuthorityUsage(.notCritical) }
    }
}
