/// Whether a revision that we made may be kept.
///
/// - SeeAlso: ARCHITECTURE.md §8 (a) steps 11 and 15
package struct Judgement: Sendable {
    package let report: ValidationReport
    /// The signatures asked about pass, and so do the timestamps, at the wanted level.
    package let isAccepted: Bool
    /// The level is there, and all that stands against it is that revocation data are not newer than a signature yet.
    ///
    /// - SeeAlso: SIGNING.md 0a-14
    package let isOnlyWaitingForFreshRevocation: Bool
}

/// Judges the signatures in these fields; the other signatures of the file keep the verdict they had.
///
/// - Throws: `ValidationError` when nothing can be judged.
package func judge(
    _ input: ValidationInput,
    policy: ValidationPolicy,
    fields: Set<String>,
    level: SignatureLevel
) throws(ValidationError) -> Judgement {
    let report = try validate(input, policy: policy)
    let judged = report.signatures.filter { signature in signature.field.map(fields.contains) ?? true }
    let isComplete = Set(judged.compactMap(\.field)) == fields && judged.allSatisfy { $0.level >= level }
    let findings = (judged.map(\.findings) + report.timestamps.map(\.findings)).map { $0.filter(\.decides) }
    let open = findings.flatMap { $0 }
    let hasPassed =
        judged.allSatisfy { $0.conclusion == .passed } && report.timestamps.allSatisfy { $0.conclusion == .passed }
    return Judgement(
        report: report,
        isAccepted: isComplete && hasPassed,
        isOnlyWaitingForFreshRevocation: isComplete && !open.isEmpty
            && open.allSatisfy { $0.check == .revocationNotFresh }
    )
}
