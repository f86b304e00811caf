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
        var known = ValidationMaterial()
        known.add(facts)
        var context = ValidationContext(policy: policy, at: input.time, known: known, fetched: input.fetched)
        let judgement = DetachedProcess(facts: facts, name: nil, findings: []).judge(&context)
        self.init([judgement], policy, at: input.time, online: input.fetched != nil)
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
        var known = ValidationMaterial()
        for timestamp in timestamps { known.add(timestamp) }
        var context = ValidationContext(policy: policy, at: input.time, known: known, fetched: input.fetched)
        let judgement = EvidenceProcess(name: nil, timestamps: timestamps, findings: []).judge(&context)
        self.init([judgement], policy, at: input.time, online: input.fetched != nil)
    }

    /// The worst of all. VAL-11
    init(_ judgements: [DetachedJudgement], _ policy: ValidationPolicy, at time: Date, online: Bool) {
        let signatures = judgements.compactMap(\.signature)
        let timestamps = judgements.flatMap { judgement in
            judgement.timestamps.map { (name: judgement.name, judgement: $0) }
        }
        let conclusions =
            signatures.map(\.conclusion.indication) + timestamps.map(\.judgement.conclusion.indication)
        let proofs = judgements.flatMap(\.proofs).sorted { ($0.time, $0.field ?? "") < ($1.time, $1.field ?? "") }
        var seen: Set<RevocationNeed> = []
        missing = judgements.flatMap(\.missing).filter { seen.insert($0).inserted }
        report = ValidationReport(
            conclusion: conclusions.max() ?? .indeterminate,
            signatures: signatures,
            timestamps: timestamps.map { $0.judgement.report(field: $0.name) },
            changesAfterSigning: [],
            renewal: judgements.compactMap(\.renewal).earliest,
            proofsOfExistence: proofs.map { ExistenceReport(time: $0.time, source: $0) },
            unsignedFields: [],
            pages: [],
            policy: PolicyReport(policy, time: time, online: online)
        )
    }
}

extension SignedContent {
    /// A whole file.
    init(of source: any ByteSource) {
        self.init(digests: CoveredDigests(source), parts: [0..<source.count])
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
