import CMS
import Foundation

/// The outcome for one timestamp.
struct TimestampJudgement: Sendable {
    let facts: TimestampFacts
    let findings: [Finding]
    let missing: [RevocationNeed]

    var conclusion: Conclusion { findings.conclusion }
    /// The stated time, when the timestamp is to be trusted.
    var provenTime: Date? { conclusion == .passed ? facts.time : nil }

    func report(field: String?) -> TimestampReport {
        TimestampReport(
            kind: facts.kind,
            field: field,
            time: facts.time,
            authority: facts.authority?.subject.commonName,
            conclusion: conclusion,
            findings: findings
        )
    }
}

/// Timestamp validation: the token itself, then its authority at one of the times from which the token can be seen.
///
/// - SeeAlso: EN 319 102-1 §5.4; VAL-3
struct TimestampProcess: Sendable {
    let policy: ValidationPolicy
    let known: ValidationMaterial
    let now: Date

    func judge(_ facts: TimestampFacts, at references: [ReferenceTime]) -> TimestampJudgement {
        guard facts.findings.conclusion == .passed, let time = facts.time, let authority = facts.authority else {
            return TimestampJudgement(facts: facts, findings: facts.findings, missing: [])
        }
        var findings = facts.findings
        if time > now.addingTimeInterval(CertificateValidation.clockTolerance) {
            findings.append(Finding(.timestampInFuture, time.rfc3339))
        }
        let question = ChainQuestion(
            certificate: authority,
            purpose: .timestamping,
            bestTime: time,
            isProven: true,
            pool: known.certificates.union(facts.certificates)
        )
        let answers = references.map { reference in
            var answer = CertificateValidation(policy: policy, reference: reference, known: known).answer(question)
            answer.findings += algorithmFindings(facts, authority, at: reference.time)
            return answer
        }
        let best = ChainAnswer.best(of: answers)
        return TimestampJudgement(
            facts: facts,
            findings: findings + best.findings,
            missing: best.isAccepted ? [] : answers.first?.missing ?? []
        )
    }

    private func algorithmFindings(_ facts: TimestampFacts, _ authority: Certificate, at time: Date) -> [Finding] {
        var verdicts = facts.hashes.map { policy.algorithms.verdict(onHash: $0, at: time) }
        if let algorithm = facts.signatureAlgorithm {
            verdicts.append(
                policy.algorithms.verdict(
                    onSignature: algorithm,
                    publicKeyInfo: authority.publicKeyInfo,
                    at: time
                )
            )
        }
        return verdicts.flatMap { Finding.findings($0, isProven: false) }.withoutRepetition
    }
}

extension ChainAnswer {
    /// The first accepted one, else the least bad, the first of equals.
    static func best(of answers: [ChainAnswer]) -> ChainAnswer {
        if let accepted = answers.first(where: \.isAccepted) { return accepted }
        let ranked = answers.enumerated().min { left, right in
            let weights = [left, right].map { ($0.element.findings.conclusion.indication, $0.element.findings.count) }
            return weights[0] == weights[1] ? left.offset < right.offset : weights[0] < weights[1]
        }
        return ranked?.element ?? ChainAnswer(path: nil, findings: [Finding(.noCertificateChain)])
    }
}
