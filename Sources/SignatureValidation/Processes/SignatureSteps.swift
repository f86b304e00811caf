import CMS
import Foundation

/// The three processes of one signature, one after the other.
///
/// - SeeAlso: EN 319 102-1 §5.3, §5.5, §5.6
struct SignatureSteps: Sendable {
    let findings: [Finding]
    let missing: [RevocationNeed]
    let reports: [ProcessReport]

    /// Without a signing certificate there is only the basic process.
    init(own: [Finding], at now: Date) {
        findings = own
        missing = []
        reports = [.basic(own, at: now)]
    }

    init(
        _ cms: SignedDataFacts,
        _ signer: Certificate,
        own: [Finding],
        order: [Finding],
        _ time: SigningTime,
        _ proofs: ProofsOfExistence,
        _ context: inout ValidationContext
    ) {
        func answer(_ best: Date?, _ context: inout ValidationContext) -> (chain: ChainAnswer, acceptance: [Finding]) {
            let question = ChainQuestion(
                certificate: signer,
                purpose: .signer,
                bestTime: best ?? context.now,
                isProven: best != nil,
                notMadeBefore: time.notMadeBefore
            )
            let chain = CertificateValidation(question: question).answer(&context)
            return (chain, Self.acceptance(cms, signer, at: question.bestTime, time.notMadeBefore, context))
        }
        // 1. Basic
        let basic = answer(nil, &context)
        let basicFindings = own + basic.chain.findings + basic.acceptance
        var reports = [ProcessReport.basic(basicFindings, at: context.now)]

        // 2. With time: the chain for the best signature time, the signature's algorithms at that time.
        let timed = time.best == nil ? basic : answer(time.best, &context)
        let fixed = own + order
        reports.append(.longTerm(fixed + timed.chain.findings + timed.acceptance, time))

        // 3. With archived data.
        var open = timed.chain.findings
        if let best = time.best, open.conclusion != .passed {
            let past = PastSignatureValidation(certificate: signer, purpose: .signer, proofs: proofs, existence: best)
            let outcome = ArchivalOutcome(open, past, proof: time.proof, &context)
            open = outcome.findings
            reports.append(.archival(fixed + open + timed.acceptance, time.proof, outcome.control))
        }
        self.reports = reports
        missing = timed.chain.missing
        findings = fixed + open + timed.acceptance
    }

    /// Signature acceptance: the algorithms of the signature, at a time. §5.2.8
    private static func acceptance(
        _ cms: SignedDataFacts,
        _ signer: Certificate,
        at time: Date,
        _ notMadeBefore: Date?,
        _ context: ValidationContext
    ) -> [Finding] {
        context.algorithms.verdicts(
            onHashes: cms.hashes,
            signature: cms.signatureAlgorithm,
            publicKeyInfo: signer.publicKeyInfo,
            at: time
        ).flatMap { Finding.findings($0, context.algorithms, notMadeBefore: notMadeBefore) }.withoutRepetition
    }
}
