/// Whether a revision that we made may be kept, and the report behind the answer.
///
/// - SeeAlso: ARCHITECTURE.md §8 (a) steps 11 and 15
package struct Judgement: Sendable {
    package enum Verdict: Hashable, Sendable {
        /// What was asked about passes, at the wanted level.
        case accepted
        /// The level is there, and all that stands against it is that revocation data are not newer than a signature yet.
        ///
        /// - SeeAlso: SIGNING.md 0a-14, REV-9; EN 319 102-1 §5.2.5
        case waitingForFreshRevocation
        /// Everything else, with the codes of what stands against it.
        case refused([String])
    }

    package let report: ValidationReport
    package let verdict: Verdict
}

/// The signatures that a judge answers for.
package enum JudgedSignatures: Hashable, Sendable {
    case every
    /// The one in this field; the others of the file keep the verdict they had when they were made.
    case only(field: String)
    /// All but those in these fields, which were there before we came: they have to be whole, whoever made them.
    case everyBut(fields: Set<String>)
}

/// Judges what we made: the signatures asked about with their timestamps, document timestamps for B-LTA, and changes.
///
/// - Throws: `ValidationError` when nothing can be judged.
/// - SeeAlso: docs/decisions/0016
package func judge(
    _ input: ValidationInput,
    policy: ValidationPolicy,
    signatures asked: JudgedSignatures,
    level: SignatureLevel
) throws(ValidationError) -> Judgement {
    let validation = try Validation(input, policy)
    let report = validation.report
    let signatures: [SignatureReport]
    var timestamps: [TimestampReport]
    var isWhole = true
    switch asked {
    case .every:
        signatures = report.signatures
        timestamps = report.timestamps
    case .only(let field):
        signatures = report.signatures.filter { $0.field == field }
        timestamps = report.timestamps.filter { $0.kind == .signature && $0.field == field }
        if level == .lta { timestamps += report.timestamps.filter { $0.kind == .document } }
    case .everyBut(let fields):
        signatures = report.signatures.filter { $0.field.map(fields.contains) != true }
        timestamps = report.timestamps.filter { $0.field.map(fields.contains) != true }
        isWhole = report.signatures.allSatisfy(\.integrity)
    }
    let open = (signatures.flatMap(\.findings) + timestamps.flatMap(\.findings)).filter(\.decides)
    let codes =
        open.map(\.check.code) + report.changesAfterSigning.map(\.code)
        + validation.facts.creationFindings(asked, at: input.time, policy.algorithms).map(\.check.code)

    let verdict: Judgement.Verdict
    if signatures.isEmpty {
        verdict = .refused(["SIGNATURE_MISSING"])
    } else if !signatures.allSatisfy({ $0.level >= level && $0.integrity }) {
        verdict = .refused(codes + ["LEVEL"])
    } else if !isWhole {
        verdict = .refused(codes + ["INTEGRITY"])
    } else if codes.isEmpty {
        verdict = .accepted
    } else if codes.allSatisfy({ $0 == Check.revocationNotFresh.code }) {
        verdict = .waitingForFreshRevocation
    } else {
        verdict = .refused(codes)
    }
    return Judgement(report: report, verdict: verdict)
}
