package import SignerProtocol

/// The registers that the operator's people keep, and everything that can be asked of them.
///
/// For administrators of the organisation alone.
package struct Registers: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    package var declarations: [RegisterDeclaration] { needs.registers }

    /// Throws `ServiceError.registerUnknown`.
    package func declaration(_ id: RegisterID) throws(ServiceError) -> RegisterDeclaration {
        guard let declaration = declarations.first(where: { $0.id == id }) else { throw .registerUnknown }
        return declaration
    }

    /// How a register stands.
    package func standing(
        of register: RegisterID,
        in organisation: OrganisationID,
        at time: Timestamp
    ) async throws -> RegisterStanding {
        let declaration = try declaration(register)
        let entries = try await needs.store.read { try $0.registerEntries(of: organisation, in: register) }
        return RegisterStanding(of: declaration, entries, at: time)
    }

    /// How the registers stand that answer a clause, such as `2.2.2-1`; empty when none does.
    package func standings(
        for clause: String,
        in organisation: OrganisationID,
        at time: Timestamp
    ) async throws -> [RegisterStanding] {
        try await standings(of: declarations.filter { $0.clauses.contains(clause) }, in: organisation, at: time)
    }

    /// Every register with how it stands now.
    package func overview(
        for sender: SenderActor
    ) async throws -> [(declaration: RegisterDeclaration, standing: RegisterStanding)] {
        try sender.account.require(.readOperations)
        let standings = try await standings(of: declarations, in: sender.organisation, at: needs.now())
        return Array(zip(declarations, standings)).map { (declaration: $0, standing: $1) }
    }

    /// All entries of a register, retired ones too.
    package func listing(of register: RegisterID, for sender: SenderActor) async throws -> RegisterListing {
        try sender.account.require(.readOperations)
        let declaration = try declaration(register)
        let context = try await context(of: declaration, for: sender)
        return RegisterListing(
            declaration: declaration,
            entries: context.entries[register] ?? [],
            context: context,
            day: CalendarDay(at: needs.now())
        )
    }

    /// One entry with its history; throws `ServiceError.entryUnknown`.
    package func entry(
        _ number: Int,
        in register: RegisterID,
        for sender: SenderActor
    ) async throws -> RegisterEntryFile {
        try sender.account.require(.readOperations)
        let declaration = try declaration(register)
        let all = declarations
        let instance = needs.settings.instance
        return try await needs.store.read { [time = needs.now()] transaction in
            guard let entry = try transaction.registerEntry(number, in: register, of: sender.organisation) else {
                throw ServiceError.entryUnknown
            }
            let isWaiting = entry.proposal?.isWaiting ?? false
            return RegisterEntryFile(
                declaration: declaration,
                entry: entry,
                history: try transaction.registerVersions(of: entry.id),
                context: try transaction.registerContext(of: declaration, among: all, in: sender.organisation),
                day: CalendarDay(at: time),
                statement: try isWaiting && transaction.hasPasskeys(sender.organisation)
                    ? RegisterStatement.bytes(of: entry, in: instance) : nil
            )
        }
    }

    /// What a form for an entry may offer.
    package func context(
        of declaration: RegisterDeclaration,
        for sender: SenderActor
    ) async throws -> RegisterContext {
        let all = declarations
        return try await needs.store.read { transaction in
            try transaction.registerContext(of: declaration, among: all, in: sender.organisation)
        }
    }

    private func standings(
        of declarations: [RegisterDeclaration],
        in organisation: OrganisationID,
        at time: Timestamp
    ) async throws -> [RegisterStanding] {
        try await needs.store.read { transaction in
            try declarations.map { declaration in
                RegisterStanding(
                    of: declaration,
                    try transaction.registerEntries(of: organisation, in: declaration.id),
                    at: time
                )
            }
        }
    }
}
