import CMS
import Foundation

/// What was judged of a detached signature or of an evidence record, and what that proves.
struct DetachedJudgement: Sendable {
    /// Nil for an evidence record.
    var signature: SignatureReport?
    /// The name of the file in its container.
    let name: String?
    let timestamps: [TimestampJudgement]
    let missing: [RevocationNeed]
    /// Which of its timestamps were proofs.
    let proofs: [ProofOfExistence]
    /// What ends first of the newest timestamp that protects it.
    let renewal: RenewalDeadline?
}

/// Validation of a detached signature with time and archive timestamps.
///
/// 1. Archive timestamps, the newest first: each is protected by those whose index names it.
/// 2. The signature's own timestamps, then the best signature time.
/// 3. The three processes of the signature, with what each archive timestamp's index proves to have existed.
///
/// - SeeAlso: EN 319 102-1 §5.5, §5.6; EN 319 122-1 §5.5; VAL-3, VAL-5
struct DetachedProcess: Sendable {
    let facts: DetachedFacts
    /// The name of the signature in its container.
    let name: String?
    /// What is found outside the signature file: about the files that it names.
    let findings: [Finding]

    func judge(_ context: inout ValidationContext) -> DetachedJudgement {
        // 1. Archive timestamps
        var proofs = ProofsOfExistence(now: context.now)
        var covering: [(index: ArchiveHashIndex, proof: ProofOfExistence)] = []
        var archives: [TimestampJudgement] = []
        func earliest(naming token: [UInt8], of attribute: String) -> ProofOfExistence? {
            covering.filter { $0.index.covers(value: token, of: attribute) }.map(\.proof).min { $0.time < $1.time }
        }
        let now = context.now
        for archive in facts.archiveTimestamps.sorted(by: {
            ($0.timestamp.time ?? now) > ($1.timestamp.time ?? now)
        }) {
            let process = TimestampProcess(
                proofs: proofs,
                proof: earliest(naming: archive.token, of: OID.archiveTimestampV3)
            )
            let judgement = process.judge(archive.timestamp, &context)
            archives.insert(judgement, at: 0)
            guard let time = judgement.provenTime, let index = archive.index else { continue }
            let scope = context.scope(of: material(at: archive, index))
            let proof = ProofOfExistence(time: time, field: name, scope: scope)
            covering.append((index, proof))
            proofs.add(proof)
        }

        // 2. Signature timestamps
        var timestamps: [TimestampJudgement] = []
        for (token, timestamp) in zip(facts.timestampTokens, facts.cms?.timestamps ?? []) {
            let proof = earliest(naming: token, of: OID.signatureTimestampToken)
            timestamps.append(TimestampProcess(proofs: proofs, proof: proof).judge(timestamp, &context))
        }
        // The imprint of every archive timestamp has the signature in it.
        let time = SigningTime(
            stamped: timestamps.compactMap(\.provenTime).min(),
            proof: proofs.proofs.first,
            covered: nil
        )

        // 3. The certificate and the algorithms
        var own = facts.findings + findings + context.findings
        own += facts.cms.map { context.findings(onPolicyOf: $0) } ?? []
        let order = time.orderFindings
        let steps: SignatureSteps
        if let cms = facts.cms, let signer = cms.signer {
            steps = SignatureSteps(cms, signer, own: own, order: order, time, proofs, &context)
        } else {
            steps = SignatureSteps(own: own + order, at: context.now)
        }
        let notes = (timestamps + archives).filter { $0.provenTime == nil }.flatMap { judgement in
            [Finding(.timestampUnusable, judgement.facts.time?.rfc3339)] + judgement.findings.map(\.asNote)
        }
        var all = steps.findings.withoutRepetition
        let conclusion = all.conclusion
        let signer = facts.cms?.signer
        if conclusion == .passed { all.insert(Finding(.valid, signer?.subject.displayedCommonName), at: 0) }
        let missing = conclusion == .passed ? [] : steps.missing
        return DetachedJudgement(
            signature: SignatureReport(
                field: name,
                signer: signer?.subject.displayedCommonName,
                certificate: signer.map(CertificateReport.init),
                conclusion: conclusion,
                level: level(&context),
                integrity: facts.integrity && !findings.contains { $0.check == .hashMismatch },
                coversRevision: nil,
                signedAt: time.stamped ?? timestamps.compactMap(\.facts.time).min() ?? facts.claimedTime,
                findings: all + notes.withoutRepetition,
                processes: steps.reports
            ),
            name: name,
            timestamps: timestamps + archives,
            missing: missing + (timestamps + archives).flatMap(\.missing),
            proofs: proofs.proofs,
            renewal: archives.last { $0.conclusion == .passed }?.deadlines.earliest
        )
    }

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

    /// How far towards B-LTA the signature file carries its own proof.
    private func level(_ context: inout ValidationContext) -> SignatureLevel {
        guard let cms = facts.cms, cms.isPAdES, facts.integrity, facts.claimedTime != nil else { return .none }
        let timestamps = cms.timestamps.filter(\.integrity)
        let archives = facts.archiveTimestamps.filter(\.timestamp.integrity)
        guard let signer = cms.signer, !timestamps.isEmpty || !archives.isEmpty else { return .b }
        var leaves = [(certificate: signer, purpose: CertificatePurpose.signer)]
        leaves += timestamps.compactMap(\.authority).map { ($0, .timestamping) }
        func hasData(in material: ValidationMaterial) -> Bool {
            let scope = context.scope(of: material)
            return leaves.allSatisfy { context.hasStoredData(about: $0.certificate, for: $0.purpose, in: scope) }
        }
        var everything = ValidationMaterial()
        everything.add(facts)
        guard hasData(in: everything) else { return .t }
        let isArchived = archives.contains { archive in
            archive.index.map { hasData(in: material(at: archive, $0)) } ?? false
        }
        return isArchived ? .lta : .lt
    }
}

extension ValidationMaterial {
    /// Adds what a timestamp holds.
    mutating func add(_ timestamp: TimestampFacts) {
        add(timestamp.certificates)
        add(timestamp.material)
    }
}
