import CMS

/// What every certificate of a path has to be, whatever its place.
extension Certificate {
    /// Extensions that are processed or may be ignored even when critical.
    ///
    /// Key identifiers and access information are not among them: they must never be critical, so that a certificate
    /// in which they are is not one that this profile describes.
    private static let understoodExtensions: Set<String> = [
        OID.keyUsage, OID.subjectAltName, OID.issuerAltName, OID.basicConstraints, OID.nameConstraints,
        OID.crlDistributionPoints, OID.certificatePolicies, OID.policyMappings, OID.policyConstraints,
        OID.extendedKeyUsage, OID.inhibitAnyPolicy,
    ]

    /// Critical extensions that are not understood, no issuer's name, constraints on names in an end entity.
    ///
    /// - SeeAlso: RFC 5280 §4.1.2.4, §4.2, §4.2.1.10, §6.1.4 (o), §6.1.5 (f)
    var profileFindings: [Finding] {
        var findings = unknownCriticalFindings
        if issuer.isEmpty || (isAuthority && subject.isEmpty) {
            findings.append(Finding(.certificateMalformed, subject.display))
        }
        if !isAuthority, extensionValue(OID.nameConstraints) != nil {
            findings.append(Finding(.certificateMalformed, "\(subject.display), \(OID.nameConstraints)"))
        }
        if extendedKeyUsage?.isEmpty ?? false {
            findings.append(Finding(.certificateMalformed, "\(subject.display), \(OID.extendedKeyUsage)"))
        }
        return findings
    }

    var unknownCriticalFindings: [Finding] {
        extensions.filter { $0.isCritical && !Self.understoodExtensions.contains($0.oid) }.map { item in
            Finding(.unknownCriticalExtension, "\(subject.display), \(item.oid)")
        }
    }
}
