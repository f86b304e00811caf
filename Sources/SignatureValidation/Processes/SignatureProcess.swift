import CMS
import Foundation
import PDF

/// The outcome for one signature.
struct SignatureJudgement: Sendable {
    let report: SignatureReport
    let timestamps: [TimestampJudgement]
    let missing: [RevocationNeed]
}

/// Validation of a signature with time and long-term validation data.
///
/// 1. The signature timestamps and the document timestamps that cover the signature give the best signature time.
/// 2. The certificate is judged now, then at each document timestamp, with what is proven to have existed then.
/// 3. The signature's algorithms are judged at the best signature time.
/// 4. What happened to the file afterwards is judged.
///
/// - SeeAlso: EN 319 102-1 §5.5, §5.6; VAL-2, VAL-5
struct SignatureProcess: Sendable {
    let policy: ValidationPolicy
    let known: ValidationMaterial
    let facts: DocumentFacts
    let proofs: ProofsOfExistence

    func judge(_ signature: SignatureFacts) -> SignatureJudgement {
        let references = proofs.references(covering: signature.end)
        let process = TimestampProcess(policy: policy, known: known, now: proofs.now.time)
        let timestamps = (signature.cms?.timestamps ?? []).map { process.judge($0, at: references) }

        // 1. Best signature time
        let documentTime = proofs.earliestTime(covering: signature.end)
        let stamped = timestamps.compactMap(\.provenTime).min()
        let proven = [stamped, documentTime].compactMap { $0 }.min()

        // Integrity and changes come first: what was altered explains everything else.
        var findings = signature.findings + facts.findings(after: signature)
        if let stamped, let documentTime, stamped > documentTime.addingTimeInterval(1) {
            findings.append(Finding(.timestampOrder, "\(stamped.rfc3339) > \(documentTime.rfc3339)"))
        }

        // 2.–3.
        var missing: [RevocationNeed] = []
        if let cms = signature.cms {
            let answer = certificateAnswer(cms, bestTime: proven, at: references)
            findings += answer.findings
            missing = answer.missing
        }
        let notes = timestamps.filter { $0.provenTime == nil }.flatMap { judgement in
            [Finding(.timestampUnusable, judgement.facts.time?.rfc3339)] + judgement.findings.map(\.asNote)
        }
        findings = findings.withoutRepetition
        let conclusion = findings.conclusion
        if conclusion == .passed { findings.insert(Finding(.valid, signature.cms?.signer?.subject.commonName), at: 0) }

        return SignatureJudgement(
            report: SignatureReport(
                field: signature.fieldName,
                signer: signature.cms?.signer?.subject.commonName,
                conclusion: conclusion,
                level: LevelDetermination(policy: policy, facts: facts).level(of: signature),
                integrity: signature.integrity,
                coversRevision: signature.coverage?.revision.map { $0 + 1 },
                signedAt: stamped ?? timestamps.compactMap(\.facts.time).min() ?? signature.claimedTime,
                findings: findings + notes.withoutRepetition
            ),
            timestamps: timestamps,
            missing: missing
        )
    }

    private func certificateAnswer(
        _ cms: SignedDataFacts,
        bestTime: Date?,
        at references: [ReferenceTime]
    ) -> ChainAnswer {
        guard let signer = cms.signer else { return ChainAnswer(path: nil, findings: []) }
        let question = ChainQuestion(
            certificate: signer,
            purpose: .signer,
            bestTime: bestTime ?? proofs.now.time,
            isProven: bestTime != nil,
            pool: known.certificates.union(cms.certificates)
        )
        let answers = references.map { reference in
            CertificateValidation(policy: policy, reference: reference, known: known).answer(question)
        }
        var answer = ChainAnswer.best(of: answers)
        answer.missing = answer.isAccepted ? [] : answers.first?.missing ?? []
        var verdicts = cms.hashes.map { policy.algorithms.verdict(onHash: $0, at: question.bestTime) }
        if let algorithm = cms.signatureAlgorithm {
            verdicts.append(
                policy.algorithms.verdict(
                    onSignature: algorithm,
                    publicKeyInfo: signer.publicKeyInfo,
                    at: question.bestTime
                )
            )
        }
        answer.findings += verdicts.flatMap { Finding.findings($0, isProven: question.isProven) }
        return answer
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
