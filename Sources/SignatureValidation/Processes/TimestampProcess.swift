import CMS
import Foundation

/// The outcome for one timestamp.
struct TimestampJudgement: Sendable {
    let facts: TimestampFacts
    var findings: [Finding]
    var missing: [RevocationNeed] = []
    var steps: [ProcessReport] = []
    /// How long the timestamp proves anything by itself; nil when it is not accepted now.
    var deadlines: [RenewalDeadline] = []

    var conclusion: Conclusion { findings.conclusion }
    /// The stated time, when the timestamp is to be trusted.
    var provenTime: Date? { conclusion == .passed ? facts.time : nil }

    func report(field: String?) -> TimestampReport {
        TimestampReport(
            kind: facts.kind,
            field: field,
            time: facts.time,
            authority: facts.authority?.subject.displayedCommonName,
            conclusion: conclusion,
            findings: findings,
            processes: steps
        )
    }
}

/// Timestamp validation: the token itself and its authority now, else at the time from which it is proven to exist.
///
/// - SeeAlso: EN 319 102-1 §5.4, §5.6.3; VAL-3
struct TimestampProcess: Sendable {
    let proofs: ProofsOfExistence
    /// The earliest proof that the token existed; nil for nothing but now.
    let proof: ProofOfExistence?

    func judge(_ facts: TimestampFacts, _ context: inout ValidationContext) -> TimestampJudgement {
        let own = facts.findings + context.findings
        guard own.conclusion == .passed, let time = facts.time, let authority = facts.authority else {
            return TimestampJudgement(facts: facts, findings: own, steps: [.timestamp(own, at: context.now)])
        }
        var findings = own
        if time > context.now.addingTimeInterval(RevocationCheck.clockTolerance) {
            findings.append(Finding(.timestampInFuture, time.rfc3339))
        }
        // 1. As things stand now.
        let question = ChainQuestion(
            certificate: authority,
            purpose: .timestamping,
            bestTime: time,
            isProven: true,
            notMadeBefore: nil
        )
        let answer = CertificateValidation(question: question).answer(&context)
        let current = answer.findings + algorithmFindings(facts, authority, at: context.now, context)
        var steps = [ProcessReport.timestamp(findings + current, at: context.now)]

        // 2. As they stood when the token is proven to have existed.
        // What covers it is younger; a second is left for the accuracy of authorities.
        if facts.kind == .document, let proof, time > proof.time.addingTimeInterval(1) {
            findings.append(Finding(.timestampOrder, "\(time.rfc3339) > \(proof.time.rfc3339)"))
        }
        let existence = proof?.time ?? context.now
        let past = PastSignatureValidation(
            certificate: authority,
            purpose: .timestamping,
            proofs: proofs,
            existence: existence
        )
        let outcome = ArchivalOutcome(current, past, proof: proof, &context)
        var open = outcome.findings
        if outcome.control != nil { open += algorithmFindings(facts, authority, at: existence, context) }
        if current.conclusion != .passed { steps.append(.archival(findings + open, proof, outcome.control)) }
        findings = (findings + open).withoutRepetition
        let isAccepted = findings.conclusion == .passed
        return TimestampJudgement(
            facts: facts,
            findings: findings,
            missing: isAccepted ? [] : answer.missing,
            steps: steps,
            deadlines: current.conclusion == .passed ? answer.path?.deadlines(of: facts, context.policy) ?? [] : []
        )
    }

    private func algorithmFindings(
        _ facts: TimestampFacts,
        _ authority: Certificate,
        at time: Date,
        _ context: ValidationContext
    ) -> [Finding] {
        context.algorithms.verdicts(
            onHashes: facts.hashes,
            signature: facts.signatureAlgorithm,
            publicKeyInfo: authority.publicKeyInfo,
            at: time
        ).flatMap { Finding.findings($0, context.algorithms) }.withoutRepetition
    }
}
