package import CMS
package import Foundation

extension CertificatePath {
    /// Validates the path at `time`, without revocation.
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
        outcome(at: time, ignoringValidityOf: exempt, settings: settings).findings
    }

    /// The same, with the policies under which the path is valid.
    func outcome(
        at time: Date,
        ignoringValidityOf exempt: Certificate? = nil,
        settings: PathSettings = PathSettings()
    ) -> PathOutcome {
        var outcome = PathOutcome()
        var policies = PolicyState(settings, length: certificates.count)
        var constraints = NameConstraints()
        var maximumLength = certificates.count
        outcome.findings += [trustAnchor.intervalFinding(at: time)].compactMap { $0 }
        outcome.findings += anchorFindings(&constraints, lengthLeft: &maximumLength)

        for (position, link) in linksFromAnchor.enumerated() {
            let certificate = link.certificate
            let name = certificate.subject.display
            let isLast = position == certificates.count - 1

            // §6.1.3 (a)(1), (2), (4): signature, validity, name chaining. Revocation (a)(3) is judged elsewhere.
            if let problem = certificate.signatureFinding(issuer: link.issuer) { outcome.findings.append(problem) }
            if certificate != exempt, let problem = certificate.validityFinding(at: time) {
                outcome.findings.append(problem)
            }
            let chains = ComparableName(certificate.issuer) == ComparableName(link.issuer.subject)
            if !chains { outcome.findings.append(Finding(.noCertificateChain, name)) }

            // §6.1.3 (b)–(c): a self-issued certificate that is not the last is not constrained.
            if isLast || !certificate.isSelfIssued, !constraints.allow(certificate) {
                outcome.findings.append(Finding(.nameConstraintsViolated, name))
            }

            // §6.1.3 (d)–(f), §6.1.4 (o), §6.1.5 (f)
            if !policies.narrow(to: certificate, isLast: isLast) {
                outcome.findings.append(Finding(.noValidPolicy, name))
            }
            outcome.findings += certificate.profileFindings

            if isLast {
                // §6.1.5
                switch policies.wrapUp(certificate, accepting: settings.initialPolicies) {
                case .failure(.malformed): outcome.findings.append(Finding(.certificateMalformed, name))
                case .failure(.noValidPolicy): outcome.findings.append(Finding(.noValidPolicy, name))
                case .success(let valid): outcome.policies = valid
                }
                outcome.findings += certificate.endEntityFindings(for: settings.purpose)
                break
            }

            // §6.1.4 (a)–(n)
            if let check = policies.prepare(after: certificate) { outcome.findings.append(Finding(check, name)) }
            if let value = certificate.extensionValue(OID.nameConstraints), !constraints.add(extension: value) {
                outcome.findings.append(Finding(.nameConstraintsViolated, name))
            }
            outcome.findings += certificate.authorityFindings(lengthLeft: &maximumLength)
            outcome.findings += certificate.revocationMarkFindings
        }
        return outcome
    }
}

extension Certificate {
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

    /// §6.1.4 (k)–(n): a CA, with length left, whose key may sign certificates.
    fileprivate func authorityFindings(lengthLeft: inout Int) -> [Finding] {
        var findings: [Finding] = []
        if !isAuthority { findings.append(Finding(.notACertificationAuthority, subject.display)) }
        if !isSelfIssued {
            if lengthLeft <= 0 { findings.append(Finding(.pathLengthExceeded, subject.display)) }
            lengthLeft = max(0, lengthLeft - 1)
        }
        if let limit = basicConstraints?.pathLength { lengthLeft = min(lengthLeft, limit) }
        if let usage = keyUsage, !usage.contains(.keyCertSign) {
            findings.append(Finding(.keyUsageWithoutCertSign, subject.display))
        }
        return findings
    }
}
