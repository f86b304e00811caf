package import SignerProtocol

/// How a register stands at a moment: what a scoreboard needs to know of it.
package struct RegisterStanding: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// No entry stands.
        case missing
        case current
        /// Something is due soon, or a proposal waits.
        case attention
        case overdue
    }

    package let register: RegisterID
    package let verdict: Verdict
    /// Entries that stand.
    package let approved: Int
    /// Of those, what needs somebody soon.
    package let attention: Int
    package let overdue: Int
    /// Proposals that wait for a second person.
    package let waiting: Int
    package let newestApproval: Timestamp?
    /// The next day that an entry has to keep, also when it is past.
    package let nextDay: CalendarDay?

    /// Counts entries of the register; `entries` of others do not matter.
    package init(of declaration: RegisterDeclaration, _ entries: [RegisterEntry], at time: Timestamp) {
        let day = CalendarDay(at: time)
        let ours = entries.filter { $0.register == declaration.id }
        let standing = ours.filter { $0.state.name == .approved }
        let worst = standing.map { entry in declaration.findings(of: entry, on: day).map(\.severity).max() }
        register = declaration.id
        approved = standing.count
        attention = worst.count { $0 == .attention }
        overdue = worst.count { $0 == .overdue || $0 == .refuse }
        waiting = ours.count { $0.proposal?.isWaiting ?? false }
        newestApproval = standing.compactMap { $0.approval?.at }.max()
        nextDay = standing.flatMap { declaration.deadlines(of: $0).map(\.day) }.min()
        verdict =
            if overdue > 0 {
                .overdue
            } else if standing.isEmpty {
                .missing
            } else if attention > 0 || waiting > 0 {
                .attention
            } else {
                .current
            }
    }
}

/// How one entry stands on a day, as lists show it.
package enum RegisterEntryStanding: Hashable, Sendable {
    case draft
    case returned
    case proposed
    case current
    /// What stands is good, and a change waits for a second person.
    case changeProposed
    /// With what the weightiest finding says.
    case attention(RegisterWords)
    case overdue(RegisterWords)
    case retired

    package init(of entry: RegisterEntry, _ declaration: RegisterDeclaration, on day: CalendarDay) {
        switch entry.state {
        case .new(let proposal):
            switch proposal.stage {
            case .draft: self = .draft
            case .waiting: self = .proposed
            case .returned: self = .returned
            }
        case .retired: self = .retired
        case .approved(_, let change):
            let findings = declaration.findings(of: entry, on: day)
            if let worst = findings.first(where: { $0.severity >= .overdue }) {
                self = .overdue(worst.words)
            } else if change?.isWaiting ?? false {
                self = .changeProposed
            } else if let first = findings.first {
                self = .attention(first.words)
            } else {
                self = .current
            }
        }
    }
}
