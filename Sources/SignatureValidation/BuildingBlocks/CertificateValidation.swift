import CMS
import Foundation

/// X.509 certificate validation at one reference time: path, algorithms, revocation and its freshness.
///
/// - SeeAlso: EN 319 102-1 §5.2.6; PATH-1, PATH-4, PATH-5
struct CertificateValidation: Sendable {
    let policy: ValidationPolicy
    let reference: ReferenceTime
    /// Everything known at the time of validation: a revocation counts wherever it was learnt.
    let known: ValidationMaterial

    /// Answers with the first path that has nothing against it, else with the one that has least.
    func answer(_ question: ChainQuestion) -> ChainAnswer {
        let builder = PathBuilder(anchors: policy.trustAnchors(for: question.purpose), pool: question.pool)
        var best: ChainAnswer?
        for path in builder.paths(from: question.certificate) {
            let answer = answer(question, along: path)
            if answer.isAccepted { return answer }
            if answer.findings.count < best?.findings.count ?? .max { best = answer }
        }
        let name = question.certificate.subject.display
        return best ?? ChainAnswer(path: nil, findings: [Finding(.noCertificateChain, name)])
    }

    private func answer(_ question: ChainQuestion, along path: CertificatePath) -> ChainAnswer {
        var answer = ChainAnswer(path: path, findings: [])
        answer.findings += validityFindings(question)
        answer.findings += path.findings(at: reference.time, ignoringValidityOf: question.certificate)
        if question.purpose == .signer { answer.findings += Self.usageFindings(question.certificate) }
        // Revocation data is worthless when the certificates themselves do not hold.
        guard answer.isAccepted else { return answer }

        for link in path.linksFromAnchor {
            let verdict = policy.algorithms.verdict(
                onSignature: link.certificate.signatureAlgorithm,
                publicKeyInfo: link.issuer.publicKeyInfo,
                at: reference.time
            )
            answer.findings += Finding.findings(verdict, isProven: false)
            let check = RevocationCheck(
                link: link,
                isEndEntity: link.certificate == question.certificate,
                question: question
            )
            guard let finding = self.finding(check) else { continue }
            answer.findings.append(finding)
            if finding.check.isAboutMissingRevocation {
                answer.missing.append(
                    RevocationNeed(certificate: link.certificate, issuer: link.issuer, purpose: question.purpose)
                )
            }
        }
        return answer
    }

    /// The end entity has to be valid when its signature existed; a timestamping certificate also at the reference time.
    private func validityFindings(_ question: ChainQuestion) -> [Finding] {
        let certificate = question.certificate
        let last = question.purpose == .timestamping ? max(question.bestTime, reference.time) : question.bestTime
        let provesOrder = question.isProven && question.purpose == .signer
        if question.bestTime < certificate.notBefore {
            let detail = "\(certificate.subject.display), \(certificate.notBefore.rfc3339)"
            return [Finding(provesOrder ? .signedBeforeValidity : .certificateNotYetValid, detail)]
        }
        if last > certificate.notAfter {
            let detail = "\(certificate.subject.display), \(certificate.notAfter.rfc3339)"
            return [Finding(provesOrder ? .signedAfterExpiry : .certificateExpired, detail)]
        }
        return []
    }

    /// The end entity's key has to be for signing: digitalSignature or nonRepudiation. PATH-4
    private static func usageFindings(_ certificate: Certificate) -> [Finding] {
        guard let usage = certificate.keyUsage else { return [] }
        if usage.contains(.nonRepudiation) { return [] }
        let check: Check = usage.contains(.digitalSignature) ? .signerNotForNonRepudiation : .signerKeyUsage
        return [Finding(check, certificate.subject.display)]
    }
}

extension Check {
    /// True when more revocation data could settle the matter.
    var isAboutMissingRevocation: Bool {
        switch self {
        case .revocationUnknown, .revocationNotFresh, .revocationIssuerOutOfBounds: true
        default: false
        }
    }
}

extension Finding {
    /// What the algorithm policy says, as findings; with proof of time, a weak algorithm was weak when it was used.
    static func findings(_ verdict: AlgorithmPolicy.Verdict, isProven: Bool) -> [Finding] {
        switch verdict {
        case .acceptable: []
        case .unsupported(let name): [Finding(.algorithmUnsupported, name)]
        case .expired(let name, let date):
            [Finding(isProven ? .algorithmWeak : .algorithmWeakNoPOE, "\(name), \(date.rfc3339)")]
        }
    }
}
