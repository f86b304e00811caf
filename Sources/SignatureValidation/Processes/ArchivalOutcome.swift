import Foundation

/// What past validation made of findings that only lack proof of time.
struct ArchivalOutcome: Sendable {
    /// What still stands against it; empty when the past settles everything.
    let findings: [Finding]
    /// Nil when past validation did not succeed.
    let control: ControlTime?

    /// Looks at the past where that can help.
    ///
    /// `proof` is the document timestamp that covers what is judged; without one, what is missing is just that.
    init(
        _ current: [Finding],
        _ past: PastSignatureValidation,
        proof: ProofOfExistence?,
        _ context: inout ValidationContext
    ) {
        guard current.conclusion != .passed, current.isOpenToThePast else {
            self.init(findings: current, control: nil)
            return
        }
        switch past.outcome(&context) {
        case .success(let control):
            self.init(findings: current.filter { $0.conclusion == .passed }, control: control)
        case .failure(let failure):
            let missing = proof == nil ? nil : failure.finding
            self.init(findings: [missing].compactMap { $0 } + current, control: nil)
        }
    }

    init(findings: [Finding], control: ControlTime?) {
        self.findings = findings
        self.control = control
    }
}

extension PastFailure {
    /// What to say besides the findings of today, where a document timestamp is there and does not reach.
    fileprivate var finding: Finding? {
        switch self {
        case .notProven(let name, let known, let needed):
            Finding(
                .noProofOfExistence,
                saying: Detail(
                    ja: "\(name): \(needed.rfc3339) までの存在証明が必要、証明は \(known.rfc3339) から",
                    en: "\(name): needed by \(needed.rfc3339), proven only since \(known.rfc3339)"
                )
            )
        case .controlTimeBefore(let existence, let control):
            Finding(
                .noProofOfExistence,
                saying: Detail(
                    ja: "署名は \(control.time.rfc3339) までに存在した証明が必要、証明は \(existence.rfc3339) から",
                    en: "the signature is needed by \(control.time.rfc3339), proven only since \(existence.rfc3339)"
                )
            )
        case .algorithmUnsupported(let name): Finding(.algorithmUnsupported, name)
        case .noStatement, .notFresh, .issuerOutOfBounds, .noPath, .outOfBounds: nil
        }
    }
}
