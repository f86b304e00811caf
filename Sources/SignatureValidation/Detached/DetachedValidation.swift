import CMS
import Foundation
import PDF

/// One run over a detached signature, a container or an evidence record.
struct DetachedValidation {
    let report: ValidationReport
    let missing: [RevocationNeed]

    init(_ input: DetachedSignatureInput, _ policy: ValidationPolicy) throws(ValidationError) {
        let facts: DetachedFacts
        do throws(PDFError) {
            facts = try DetachedFacts(signature: input.signature, content: SignedContent(of: input.content))
        } catch {
            throw .unreadable(error.fact)
        }
        var known = policy.known(with: input.fetched)
        known.add(facts)
        let process = DetachedProcess(
            policy: policy,
            now: ReferenceTime(time: input.time, material: known),
            facts: facts,
            name: nil,
            findings: [],
            hashes: []
        )
        self.init([process.judge()], evidence: [], policy, at: input.time, online: input.fetched != nil)
    }

    init(_ input: EvidenceRecordInput, _ policy: ValidationPolicy) throws(ValidationError) {
        let record: EvidenceRecord
        do throws(CMSError) {
            record = try EvidenceRecord(der: input.record)
        } catch {
            throw .evidenceUnreadable(error.code)
        }
        var digests: [HashAlgorithm: [[UInt8]]] = [:]
        do throws(PDFError) {
            for hash in record.algorithms {
                for object in input.objects {
                    digests[hash, default: []] += [try SignedContent(of: object).digest(hash.oid)].compactMap { $0 }
                }
            }
        } catch {
            throw .unreadable(error.fact)
        }
        let timestamps = EvidenceProcess.timestamps(of: record, digests: digests)
        var known = policy.known(with: input.fetched)
        for timestamp in timestamps { known.add(timestamp) }
        let now = ReferenceTime(time: input.time, material: known)
        let judgements = EvidenceProcess(policy: policy, now: now, timestamps: timestamps).judge()
        self.init(
            [],
            evidence: judgements.map { (nil, $0) },
            policy,
            at: input.time,
            online: input.fetched != nil
        )
    }

    /// The worst of all. VAL-11
    init(
        _ signatures: [SignatureJudgement],
        evidence: [(name: String?, judgement: TimestampJudgement)],
        _ policy: ValidationPolicy,
        at time: Date,
        online: Bool
    ) {
        let timestamps =
            signatures.flatMap { signature in
                signature.timestamps.map { (name: signature.report.field, judgement: $0) }
            } + evidence
        let conclusions =
            signatures.map(\.report.conclusion.indication) + timestamps.map(\.judgement.conclusion.indication)
        var seen: Set<RevocationNeed> = []
        missing = (signatures.flatMap(\.missing) + timestamps.flatMap(\.judgement.missing)).filter {
            seen.insert($0).inserted
        }
        report = ValidationReport(
            conclusion: conclusions.max() ?? .indeterminate,
            signatures: signatures.map(\.report),
            timestamps: timestamps.map { $0.judgement.report(field: $0.name) },
            changesAfterSigning: [],
            policy: PolicyReport(id: policy.id, digest: policy.digest, time: time, online: online)
        )
    }
}

extension SignedContent {
    /// A whole file.
    init(of source: any ByteSource) {
        self.init(source: source, parts: [0..<source.count])
    }
}

extension ValidationPolicy {
    /// The anchors, and what was fetched.
    func known(with fetched: FetchedMaterial?) -> ValidationMaterial {
        var known = ValidationMaterial()
        known.add(trustAnchors + (timestampAnchors ?? []))
        if let fetched {
            known.add(certificates: fetched.certificates, crls: fetched.crls, ocspResponses: fetched.ocspResponses)
        }
        return known
    }
}

extension ValidationMaterial {
    /// Adds all that a signature file holds.
    mutating func add(_ facts: DetachedFacts) {
        if let cms = facts.cms {
            add(cms.certificates)
            add(cms.material)
            for timestamp in cms.timestamps { add(timestamp) }
        }
        for archive in facts.archiveTimestamps { add(archive.timestamp) }
    }
}
