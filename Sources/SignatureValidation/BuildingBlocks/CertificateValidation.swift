import CMS
import Foundation

/// X.509 certificate validation at the time of validation: path, usage, algorithms, revocation and its freshness.
///
/// - SeeAlso: EN 319 102-1 §5.2.6; PATH-1, PATH-4, PATH-5
struct CertificateValidation: Sendable {
    let question: ChainQuestion

    /// Answers with the first path that has nothing against it, else with the one that has least.
    func answer(_ context: inout ValidationContext) -> ChainAnswer {
        var best: ChainAnswer?
        for path in context.paths(from: question.certificate, for: question.purpose) {
            let answer = answer(along: path, &context)
            if answer.isAccepted { return answer }
            if answer.findings.count < best?.findings.count ?? .max { best = answer }
        }
        if let best { return best }
        let absence = context.absence(ofPathFrom: question.certificate, for: question.purpose)
        return ChainAnswer(path: nil, findings: [absence])
    }

    private func answer(along path: CertificatePath, _ context: inout ValidationContext) -> ChainAnswer {
        var answer = ChainAnswer(
            path: path,
            findings: context.findings(on: path, for: question.purpose, at: context.now)
        )
        if question.purpose == .signer { answer.findings += question.certificate.signerUsageFindings }
        // Revocation data is worthless when the certificates themselves do not hold.
        guard answer.isAccepted else {
            answer.findings = validityFindings(context.now) + answer.findings
            return answer
        }
        let validity = validityFindings(context.now)
        answer.findings += validity

        for link in path.linksFromAnchor {
            let isEndEntity = link.certificate == question.certificate
            let check = RevocationCheck(link: link, isEndEntity: isEndEntity, question: question)
            answer.findings += link.certificateAlgorithmFindings(context.algorithms, at: context.now)
            // Beyond its end nothing new is to be had; what is known still says whether it was revoked.
            if isEndEntity, validity.conclusion != .passed {
                answer.findings = check.findings(afterExpiry: answer.findings, &context)
                continue
            }
            let findings = check.findings(&context)
            answer.findings += findings
            if findings.contains(where: \.check.isAboutMissingRevocation) {
                answer.missing.append(
                    RevocationNeed(certificate: link.certificate, issuer: link.issuer, purpose: question.purpose)
                )
            }
        }
        return answer
    }

    /// The end entity has to be valid when its signature existed; a timestamping certificate also now.
    private func validityFindings(_ now: Date) -> [Finding] {
        let certificate = question.certificate
        let last = question.purpose == .timestamping ? max(question.bestTime, now) : question.bestTime
        if question.bestTime < certificate.notBefore {
            // What is proven to have existed before the certificate was valid was made before.
            let isCertain = question.isProven && question.purpose == .signer
            let detail = "\(certificate.subject.display), \(certificate.notBefore.rfc3339)"
            return [Finding(isCertain ? .signedBeforeValidity : .certificateNotYetValid, detail)]
        }
        if last > certificate.notAfter {
            let isCertain = question.isCertainlyMade(after: certificate.notAfter) && question.purpose == .signer
            let detail = "\(certificate.subject.display), \(certificate.notAfter.rfc3339)"
            return [Finding(isCertain ? .signedAfterExpiry : .certificateExpired, detail)]
        }
        return []
    }
}

extension Certificate {
    /// A signer's key has to be for signing: digitalSignature or nonRepudiation. PATH-4
    var signerUsageFindings: [Finding] {
        guard let usage = keyUsage else { return [] }
        if usage.contains(.nonRepudiation) { return [] }
        let check: Check = usage.contains(.digitalSignature) ? .signerNotForNonRepudiation : .signerKeyUsage
        return [Finding(check, subject.display)]
    }
}

extension CertificatePath.Link {
    /// What the policy has against the signature on the certificate at a time. PATH-5
    func certificateAlgorithmFindings(_ algorithms: AlgorithmPolicy, at time: Date) -> [Finding] {
        Finding.findings(certificateVerdict(algorithms, at: time), algorithms)
    }

    func certificateVerdict(_ algorithms: AlgorithmPolicy, at time: Date) -> AlgorithmPolicy.Verdict {
        algorithms.verdict(
            onSignature: certificate.signatureAlgorithm,
            publicKeyInfo: issuer.publicKeyInfo,
            at: time
        )
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
