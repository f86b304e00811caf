package import SignerProtocol

/// Where an installation stands with each clause, computed from its evidence; nothing of it can be set by hand.
package struct Scoreboard: Sendable {
    package let criteria: CriteriaSet
    package let environment: ServiceEnvironment?
    package let clauses: [ClauseStanding]

    /// What one piece of evidence says.
    package struct Evidence: Hashable, Sendable {
        package let kind: CriteriaSet.AnswerKind
        /// Such as the probe's id.
        package let id: String
        package let title: BilingualText
        /// When it was made; nil when it does not exist yet.
        package let at: Timestamp?
        package let result: Result

        package init(
            kind: CriteriaSet.AnswerKind,
            id: String,
            title: BilingualText,
            at: Timestamp?,
            result: Result
        ) {
            self.kind = kind
            self.id = id
            self.title = title
            self.at = at
            self.result = result
        }
    }

    /// Worst last.
    package enum Result: String, Hashable, Sendable, Comparable, CaseIterable {
        case good
        case attention
        case overdue
        case missing
        case bad

        package static func < (left: Result, right: Result) -> Bool { left.rank < right.rank }

        private var rank: Int { Result.allCases.firstIndex(of: self) ?? 0 }
    }

    package enum Status: String, Hashable, Sendable, CaseIterable {
        case met
        /// As met, but in a test environment, where nothing is meant.
        case rehearsed
        case attention
        case overdue
        case notMet = "not-met"
        case notApplicable = "not-applicable"
    }

    package struct ClauseStanding: Hashable, Sendable {
        package let clause: CriteriaSet.Clause
        package let status: Status
        package let evidence: [Evidence]
        /// What to do about it; nil when nothing is to be done.
        package let next: BilingualText?
    }

    /// `evidence` by the id of the clause.
    package init(_ criteria: CriteriaSet, evidence: [String: [Evidence]], environment: ServiceEnvironment?) {
        self.criteria = criteria
        self.environment = environment
        clauses = criteria.clauses.map { clause in
            let found = evidence[clause.id, default: []]
            let absent = clause.answers.filter { kind in !found.contains { $0.kind == kind } }
            let worst = found.map(\.result).max()
            return ClauseStanding(
                clause: clause,
                status: Self.status(worst, isComplete: absent.isEmpty, environment),
                evidence: found,
                next: Self.next(found, absent: absent)
            )
        }
    }

    private static func status(_ worst: Result?, isComplete: Bool, _ environment: ServiceEnvironment?) -> Status {
        guard let worst, isComplete else { return .notMet }
        switch worst {
        case .bad, .missing: return .notMet
        case .overdue: return .overdue
        case .attention: return .attention
        case .good: return environment == .production ? .met : .rehearsed
        }
    }

    private static func next(_ found: [Evidence], absent: [CriteriaSet.AnswerKind]) -> BilingualText? {
        if let worst = found.filter({ $0.result != .good }).max(by: { $0.result < $1.result }) {
            let words = worst.result.words
            return BilingualText(ja: "「\(worst.title.ja)」: \(words.ja)", en: "\(worst.title.en): \(words.en)")
        }
        guard let kind = absent.first else { return nil }
        return kind.absence
    }
}

extension Scoreboard.Result {
    /// What there is to do about it.
    fileprivate var words: BilingualText {
        switch self {
        case .good: BilingualText(ja: "することはありません。", en: "nothing to do.")
        case .attention:
            BilingualText(ja: "まだ確かめられていません。相手が答えるか見てください。", en: "not checked; see whether its partner answers.")
        case .overdue: BilingualText(ja: "確かめた日が古くなりました。もう一度行ってください。", en: "the last look is too old; look again.")
        case .missing: BilingualText(ja: "まだ記録がありません。作ってください。", en: "there is no record yet; make it.")
        case .bad:
            BilingualText(ja: "合っていません。インシデントを開いて直してください。", en: "it does not hold; open the incident and mend it.")
        }
    }
}

extension CriteriaSet.AnswerKind {
    fileprivate var absence: BilingualText {
        switch self {
        case .probe:
            BilingualText(ja: "動いている環境を確かめる検査が、まだありません。", en: "There is no probe of the running installation yet.")
        case .register: BilingualText(ja: "台帳が、まだありません。", en: "There is no register yet.")
        case .document: BilingualText(ja: "承認された文書が、まだありません。", en: "There is no approved document yet.")
        }
    }
}
