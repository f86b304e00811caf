import CMS
import Foundation
import PDF

/// The outcome for one signature.
struct SignatureJudgement: Sendable {
    let report: SignatureReport
    let timestamps: [TimestampJudgement]
    let missing: [RevocationNeed]
}

/// The three processes for one signature, each going on where the one before leaves only proof of time open.
///
/// 1. Basic: everything as it stands now, as if the signature had been made now.
/// 2. With time and long-term data: the same, for a signature that is proven to have existed at the best signature time.
/// 3. With archived data: what no longer holds now, as it stood at the control time.
///
/// - SeeAlso: EN 319 102-1 §5.3, §5.5, §5.6; VAL-2, VAL-5
struct SignatureProcess: Sendable {
    let facts: DocumentFacts
    let proofs: ProofsOfExistence
    /// The valid document timestamps with the bytes that they cover, in the order of the file.
    let stamps: [ProofOfExistence]

    func judge(_ signature: SignatureFacts, _ context: inout ValidationContext) -> SignatureJudgement {
        let timestampProcess = TimestampProcess(proofs: proofs, proof: proofs.earliest(covering: signature.end))
        let timestamps = (signature.cms?.timestamps ?? []).map { timestampProcess.judge($0, &context) }
        let time = SigningTime(
            stamped: timestamps.compactMap(\.provenTime).min(),
            proof: proofs.earliest(covering: signature.end),
            covered: signature.end.flatMap { end in stamps.last { ($0.end ?? .max) < end }?.time }
        )

        // Integrity and changes come first: what was altered explains everything else.
        var own = signature.findings + facts.findings(after: signature) + context.findings
        own += signature.cms.map { context.findings(onPolicyOf: $0) } ?? []
        let order = time.orderFindings

        let steps: SignatureSteps
        if let cms = signature.cms, let signer = cms.signer {
            steps = SignatureSteps(cms, signer, own: own, order: order, time, proofs, &context)
        } else {
            steps = SignatureSteps(own: own + order, at: context.now)
        }
        let notes = timestamps.filter { $0.provenTime == nil }.flatMap { judgement in
            [Finding(.timestampUnusable, judgement.facts.time?.rfc3339)] + judgement.findings.map(\.asNote)
        }
        var findings = steps.findings.withoutRepetition
        let conclusion = findings.conclusion
        let signer = signature.cms?.signer
        if conclusion == .passed { findings.insert(Finding(.valid, signer?.subject.displayedCommonName), at: 0) }

        return SignatureJudgement(
            report: SignatureReport(
                field: signature.fieldName,
                signer: signer?.subject.displayedCommonName,
                certificate: signer.map(CertificateReport.init),
                conclusion: conclusion,
                level: LevelDetermination(facts: facts, signature: signature).level(&context),
                integrity: signature.integrity,
                coversRevision: signature.coverage?.revision.map { $0 + 1 },
                signedAt: time.stamped ?? timestamps.compactMap(\.facts.time).min() ?? signature.claimedTime,
                findings: findings + notes.withoutRepetition,
                processes: steps.reports
            ),
            timestamps: timestamps,
            missing: conclusion == .passed ? [] : steps.missing
        )
    }
}

extension DocumentFacts {
    /// What was done to the file after what the signature covers.
    func findings(after signature: SignatureFacts) -> [Finding] {
        guard let revision = signature.coverage?.revision else { return [] }
        let later = changes.filter { !$0.isAllowed && $0.revision > revision + 1 }.map(\.finding)
        let disputed = disputes.filter { $0.key >= revision }.sorted { $0.key < $1.key }.map(\.value)
        return later + [strayBytes[revision]].compactMap { $0 } + disputed
    }
}

extension [Finding] {
    var withoutRepetition: [Finding] {
        var seen: Set<Finding> = []
        return filter { seen.insert($0).inserted }
    }
}
