import SignerProtocol

/// Locking an account for a while, and closing it for good; both take effect at once.
///
/// - SeeAlso: decision 0032
extension Members {
    /// Ends every session and link of an account; neither its passkeys nor its API token open anything until it is unlocked.
    ///
    /// - Throws: `ServiceError.notAllowed` for oneself, too; `.lastAdministrator`, `.accountClosed`, `.textRefused`.
    package func lock(_ id: AccountID, because reason: String, by sender: SenderActor) async throws {
        guard id != sender.account.id else { throw ServiceError.notAllowed }
        try await change(id, to: .locked, .accountLocked, because: reason, by: sender)
    }

    /// Lets somebody in again; she signs in anew, or is invited again.
    package func unlock(_ id: AccountID, because reason: String, by sender: SenderActor) async throws {
        guard id != sender.account.id else { throw ServiceError.notAllowed }
        try await change(id, to: .active, .accountUnlocked, because: reason, by: sender)
    }

    /// Closes an account, one's own too; its contracts, and what it has said and approved, stay.
    ///
    /// - Throws: `ServiceError.notAllowed`, `.lastAdministrator`, `.textRefused`.
    package func close(_ id: AccountID, because reason: String, by sender: SenderActor) async throws {
        try await change(id, to: .closed, .accountClosed, because: reason, by: sender)
    }

    /// Saves the state with its audit entry; whoever asks for the state that there is changes nothing.
    private func change(
        _ id: AccountID,
        to state: Account.State,
        _ action: AuditAction,
        because reason: String,
        by sender: SenderActor
    ) async throws {
        try sender.account.require(.administerPeople)
        let reason = try line(reason, field: "reason", limit: 200)
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.requireAdministrator(sender)
            let account = try transaction.member(id, of: sender)
            guard account.state != state else { return }
            guard account.state != .closed else { throw ServiceError.accountClosed }
            if account.may(.administerPeople) { try transaction.requireAdministrator(beside: account) }
            // First what it has open: a session of an account that is not active cannot be.
            try transaction.endAccountSessions(of: id, except: nil)
            try transaction.removeInvitations(of: id)
            try transaction.save(state, of: id)
            try transaction.append(
                AuditNote(
                    action,
                    by: sender.auditName,
                    account.facts.merging(["reason": reason, "state": state.rawValue]) { $1 }
                ),
                to: account.chain,
                at: time
            )
        }
    }
}

extension Account {
    /// - Throws: `ServiceError.accountLocked`, `.accountClosed`.
    func requireActive() throws(ServiceError) {
        switch state {
        case .active: return
        case .locked: throw .accountLocked
        case .closed: throw .accountClosed
        }
    }
}

extension ReadTransaction {
    /// Throws `ServiceError.accountUnknown` unless the account is of the sender's organisation.
    func member(_ id: AccountID, of sender: SenderActor) throws -> Account {
        guard let account = try account(id), account.organisation == sender.organisation else {
            throw ServiceError.accountUnknown
        }
        return account
    }

    /// Whoever signed in as an administrator still is one: of two who take it from each other, one succeeds.
    func requireAdministrator(_ sender: SenderActor) throws {
        guard let account = try account(sender.account.id) else { throw ServiceError.accountUnknown }
        try account.require(.administerPeople)
    }

    /// Somebody else is left who administers, and who can come in to do so.
    ///
    /// - Throws: `ServiceError.lastAdministrator`.
    func requireAdministrator(beside leaving: Account) throws {
        let others = try accounts(of: leaving.organisation).filter { $0.id != leaving.id && $0.may(.administerPeople) }
        guard try others.contains(where: { try !signInPasskeys(of: $0.id).isEmpty }) else {
            throw ServiceError.lastAdministrator
        }
    }
}
