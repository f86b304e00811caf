package import SignerProtocol

/// The people of an organisation: who comes in, and which roles they have.
package struct Members: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// A person with whether she can sign in yet.
    package struct Member: Hashable, Sendable {
        package let account: Account
        package let hasPasskey: Bool
    }

    /// How long a mailed link to the first passkey works.
    static let invitationLifetime = Duration.seconds(3 * 86_400)

    /// - Throws: `ServiceError.notAllowed`, `.dutiesConflict`.
    package func all(for sender: SenderActor) async throws -> [Member] {
        try sender.account.require(.readOperations)
        return try await needs.store.read { transaction in
            try transaction.accounts(of: sender.organisation).map { account in
                Member(account: account, hasPasskey: try !transaction.signInPasskeys(of: account.id).isEmpty)
            }
        }
    }

    /// Makes an account and mails its owner a link with which she makes her passkey.
    ///
    /// - Throws: `ServiceError.notAllowed`, `.textRefused`, `.addressRefused` (also for an address that has an account),
    ///   `.dutiesConflict`.
    package func invite(
        name: String,
        email: String,
        isAdministrator: Bool,
        roles: Set<Role>,
        by sender: SenderActor
    ) async throws -> Account {
        try sender.account.require(.administerPeople)
        let time = needs.now()
        let account = Account(
            id: AccountID(from: needs.randomBytes),
            organisation: sender.organisation,
            name: try line(name, field: "name", limit: 100),
            address: try MailAddress(email, field: "email"),
            isAdministrator: isAdministrator,
            roles: roles,
            createdAt: time
        )
        if let conflict = SeparationOfDuties.conflict(in: account) {
            throw ServiceError.dutiesConflict(conflict.reason)
        }
        // Nobody is shown it: the API asks for one of its own.
        let token = SecretToken(from: needs.randomBytes)
        try await needs.store.write { transaction in
            try transaction.requireAdministrator(sender)
            let known = try transaction.accounts(of: sender.organisation)
            guard !known.contains(where: { $0.address.isSameMailbox(as: account.address) }) else {
                throw ServiceError.addressRefused(field: "email")
            }
            try transaction.insert(account, token: token.digest)
            try transaction.append(
                AuditNote(.accountCreated, by: sender.auditName, account.facts),
                to: account.chain,
                at: time
            )
            try transaction.schedule(ScheduledJob(.inviteMember(account.id), notBefore: time))
        }
        return account
    }

    /// Mails another link to somebody who has no passkey yet.
    package func inviteAgain(_ id: AccountID, by sender: SenderActor) async throws {
        try sender.account.require(.administerPeople)
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.requireAdministrator(sender)
            let account = try transaction.member(id, of: sender)
            try account.requireActive()
            guard try transaction.signInPasskeys(of: account.id).isEmpty else {
                throw ServiceError.invitationOver
            }
            try transaction.append(
                AuditNote(.invitationAsked, by: sender.auditName),
                to: account.chain,
                at: time
            )
            try transaction.schedule(ScheduledJob(.inviteMember(account.id), notBefore: time))
        }
    }

    /// Says which roles somebody is to have, and whether she administers: all that she is to have.
    ///
    /// Nobody gives herself anything, but may lay down what she has.
    ///
    /// - Throws: `ServiceError.notAllowed`; `.dutiesConflict` with the rule; `.lastAdministrator`; `.accountClosed`.
    package func assign(
        _ roles: Set<Role>,
        isAdministrator: Bool,
        to id: AccountID,
        by sender: SenderActor
    ) async throws {
        try sender.account.require(.administerPeople)
        let time = needs.now()
        let token = SecretToken(from: needs.randomBytes)
        try await needs.store.write { transaction in
            try transaction.requireAdministrator(sender)
            let before = try transaction.member(id, of: sender)
            guard before.state != .closed else { throw ServiceError.accountClosed }
            guard before.roles != roles || before.isAdministrator != isAdministrator else { return }
            let isGiven = !roles.isSubset(of: before.roles) || (isAdministrator && !before.isAdministrator)
            guard id != sender.account.id || !isGiven else { throw ServiceError.notAllowed }
            var account = before
            account.roles = roles
            account.isAdministrator = isAdministrator
            if let conflict = SeparationOfDuties.conflict(in: account) {
                throw ServiceError.dutiesConflict(conflict.reason)
            }
            if before.may(.administerPeople), !account.may(.administerPeople) {
                try transaction.requireAdministrator(beside: before)
            }
            // Whoever was shown its API token, when the account was made, shall not act in these roles.
            try transaction.save(account, token: token.digest)
            try transaction.append(
                AuditNote(
                    .rolesAssigned,
                    by: sender.auditName,
                    account.facts.merging([
                        "administrator-before": "\(before.isAdministrator)", "roles-before": before.roleNames,
                    ]) { $1 }
                ),
                to: account.chain,
                at: time
            )
        }
    }

    /// Opens the first session of somebody who was invited; the link works until she has a passkey.
    ///
    /// - Throws: `ServiceError.linkUnknown`, `.invitationOver`.
    package func open(token: String) async throws -> SecretToken {
        guard let token = SecretToken(token) else { throw ServiceError.linkUnknown }
        let time = needs.now()
        let account = try await needs.store.read { transaction in
            guard let invitation = try transaction.memberInvitation(token.digest),
                let account = try transaction.account(invitation.account)
            else { throw ServiceError.linkUnknown }
            guard invitation.expiresAt > time else { throw ServiceError.invitationOver }
            return account
        }
        return try await SignIn(needs).openFirstSession(of: account.id, by: "invitation")
    }
}

/// A mailed link to somebody's first passkey, by its digest.
package struct MemberInvitation: Hashable, Sendable {
    package let digest: TokenDigest
    package let account: AccountID
    package let createdAt: Timestamp
    package let expiresAt: Timestamp

    package init(digest: TokenDigest, account: AccountID, createdAt: Timestamp, expiresAt: Timestamp) {
        self.digest = digest
        self.account = account
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

extension Account {
    /// What its audit entries say.
    var facts: [String: String] {
        [
            "account": id.text, "address": address.text, "administrator": "\(isAdministrator)", "roles": roleNames,
        ]
    }

    fileprivate var roleNames: String { roles.map(\.rawValue).sorted().joined(separator: " ") }
}
