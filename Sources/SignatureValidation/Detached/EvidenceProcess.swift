import CMS
import Foundation

/// Validation of an evidence record: each timestamp at the times that later ones prove, the newest now.
///
/// - SeeAlso: RFC 4998 §5.3; EN 319 102-1 §5.6; VAL-3
struct EvidenceProcess: Sendable {
    let policy: ValidationPolicy
    let now: ReferenceTime
    let timestamps: [TimestampFacts]

    /// Oldest first, as the timestamps.
    func judge() -> [TimestampJudgement] {
        let process = TimestampProcess(policy: policy, known: now.material, now: now.time)
        var judgements: [TimestampJudgement] = []
        var references = [now]
        for (position, facts) in timestamps.enumerated().reversed() {
            let judgement = process.judge(facts, at: references)
            judgements.insert(judgement, at: 0)
            // One that is not sound covers nothing before it, whoever comes after it.
            guard let time = judgement.provenTime else {
                references = [now]
                continue
            }
            var material = ValidationMaterial()
            for older in timestamps[..<position] { material.add(older) }
            references.insert(ReferenceTime(time: time, material: material), at: 1)
        }
        return judgements
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
