import SignerProtocol

extension Registers {
    /// The most bytes of an import.
    package static let importLimit = 2_000_000

    /// The register as CSV, retired entries too.
    package func export(
        _ register: RegisterID,
        in language: Language,
        for sender: SenderActor
    ) async throws -> [UInt8] {
        let listing = try await listing(of: register, for: sender)
        return RegisterTable(declaration: listing.declaration, context: listing.context)
            .export(listing.entries, in: language)
    }

    /// Proposes every row of a CSV, or nothing: a row without a number begins an entry, one with a number changes that
    /// one, and one that changes nothing is passed over.
    ///
    /// Gives the numbers of the entries that were proposed.
    ///
    /// - Throws: `ServiceError.importRefused` with the lines.
    package func importTable(
        _ bytes: [UInt8],
        into register: RegisterID,
        by sender: SenderActor
    ) async throws -> [Int] {
        try sender.account.require(.keepRegisters)
        let declaration = try declaration(register)
        let (all, time, randomBytes) = (declarations, needs.now(), needs.randomBytes)
        return try await needs.store.write { transaction in
            let context = try transaction.registerContext(of: declaration, among: all, in: sender.organisation)
            let lines = try RegisterTable(declaration: declaration, context: context)
                .lines(of: bytes, owner: sender.account.id)
            var work = ImportWork(declaration: declaration, sender: sender, time: time, context: context)
            for line in lines { try work.propose(line, randomBytes) }
            guard work.refusals.isEmpty else { throw ServiceError.importRefused(work.refusals) }
            return try work.changes.map { try transaction.commit($0).number }
        }
    }
}

/// The changes of an import, each judged with those before it in place.
private struct ImportWork {
    let declaration: RegisterDeclaration
    let sender: SenderActor
    let time: Timestamp
    var context: RegisterContext
    var changes: [Change<RegisterEntry>] = []
    var refusals: [RegisterLineRefusal] = []

    mutating func propose(_ line: RegisterTable.Line, _ randomBytes: RandomBytes) throws {
        if let entry = line.entry, (entry.proposal?.content ?? entry.content) == line.content { return }
        let id = line.entry?.id ?? RegisterEntryID(from: randomBytes)
        do throws(ServiceError) {
            try declaration.requireComplete(line.content, of: id, on: CalendarDay(at: time), in: context)
            let change = try change(of: line, id)
            changes.append(change)
            context = context.with(change.subject)
        } catch {
            refusals += try line.refusals(error, in: declaration)
        }
    }

    private func change(
        of line: RegisterTable.Line,
        _ id: RegisterEntryID
    ) throws(ServiceError) -> Change<RegisterEntry> {
        if let entry = line.entry {
            return try entry.written(line.content, as: .proposal, in: declaration, by: sender, at: time)
        }
        let number = (context.entries[declaration.id]?.map(\.number).max() ?? 0) + 1
        return try RegisterEntry.made(
            id,
            number: number,
            in: declaration,
            content: line.content,
            as: .proposal,
            by: sender,
            at: time
        )
    }
}

extension RegisterTable.Line {
    /// A refusal with its line; throws what is none.
    fileprivate func refusals(
        _ error: ServiceError,
        in declaration: RegisterDeclaration
    ) throws(ServiceError) -> [RegisterLineRefusal] {
        switch error {
        case .entryRefused(let refusals):
            refusals.map { refusal in
                RegisterLineRefusal(
                    line: line,
                    column: declaration.field(refusal.field)?.label.ja ?? refusal.field,
                    .value(refusal.reason)
                )
            }
        case .entryNotPossible: [RegisterLineRefusal(line: line, column: nil, .notPossible)]
        default: throw error
        }
    }
}
