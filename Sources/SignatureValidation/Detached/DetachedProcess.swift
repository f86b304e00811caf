import CMS
import Foundation

/// Validation of a detached signature with time and archive timestamps.
///
/// 1. Archive timestamps, the newest first: each is protected by those whose index names it.
/// 2. The signature's own timestamps, then the best signature time.
/// 3. The certificate, now and at each archive timestamp, with what its index proves to have existed then.
///
/// - SeeAlso: EN 319 102-1 §5.5, §5.6; EN 319 122-1 §5.5; VAL-3, VAL-5
struct DetachedProcess: Sendable {
    let policy: ValidationPolicy
    let now: ReferenceTime
    let facts: DetachedFacts
    /// The name of the signature in its container.
    let name: String?
    /// What is found outside the signature file: about the files that it names.
    let findings: [Finding]
    /// The OIDs of the hashes by which it names them.
    let hashes: [String]

    private struct Proof {
        let index: ArchiveHashIndex
        let reference: ReferenceTime
    }

    func judge() -> SignatureJudgement {
        let process = TimestampProcess(policy: policy, known: now.material, now: now.time)
        // 1. Archive timestamps
        var proofs: [Proof] = []
        var archives: [TimestampJudgement] = []
        for archive in facts.archiveTimestamps.sorted(by: {
            ($0.timestamp.time ?? now.time) > ($1.timestamp.time ?? now.time)
        }) {
            let references = references(
                proofs.filter { $0.index.covers(value: archive.token, of: OID.archiveTimestampV3) }
            )
            let judgement = process.judge(archive.timestamp, at: references)
            archives.insert(judgement, at: 0)
            guard let time = judgement.provenTime, let index = archive.index else { continue }
            proofs.append(
                Proof(index: index, reference: ReferenceTime(time: time, material: material(at: archive, index)))
            )
        }

        // 2. Signature timestamps
        var timestamps: [TimestampJudgement] = []
        for (token, timestamp) in zip(facts.timestampTokens, facts.cms?.timestamps ?? []) {
            let covering = proofs.filter { $0.index.covers(value: token, of: OID.signatureTimestampToken) }
            timestamps.append(process.judge(timestamp, at: references(covering)))
        }
        let stamped = timestamps.compactMap(\.provenTime).min()
        let archived = proofs.map(\.reference.time).min()
        let proven = [stamped, archived].compactMap { $0 }.min()

        var all = facts.findings + findings
        if let stamped, let archived, stamped > archived.addingTimeInterval(1) {
            all.append(Finding(.timestampOrder, "\(stamped.rfc3339) > \(archived.rfc3339)"))
        }

        // 3. The certificate and the algorithms
        var missing: [RevocationNeed] = []
        if let cms = facts.cms {
            let answer = certificateAnswer(cms, bestTime: proven, at: references(proofs))
            all += answer.findings
            missing = answer.missing
        }
        let notes = (timestamps + archives).filter { $0.provenTime == nil }.flatMap { judgement in
            [Finding(.timestampUnusable, judgement.facts.time?.rfc3339)] + judgement.findings.map(\.asNote)
        }
        all = all.withoutRepetition
        let conclusion = all.conclusion
        let signer = facts.cms?.signer?.subject.commonName
        if conclusion == .passed { all.insert(Finding(.valid, signer), at: 0) }
        return SignatureJudgement(
            report: SignatureReport(
                field: name,
                signer: signer,
                conclusion: conclusion,
                level: level,
                integrity: facts.integrity && !findings.contains { $0.check == .hashMismatch },
                coversRevision: nil,
                signedAt: stamped ?? timestamps.compactMap(\.facts.time).min() ?? facts.claimedTime,
                findings: all + notes.withoutRepetition
            ),
            timestamps: timestamps + archives,
            missing: missing
        )
    }

    private func references(_ proofs: [Proof]) -> [ReferenceTime] {
        [now] + proofs.map(\.reference).sorted { $0.time < $1.time }
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
            bestTime: bestTime ?? now.time,
            isProven: bestTime != nil,
            pool: now.material.certificates.union(cms.certificates)
        )
        let answers = references.map { reference in
            CertificateValidation(policy: policy, reference: reference, known: now.material).answer(question)
        }
        var answer = ChainAnswer.best(of: answers)
        answer.missing = answer.isAccepted ? [] : answers.first?.missing ?? []
        var verdicts = (cms.hashes + hashes).map { policy.algorithms.verdict(onHash: $0, at: question.bestTime) }
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

    // MARK: What existed when

    /// What an archive timestamp proves to have existed: what its index names, and what is inside the tokens that it names.
    private func material(at archive: ArchiveTimestampFacts, _ index: ArchiveHashIndex) -> ValidationMaterial {
        var material = ValidationMaterial()
        material.add(archive.certificates)
        material.add(archive.material)
        for (token, timestamp) in zip(facts.timestampTokens, facts.cms?.timestamps ?? [])
        where index.covers(value: token, of: OID.signatureTimestampToken) {
            material.add(timestamp)
        }
        for older in facts.archiveTimestamps where index.covers(value: older.token, of: OID.archiveTimestampV3) {
            material.add(older.timestamp)
        }
        return material
    }

    // MARK: Level

    /// How far towards B-LTA the signature file carries its own proof.
    private var level: SignatureLevel {
        guard let cms = facts.cms, cms.isPAdES, facts.integrity, facts.claimedTime != nil else { return .none }
        let timestamps = cms.timestamps.filter(\.integrity)
        let archives = facts.archiveTimestamps.filter(\.timestamp.integrity)
        guard let signer = cms.signer, !timestamps.isEmpty || !archives.isEmpty else { return .b }
        var everything = ValidationMaterial()
        everything.add(facts)
        var leaves = [(certificate: signer, purpose: CertificatePurpose.signer)]
        leaves += timestamps.compactMap(\.authority).map { ($0, .timestamping) }
        guard leaves.allSatisfy({ hasValidationData($0.certificate, $0.purpose, everything) }) else { return .t }
        let isArchived = archives.contains { archive in
            guard let index = archive.index else { return false }
            let material = material(at: archive, index)
            return leaves.allSatisfy { hasValidationData($0.certificate, $0.purpose, material) }
        }
        return isArchived ? .lta : .lt
    }

    private func hasValidationData(
        _ certificate: Certificate,
        _ purpose: CertificatePurpose,
        _ material: ValidationMaterial
    ) -> Bool {
        let roots = material.certificates.filter { $0.subject == $0.issuer }
        let builder = PathBuilder(anchors: policy.anchors(for: purpose) + roots, pool: material.certificates)
        return builder.paths(from: certificate).contains { path in
            path.linksFromAnchor.allSatisfy { link in
                link.certificate == path.anchor || !material.statements(about: link).isEmpty
            }
        }
    }
}

extension ValidationMaterial {
    /// Adds what a timestamp holds.
    mutating func add(_ timestamp: TimestampFacts) {
        add(timestamp.certificates)
        add(timestamp.material)
    }
}
