import CMS

extension CertificatePath {
    /// Begins with what the anchor's own certificate says about the certificates below it.
    ///
    /// Its policies are not looked at: which are wanted is the asker's to say. An anchor that is itself the end entity
    /// issues nothing, so that nothing is asked of it as an issuer.
    ///
    /// - Returns: what keeps the anchor from issuing anything.
    /// - SeeAlso: RFC 5937 §3, RFC 5280 §6.2
    func anchorFindings(_ constraints: inout NameConstraints, lengthLeft: inout Int) -> [Finding] {
        guard certificates != [anchor] else { return [] }
        let name = anchor.subject.display
        var findings = anchor.unknownCriticalFindings
        if let basic = anchor.basicConstraints {
            if !basic.isAuthority { findings.append(Finding(.notACertificationAuthority, name)) }
            lengthLeft = min(lengthLeft, basic.pathLength ?? .max)
        }
        if let usage = anchor.keyUsage, !usage.contains(.keyCertSign) {
            findings.append(Finding(.keyUsageWithoutCertSign, name))
        }
        if let value = anchor.extensionValue(OID.nameConstraints), !constraints.add(extension: value) {
            findings.append(Finding(.nameConstraintsViolated, name))
        }
        return findings
    }
}
