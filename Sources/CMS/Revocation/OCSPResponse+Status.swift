package import Foundation

/// Judging one OCSP response.
extension OCSPResponse {
    /// What the response says about `certificate`, after verifying that it may say so.
    ///
    /// Times are only checked against each other; whether the answer may be used at some time is the caller's to
    /// decide, with `CertificateStatus.checkCurrent` or by its own rules.
    ///
    /// - Parameters:
    ///   - certificate: the one that is asked about.
    ///   - issuer: the certificate's issuer, whose path the caller has verified or will.
    ///   - others: where else the responder's certificate may be.
    /// - Returns: the status with its times and its signer.
    /// - Throws: `.responseCoversOthers`, `.responderUnknown`, `.responderUnauthorised`, `.responderIsSubject`,
    ///   `.signatureInvalid`, `.criticalExtensionUnknown`, `.timesInconsistent`.
    /// - SeeAlso: RFC 6960 §3.2, REV-1, REV-2, REV-3, REV-4
    package func status(
        of certificate: Certificate,
        issuer: Certificate,
        among others: [Certificate] = []
    ) throws(CMSError) -> CertificateStatus {
        // 1. The answer is about the certificate that we ask about.
        let matching = responses.filter { $0.certificate.names(certificate, issuedBy: issuer) }
        guard let single = matching.max(by: { $0.thisUpdate < $1.thisUpdate }) else { throw .responseCoversOthers }
        if let oid = extensions.criticalUnknown(besides: [OID.ocspNonce]) { throw .criticalExtensionUnknown(oid) }
        if let oid = single.extensions.criticalUnknown(besides: [OID.ocspArchiveCutoff]) {
            throw .criticalExtensionUnknown(oid)
        }
        // 2.–4. Signed by whom it says, who is allowed to.
        let signer = try verifiedSigner(for: certificate, issuer: issuer, among: others)
        // 5.–6. The times make sense together.
        guard single.thisUpdate <= producedAt, single.nextUpdate.map({ $0 >= single.thisUpdate }) ?? true else {
            throw .timesInconsistent
        }
        return CertificateStatus(
            state: single.state,
            thisUpdate: single.thisUpdate,
            nextUpdate: single.nextUpdate,
            producedAt: producedAt,
            signer: signer,
            signatureAlgorithm: signatureAlgorithm,
            archiveCutoff: try single.archiveCutoff()
        )
    }

    /// The same, and current at `time`.
    package func status(
        of certificate: Certificate,
        issuer: Certificate,
        at time: Date,
        tolerance: TimeInterval = 0
    ) throws(CMSError) -> CertificateStatus {
        let status = try status(of: certificate, issuer: issuer)
        try status.checkCurrent(at: time, tolerance: tolerance)
        return status
    }

    /// The response answers a request with this nonce.
    ///
    /// A responder may leave the nonce out; then this says nothing.
    package func checkNonce(_ sent: [UInt8]) throws(CMSError) {
        guard let nonce else { return }
        guard nonce == sent else { throw .responseNonceMismatch }
    }

    private func verifiedSigner(
        for certificate: Certificate,
        issuer: Certificate,
        among others: [Certificate]
    ) throws(CMSError) -> CertificateStatus.Signer {
        var failure = CMSError.responderUnknown
        // (a) The issuer's own key. A self-signed certificate has no issuer that could revoke it.
        if responderID.names(issuer) {
            guard certificate.publicKeyInfo != issuer.publicKeyInfo else { throw .responderIsSubject }
            do {
                try verifySignature(by: issuer)
                return .issuer
            } catch {
                failure = error
            }
        }
        // (b) A responder that the issuer appointed directly.
        for candidate in certificates + others where candidate != issuer && responderID.names(candidate) {
            do {
                try checkDelegate(candidate, of: issuer, for: certificate)
                try verifySignature(by: candidate)
                return .delegate(candidate, noCheck: candidate.hasOCSPNoCheck)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func verifySignature(by certificate: Certificate) throws(CMSError) {
        try CMS.verifySignature(
            signature,
            algorithm: signatureAlgorithm,
            of: tbs,
            publicKeyInfo: certificate.publicKeyInfo
        )
    }

    /// - SeeAlso: RFC 6960 §4.2.2.2
    private func checkDelegate(
        _ delegate: Certificate,
        of issuer: Certificate,
        for certificate: Certificate
    ) throws(CMSError) {
        guard delegate.publicKeyInfo != certificate.publicKeyInfo else { throw .responderIsSubject }
        do {
            try delegate.verify(issuedBy: issuer)
        } catch {
            throw .responderUnauthorised(.notIssuedByAuthority)
        }
        guard delegate.extendedKeyUsage?.contains(OID.ocspSigning) ?? false else {
            throw .responderUnauthorised(.noOCSPSigning)
        }
        guard delegate.keyUsage?.contains(.digitalSignature) ?? true else {
            throw .responderUnauthorised(.noDigitalSignature)
        }
        guard !delegate.isAuthority else { throw .responderUnauthorised(.isAuthority) }
        guard delegate.isValid(at: producedAt) else { throw .responderUnauthorised(.notValidWhenProduced) }
    }
}
