import CMS

/// Extensions by which a certificate says that its own revocation need not be asked for, and who may carry them.
extension Certificate {
    /// True when nobody will ever say that this end entity's certificate was revoked, so that nobody is asked.
    ///
    /// - SeeAlso: RFC 9608 §4, EN 319 412-1 §5.2; REV-7
    var isWithoutRevocation: Bool {
        !isAuthority && (hasNoRevocationAvailable || isShortTerm) && endEntityMarkFindings.isEmpty
    }

    private var hasNoRevocationAvailable: Bool { extensionValue(OID.noRevocationAvailable) != nil }
    private var isShortTerm: Bool { extensionValue(OID.validityAssuredShortTerm) != nil }

    /// A CA's certificate carries none of them. RFC 9608 §3; REV-3, REV-7
    var revocationMarkFindings: [Finding] {
        var findings: [Finding] = []
        if hasNoRevocationAvailable || isShortTerm {
            findings.append(Finding(.revocationExemptionMisplaced, subject.display))
        }
        if hasOCSPNoCheck { findings.append(Finding(.noCheckMisplaced, subject.display)) }
        return findings
    }

    /// nocheck is a responder's alone, and who has no revocation information names no place to find it.
    func endEntityFindings(for purpose: CertificatePurpose?) -> [Finding] {
        var findings = endEntityMarkFindings
        let isResponder = purpose == .ocsp || (purpose == nil && extendedKeyUsage?.contains(OID.ocspSigning) ?? false)
        if hasOCSPNoCheck, !isResponder { findings.append(Finding(.noCheckMisplaced, subject.display)) }
        return findings
    }

    private var endEntityMarkFindings: [Finding] {
        let saysWhere =
            !distributionPoints.isEmpty || !ocspURLs.isEmpty || extensionValue(OID.freshestCRL) != nil
        let isMisplaced =
            (isAuthority && (hasNoRevocationAvailable || isShortTerm)) || (hasNoRevocationAvailable && saysWhere)
        return isMisplaced ? [Finding(.revocationExemptionMisplaced, subject.display)] : []
    }
}
