import SignerProtocol

extension Registers {
    /// Begins an entry with what was typed.
    ///
    /// - Throws: `ServiceError.entryRefused`, `.registerUnknown`, `.notAllowed`.
    @discardableResult
    package func make(
        _ typed: RegisterTyped,
        in register: RegisterID,
        as intent: RegisterIntent,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        try sender.account.require(.keepRegisters)
        let declaration = try declaration(register)
        let (all, time, id) = (declarations, needs.now(), RegisterEntryID(from: needs.randomBytes))
        return try await needs.store.write { transaction in
            let context = try transaction.registerContext(of: declaration, among: all, in: sender.organisation)
            let content = try declaration.content(from: typed, keepingFilesOf: nil, in: context)
            if intent == .proposal {
                try declaration.requireComplete(content, of: id, on: CalendarDay(at: time), in: context)
            }
            let number = (context.entries[register]?.map(\.number).max() ?? 0) + 1
            return try transaction.commit(
                try RegisterEntry.made(
                    id,
                    number: number,
                    in: declaration,
                    content: content,
                    as: intent,
                    by: sender,
                    at: time
                )
            )
        }
    }

    /// Says what an entry is meant to say from now on.
    ///
    /// `version` is the one that its maker saw: another one is `ServiceError.conflict`, here and in all that follows.
    ///
    /// - Throws: `ServiceError.entryRefused`, `.entryNotPossible`, `.entryUnknown`, `.conflict`.
    @discardableResult
    package func write(
        _ typed: RegisterTyped,
        to number: Int,
        in register: RegisterID,
        seen version: Int,
        as intent: RegisterIntent,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        let time = needs.now()
        return try await change(number, in: register, seen: version, by: sender) { entry, declaration, context in
            let before = entry.proposal?.content ?? entry.content
            let content = try declaration.content(from: typed, keepingFilesOf: before, in: context)
            if intent == .proposal {
                try declaration.requireComplete(content, of: entry.id, on: CalendarDay(at: time), in: context)
            }
            return try entry.written(content, as: intent, in: declaration, by: sender, at: time)
        }
    }

    /// Gives what was drafted to a second person.
    @discardableResult
    package func propose(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        let time = needs.now()
        return try await change(number, in: register, seen: version, by: sender) { entry, declaration, context in
            if let content = entry.proposal?.content {
                try declaration.requireComplete(content, of: entry.id, on: CalendarDay(at: time), in: context)
            }
            return try entry.proposed(in: declaration, by: sender, at: time)
        }
    }

    /// Gives back what waits; throws `ServiceError.textRefused` without a reason.
    @discardableResult
    package func giveBack(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        because reason: String,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        let time = needs.now()
        let reason = try line(reason, field: "reason", limit: 500)
        return try await change(number, in: register, seen: version, by: sender) { entry, _, _ in
            try entry.returned(because: reason, by: sender, at: time)
        }
    }

    /// Proposes that an entry stands no longer.
    @discardableResult
    package func retire(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        let time = needs.now()
        return try await change(number, in: register, seen: version, by: sender) { entry, declaration, _ in
            try entry.retirementProposed(in: declaration, by: sender, at: time)
        }
    }

    /// Drops what was drafted or proposed.
    @discardableResult
    package func drop(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        let time = needs.now()
        return try await change(number, in: register, seen: version, by: sender) { entry, _, _ in
            try entry.dropped(by: sender, at: time)
        }
    }

    /// Reads, decides and saves in one transaction; `alongside` writes what belongs to it.
    func change(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        by sender: SenderActor,
        alongside: @escaping @Sendable (any WriteTransaction) throws -> Void = { _ in },
        _ decide:
            @escaping @Sendable (RegisterEntry, RegisterDeclaration, RegisterContext) throws -> Change<
                RegisterEntry
            >
    ) async throws -> RegisterEntry {
        try sender.account.require(.keepRegisters)
        let declaration = try declaration(register)
        let all = declarations
        return try await needs.store.write { transaction in
            guard let entry = try transaction.registerEntry(number, in: register, of: sender.organisation) else {
                throw ServiceError.entryUnknown
            }
            guard entry.version == version else { throw ServiceError.conflict }
            let context = try transaction.registerContext(of: declaration, among: all, in: sender.organisation)
            let change = try decide(entry, declaration, context)
            try alongside(transaction)
            return try transaction.commit(change)
        }
    }
}

extension WriteTransaction {
    /// Saves a change and gives the entry as it now stands.
    func commit(_ change: Change<RegisterEntry>) throws -> RegisterEntry {
        try save(change)
        var saved = change.subject
        saved.version = change.expectedVersion + 1
        return saved
    }
}
