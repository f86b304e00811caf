/// What a round of checks has found.
package struct Findings: Hashable, Sendable {
    /// A check that could not look.
    package struct NotChecked: Hashable, Sendable, Encodable {
        package let code: String
        package let reason: Words
    }

    package private(set) var problems: [Problem] = []
    /// Codes of the checks that found nothing.
    package private(set) var passed: [String] = []
    package private(set) var notChecked: [NotChecked] = []

    init(problems: [Problem] = []) {
        self.problems = problems
    }

    /// The same as it may be printed.
    func redacted(by redaction: Redaction) -> Findings {
        var findings = self
        findings.problems = problems.map { redaction.applied(to: $0) }
        findings.notChecked = notChecked.map {
            NotChecked(code: $0.code, reason: redaction.applied(to: $0.reason))
        }
        return findings
    }

    mutating func add(_ other: Findings) {
        problems += other.problems
        passed += other.passed
        notChecked += other.notChecked
    }

    mutating func add(_ examined: Examined) {
        switch examined.outcome {
        case .found(let subjects):
            if subjects.isEmpty { passed.append(examined.complaint.code) }
            problems += subjects.map {
                examined.complaint.problem($0, refusesStart: examined.refusesStart)
            }
        case .notChecked(let reason):
            notChecked.append(NotChecked(code: examined.complaint.code, reason: reason))
        }
    }
}
