package import CMS
package import Foundation

/// The inputs of path validation besides the path itself.
///
/// - SeeAlso: RFC 5280 §6.1.1
package struct PathSettings: Sendable {
    /// The policies of which one is wanted, or nil for any.
    package var initialPolicies: Set<String>?
    package var requiresExplicitPolicy = false
    package var inhibitsAnyPolicy = false

    package init() {}
}

extension CertificatePath {
    /// Validates the path at `time`, without revocation and without policy mapping.
    ///
    /// Returns what is wrong, the anchor's side first; an empty array means a valid path. The validity of `exempt`
    /// is not looked at: an end entity's is judged at the time of its signature.
    ///
    /// - SeeAlso: RFC 5280 §6.1; PATH-1
    package func findings(
        at time: Date,
        ignoringValidityOf exempt: Certificate? = nil,
        settings: PathSettings = PathSettings()
    ) -> [Finding] {
        var findings: [Finding] = []
        var policies = PolicyState(settings, length: certificates.count)
        var constraints = NameConstraints()
        var maximumLength = certificates.count

        for (position, link) in linksFromAnchor.enumerated() {
            let certificate = link.certificate
            let name = certificate.subject.display
            let isLast = position == certificates.count - 1

            // §6.1.3 (a)(1)–(2), (4): signature, validity, name chaining. Revocation (a)(3) is judged elsewhere.
            if let problem = certificate.signatureFinding(issuer: link.issuer) { findings.append(problem) }
            if certificate != exempt, let problem = certificate.validityFinding(at: time) { findings.append(problem) }
            let chains = ComparableName(certificate.issuer) == ComparableName(link.issuer.subject)
            if !chains { findings.append(Finding(.noCertificateChain, name)) }

            // §6.1.3 (b)–(c): a self-issued certificate that is not the last is not constrained.
            if isLast || !certificate.isSelfIssued, !constraints.allow(certificate) {
                findings.append(Finding(.nameConstraintsViolated, name))
            }

            // §6.1.3 (d)–(f)
            if !policies.narrow(to: certificate, isLast: isLast) { findings.append(Finding(.noValidPolicy, name)) }
            findings += certificate.extensionFindings

            if isLast {
                // §6.1.5
                switch policies.wrapUp(certificate, accepting: settings.initialPolicies) {
                case nil: findings.append(Finding(.certificateMalformed, name))
                case true?: break
                case false?: findings.append(Finding(.noValidPolicy, name))
                }
                break
            }

            // §6.1.4 (g)–(n)
            if let value = certificate.extensions.first(where: { $0.oid == "2.5.29.30" })?.value,
                !constraints.add(extension: value)
            {
                findings.append(Finding(.nameConstraintsViolated, name))
            }
            if !policies.prepare(after: certificate) { findings.append(Finding(.certificateMalformed, name)) }
            findings += certificate.authorityFindings(lengthLeft: &maximumLength)
        }
        return findings
    }
}

extension Certificate {
    private static let understoodExtensions: Set<String> = [
        "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.32",
        "2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.54", "1.3.6.1.5.5.7.1.1",
    ]

    func signatureFinding(issuer: Certificate) -> Finding? {
        do throws(CMSError) {
            try verifySignature(
                signature,
                algorithm: signatureAlgorithm,
                of: tbs,
                publicKeyInfo: issuer.publicKeyInfo
            )
            return nil
        } catch {
            return Finding(error.isUnsupported ? .algorithmUnsupported : .certificateSignatureInvalid, subject.display)
        }
    }

    func validityFinding(at time: Date) -> Finding? {
        if time < notBefore { return Finding(.certificateNotYetValid, "\(subject.display), \(notBefore.rfc3339)") }
        if time > notAfter { return Finding(.certificateExpired, "\(subject.display), \(notAfter.rfc3339)") }
        return nil
    }

    /// Critical extensions that are not understood, and policy mappings that matter.
    fileprivate var extensionFindings: [Finding] {
        extensions.filter(\.isCritical).compactMap { item in
            if item.oid == "2.5.29.33" { return Finding(.policyMappingUnsupported, subject.display) }
            guard !Self.understoodExtensions.contains(item.oid) else { return nil }
            return Finding(.unknownCriticalExtension, "\(subject.display), \(item.oid)")
        }
    }

    /// §6.1.4 (k)–(n): a CA, with length left, whose key may sign certificates.
    fileprivate func authorityFindings(lengthLeft: inout Int) -> [Finding] {
        var findings: [Finding] = []
        if !isAuthority { findings.append(Finding(.notACertificationAuthority, subject.display)) }
        if !isSelfIssued {
            if lengthLeft <= 0 { findings.append(Finding(.pathLengthExceeded, subject.display)) }
            lengthLeft -= 1
        }
        if let limit = basicConstraints?.pathLength { lengthLeft = min(lengthLeft, limit) }
        if let usage = keyUsage, !usage.contains(.keyCertSign) {
            findings.append(Finding(.keyUsageWithoutCertSign, subject.display))
        }
        return findings
    }
}
