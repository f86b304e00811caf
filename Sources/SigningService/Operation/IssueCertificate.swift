import CMS

extension ServiceNeeds {
    /// The chain that the CA issues, without the root.
    ///
    /// Where the CA leaves an intermediate out, it is looked for where the certificate says: what is signed with the key
    /// carries its whole chain then.
    ///
    /// - SeeAlso: RFC 5280 §4.2.2.1; REV-12
    func issue(_ certificationRequest: [UInt8], profile: CertificateProfile) async throws -> [[UInt8]] {
        let issued = try await calling(.certificationAuthority) {
            try await authority.issue(certificationRequest, profile: profile)
        }
        guard try completed(issued, with: settings.signerAnchors) == issued else { return issued }
        let found = await revocation.completed(issued)
        // A root that was found proves nothing: the anchors are the operator's.
        return found.filter { der in issued.contains(der) || (try? Certificate(der: der).isSelfIssued) == false }
    }
}
