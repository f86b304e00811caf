import Foundation

/// Judging one CRL.
extension CertificateRevocationList {
    /// Verifies that `issuer` signed this list and may sign lists.
    ///
    /// - SeeAlso: RFC 5280 §6.3.3 (f), (g)
    package func verify(issuer authority: Certificate) throws(CMSError) {
        guard issuer.matches(authority.subject) else { throw .revocationListIssuerMismatch }
        if let wanted = authorityKeyIdentifier, let identifier = authority.subjectKeyIdentifier {
            guard wanted == identifier else { throw .revocationListIssuerMismatch }
        }
        guard authority.keyUsage?.contains(.cRLSign) ?? true else { throw .revocationListUsage }
        try verifySignature(
            signature,
            algorithm: signatureAlgorithm,
            of: tbs,
            publicKeyInfo: authority.publicKeyInfo
        )
    }

    /// What the list says about `certificate`, after verifying that it may say so.
    ///
    /// Complete lists by the certificate's own issuer only: delta and indirect lists, and lists for some reasons, throw
    /// `.revocationListScope`. Whether the list may be used at some time is the caller's to decide.
    ///
    /// - Parameters:
    ///   - certificate: the one that is asked about.
    ///   - authority: its issuer, whose path the caller has verified or will.
    /// - Returns: the status with its times.
    /// - Throws: `.revocationListIssuerMismatch`, `.revocationListUsage`, `.revocationListScope`, `.signatureInvalid`,
    ///   `.criticalExtensionUnknown`, `.timesInconsistent`.
    /// - SeeAlso: RFC 5280 §6.3.3, REV-5, REV-6
    package func status(of certificate: Certificate, issuer authority: Certificate) throws(CMSError)
        -> CertificateStatus
    {
        guard issuer.matches(certificate.issuer) else { throw .revocationListIssuerMismatch }
        guard !isDelta else { throw .revocationListScope(.delta) }
        if let oid = extensions.criticalUnknown(besides: Self.understood) { throw .criticalExtensionUnknown(oid) }
        try issuingDistributionPoint?.checkCovers(certificate)
        guard nextUpdate.map({ $0 >= thisUpdate }) ?? true else { throw .timesInconsistent }
        try verify(issuer: authority)
        // A list with an entry that we do not understand says nothing reliable about any certificate. RFC 5280 §5.3
        for entry in entries {
            if let oid = entry.extensions.criticalUnknown(besides: Self.understoodInEntries) {
                throw .criticalExtensionUnknown(oid)
            }
        }
        return CertificateStatus(
            state: try state(of: certificate.serialNumber),
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            producedAt: thisUpdate,
            signer: .issuer,
            signatureAlgorithm: signatureAlgorithm,
            archiveCutoff: expiredCertificatesFrom
        )
    }

    private func state(of serialNumber: [UInt8]) throws(CMSError) -> CertificateStatus.State {
        guard let entry = entry(for: serialNumber) else { return .good }
        return .revoked(at: entry.revocationDate, try entry.reason())
    }

    private static let understood: Set<String> = [
        OID.authorityKeyIdentifier, OID.crlNumber, OID.issuingDistributionPoint, OID.expiredCertsOnCRL,
    ]
    private static let understoodInEntries: Set<String> = [OID.reasonCode, OID.invalidityDate]
}
