import CMS
import Foundation

/// Validation of an evidence record: each timestamp at the time that the next one proves, the newest now.
///
/// - SeeAlso: RFC 4998 §5.3; EN 319 102-1 §5.6; VAL-3
struct EvidenceProcess: Sendable {
    /// The name of the record in its container.
    let name: String?
    let timestamps: [TimestampFacts]
    /// What is found outside the record: about the files that it covers.
    let findings: [Finding]

    /// Oldest first, as the timestamps.
    func judge(_ context: inout ValidationContext) -> DetachedJudgement {
        var judgements: [TimestampJudgement] = []
        var proofs = ProofsOfExistence(now: context.now)
        for (position, facts) in timestamps.enumerated().reversed() {
            // The next one has this one in its imprint, and those after the next have the next.
            let process = TimestampProcess(proofs: proofs, proof: proofs.proofs.first)
            let judgement = process.judge(facts, &context)
            judgements.insert(judgement, at: 0)
            guard let time = judgement.provenTime else {
                // One that is not sound covers nothing before it, whoever comes after it.
                proofs = ProofsOfExistence(now: context.now)
                continue
            }
            var material = ValidationMaterial()
            for older in timestamps[..<position] { material.add(older) }
            proofs.add(ProofOfExistence(time: time, field: name, scope: context.scope(of: material)))
        }
        let isSound = findings.conclusion == .passed
        let judged = isSound ? judgements : judgements.map { $0.adding(findings, at: context.now) }
        return DetachedJudgement(
            name: name,
            timestamps: judged,
            missing: judgements.flatMap(\.missing),
            proofs: isSound ? proofs.proofs : [],
            renewal: judged.last.flatMap { $0.conclusion == .passed ? $0.deadlines.earliest : nil }
        )
    }
}

extension TimestampJudgement {
    /// The same, of files that are not what the timestamp is about.
    fileprivate func adding(_ more: [Finding], at now: Date) -> TimestampJudgement {
        let all = findings + more
        return TimestampJudgement(facts: facts, findings: all, missing: missing, steps: [.timestamp(all, at: now)])
    }
}

extension EvidenceProcess {
    /// Reads what the record's timestamps are.
    ///
    /// `digests` are of the one object or of all objects of the group, by each of the record's hashes.
    static func timestamps(of record: EvidenceRecord, digests: [HashAlgorithm: [[UInt8]]]) -> [TimestampFacts] {
        let tokens = record.timestamps.map(\.token.der)
        let certificates = record.timestamps.flatMap(\.token.certificates)
        let reading = TimestampReading(kind: .evidence, others: certificates)
        return tokens.enumerated().map { position, token in
            reading.facts(ofToken: token) { (_) throws(CMSError) in
                try record.checkTimestamp(position, digests: digests)
                // The newest says whether all are in order.
                if position == tokens.count - 1 { try record.checkOrder() }
            }
        }
    }
}
