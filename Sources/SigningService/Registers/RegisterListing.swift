/// Entries of a register with what is needed to show them.
package struct RegisterListing: Sendable {
    package let declaration: RegisterDeclaration
    /// By number.
    package let entries: [RegisterEntry]
    package let context: RegisterContext
    package let day: CalendarDay

    package init(
        declaration: RegisterDeclaration,
        entries: [RegisterEntry],
        context: RegisterContext,
        day: CalendarDay
    ) {
        self.declaration = declaration
        self.entries = entries
        self.context = context
        self.day = day
    }

    /// Which entries are asked for.
    package enum Filter: String, Hashable, Sendable, CaseIterable {
        /// All that are not retired.
        case open
        case draft
        /// New ones and changes that wait for a second person.
        case waiting
        case approved
        case attention
        case overdue
        case retired
    }

    /// The entries that pass `filter` and have every word of `search` in a field to be searched.
    package func entries(_ filter: Filter, searching search: String) -> [RegisterEntry] {
        let words = folded(search).split(separator: " ")
        return entries.filter { entry in
            guard passes(entry, filter) else { return false }
            guard !words.isEmpty else { return true }
            let text = searched(entry)
            return words.allSatisfy { text.contains($0) }
        }
    }

    package func standing(of entry: RegisterEntry) -> RegisterEntryStanding {
        RegisterEntryStanding(of: entry, declaration, on: day)
    }

    private func passes(_ entry: RegisterEntry, _ filter: Filter) -> Bool {
        switch filter {
        case .open: return entry.state.name != .retired
        case .draft: return entry.proposal.map { !$0.isWaiting } ?? false
        case .waiting: return entry.proposal?.isWaiting ?? false
        case .approved: return entry.state.name == .approved
        case .retired: return entry.state.name == .retired
        case .attention:
            return declaration.findings(of: entry, on: day).contains { $0.severity == .attention }
        case .overdue:
            return declaration.findings(of: entry, on: day).contains { $0.severity >= .overdue }
        }
    }

    /// Both what stands and what is meant to; choices are found in either language.
    private func searched(_ entry: RegisterEntry) -> String {
        let contents = [entry.approval?.content, entry.proposal?.content].compactMap(\.self)
        let texts = contents.flatMap { content in
            declaration.fields.filter(\.isSearchable).flatMap { field in
                Language.allCases.map { context.text(of: content.values[field.name], in: field, $0) }
            }
        }
        return folded((["\(entry.number)"] + texts).joined(separator: " "))
    }
}

/// One entry with its history and what is needed to show it.
package struct RegisterEntryFile: Sendable {
    package let declaration: RegisterDeclaration
    package let entry: RegisterEntry
    /// Oldest first.
    package let history: [RegisterVersion]
    package let context: RegisterContext
    package let day: CalendarDay
    /// The exact bytes of the `RegisterStatement` that a passkey has to approve; nil where nothing waits, or nobody has one.
    package let statement: [UInt8]?

    package var findings: [RegisterFinding] { declaration.findings(of: entry, on: day) }
    package var standing: RegisterEntryStanding { RegisterEntryStanding(of: entry, declaration, on: day) }

    /// Who made or did something, by the name of an audit entry.
    package func person(_ actor: String) -> String {
        let parts = actor.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0] == "account", let id = AccountID(String(parts[1])) else { return actor }
        return context.person(id)?.name ?? actor
    }
}
