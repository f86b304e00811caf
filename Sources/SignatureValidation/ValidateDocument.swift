package import Foundation
package import PDF

/// What is judged, when, and with what besides the file.
package struct ValidationInput: Sendable {
    package let source: any ByteSource
    package let time: Date
    /// What was fetched now; nil when nobody tried.
    package let fetched: FetchedMaterial?

    package init(source: any ByteSource, time: Date, fetched: FetchedMaterial?) {
        self.source = source
        self.time = time
        self.fetched = fetched
    }
}

/// Certificates and revocation data from outside the file, DER.
package struct FetchedMaterial: Hashable, Sendable {
    package var certificates: [[UInt8]]
    package var crls: [[UInt8]]
    package var ocspResponses: [[UInt8]]

    package init(certificates: [[UInt8]] = [], crls: [[UInt8]] = [], ocspResponses: [[UInt8]] = []) {
        self.certificates = certificates
        self.crls = crls
        self.ocspResponses = ocspResponses
    }
}

/// Judges every signature and timestamp of a file.
///
/// Pure: no clock, no network. The same input and policy give the same report.
///
/// - Throws: `ValidationError` when nothing can be judged: not a readable PDF, or no signature.
/// - SeeAlso: VAL-1, VAL-2; ARCHITECTURE.md §8 (c)
package func validate(
    _ input: ValidationInput,
    policy: ValidationPolicy
) throws(ValidationError) -> ValidationReport {
    try Validation(input, policy).report
}

/// The certificates that still lack usable revocation data, on paths that reach an anchor.
///
/// The caller may fetch OCSP responses or CRLs for them and validate again.
///
/// - SeeAlso: REV-11
package func onlineNeeds(
    _ input: ValidationInput,
    policy: ValidationPolicy
) throws(ValidationError) -> [RevocationNeed] {
    try Validation(input, policy).missing
}

/// One run over one file.
struct Validation {
    let report: ValidationReport
    let missing: [RevocationNeed]
    let facts: DocumentFacts

    init(_ input: ValidationInput, _ policy: ValidationPolicy) throws(ValidationError) {
        let facts: DocumentFacts
        do throws(PDFError) {
            facts = try CollectFacts(Document(judging: input.source)).facts()
        } catch {
            let broken =
                LeadingBytes(input.source, error)?.facts()
                ?? UnreadableFile(source: input.source, problem: error).facts()
            guard let broken else { throw ValidationError(error) }
            facts = broken
        }
        guard !facts.signatures.isEmpty else { throw .unsigned }
        self.facts = facts
        var context = ValidationContext(input, policy: policy, facts: facts)

        // 1. Document timestamps, the newest first: each is protected by the ones after it.
        var proofs = ProofsOfExistence(now: input.time)
        var covering: [ProofOfExistence] = []
        var stamps: [(field: String?, judgement: TimestampJudgement)] = []
        for signature in facts.signatures.reversed() where signature.isDocumentTimestamp {
            let judgement = Self.judge(signature, in: facts, proofs, &context)
            stamps.insert((signature.fieldName, judgement), at: 0)
            guard let time = judgement.provenTime, let end = signature.end, let revision = signature.coverage?.revision
            else { continue }
            let proof = ProofOfExistence(
                time: time,
                field: signature.fieldName,
                scope: .bytes(revision: revision, end: end)
            )
            proofs.add(proof)
            covering.insert(proof, at: 0)
        }

        // 2. Signatures with their own timestamps.
        let process = SignatureProcess(facts: facts, proofs: proofs, stamps: covering)
        var signatures: [SignatureJudgement] = []
        for signature in facts.signatures where !signature.isDocumentTimestamp {
            signatures.append(process.judge(signature, &context))
        }

        // 3. The worst of all. VAL-11
        let timestamps =
            signatures.flatMap { signature in
                signature.timestamps.map { (field: signature.report.field, judgement: $0) }
            }
            + stamps
        let conclusions =
            signatures.map(\.report.conclusion.indication) + timestamps.map(\.judgement.conclusion.indication)
        var seen: Set<RevocationNeed> = []
        missing = (signatures.flatMap(\.missing) + timestamps.flatMap(\.judgement.missing)).filter {
            seen.insert($0).inserted
        }
        report = ValidationReport(
            conclusion: conclusions.max() ?? .indeterminate,
            signatures: signatures.map(\.report),
            timestamps: timestamps.map { $0.judgement.report(field: $0.field) },
            changesAfterSigning: facts.changeReports,
            renewal: stamps.last { $0.judgement.conclusion == .passed }?.judgement.deadlines.earliest,
            proofsOfExistence: proofs.proofs.map { ExistenceReport(time: $0.time, source: $0) },
            unsignedFields: facts.unsignedFields,
            pages: facts.pages.sorted { $0.key < $1.key }.map { PageReport(revision: $0.key, $0.value) },
            policy: PolicyReport(policy, time: input.time, online: input.fetched != nil)
        )
    }

    private static func judge(
        _ signature: SignatureFacts,
        in facts: DocumentFacts,
        _ proofs: ProofsOfExistence,
        _ context: inout ValidationContext
    ) -> TimestampJudgement {
        let findings = signature.findings + facts.findings(after: signature) + context.findings
        guard let timestamp = signature.timestamp, findings.conclusion == .passed else {
            return TimestampJudgement(
                facts: signature.timestamp ?? .unreadable(.document, findings),
                findings: findings.withoutRepetition,
                steps: [.timestamp(findings, at: context.now)]
            )
        }
        return TimestampProcess(proofs: proofs, proof: proofs.earliest(covering: signature.end)).judge(
            timestamp,
            &context
        )
    }
}

extension DocumentFacts {
    /// The changes that are not allowed, and bytes that nothing accounts for.
    fileprivate var changeReports: [ChangeReport] {
        let strays = Set(strayBytes.values).sorted {
            ($0.check.code, $0.detail?.en ?? "") < ($1.check.code, $1.detail?.en ?? "")
        }
        return changes.filter { !$0.isAllowed }.map(\.report)
            + strays.map { finding in
                ChangeReport(
                    revision: nil,
                    page: nil,
                    kind: Change.Kind.document.rawValue,
                    code: finding.check.code,
                    ja: finding.japanese,
                    en: finding.english
                )
            }
    }
}

extension ValidationError {
    init(_ error: PDFError) {
        if case .limit(let limit, let place) = error {
            self = .limitReached("\(limit)\(place.fact)")
        } else {
            self = .unreadable(error.fact)
        }
    }
}
