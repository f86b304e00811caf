import SignerProtocol

/// Organisations, accounts and their API tokens.
package struct Accounts: Sendable {
    private let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// A new account with its token, which is shown this once.
    package struct NewAccount: Sendable {
        package let account: Account
        package let token: SecretToken
    }

    /// Makes the first organisation and its administrator; works once, with the set-up token.
    ///
    /// - Throws: `ServiceError.alreadySetUp`, `.setUpTokenRefused`, `.textRefused`, `.addressRefused`.
    package func setUp(
        token: String,
        organisation: String,
        name: String,
        email: String
    ) async throws -> NewAccount {
        guard try await !needs.store.read({ try $0.isSetUp() }) else { throw ServiceError.alreadySetUp }
        guard let expected = needs.settings.setUpToken, TokenDigest(of: token) == expected else {
            throw ServiceError.setUpTokenRefused
        }
        let time = needs.now()
        let organisation = Organisation(
            id: OrganisationID(from: needs.randomBytes),
            name: try line(organisation, field: "organisation.name", limit: 200),
            createdAt: time
        )
        let made = try newAccount(of: organisation.id, name: name, email: email, isAdministrator: true, at: time)
        try await needs.store.write { transaction in
            guard try !transaction.isSetUp() else { throw ServiceError.alreadySetUp }
            try transaction.insert(organisation)
            try transaction.insert(made.account, token: made.token.digest)
            try transaction.append(
                AuditNote(.organisationCreated, by: "setup", ["organisation": organisation.id.text]),
                to: "organisation/\(organisation.id)",
                at: time
            )
            try transaction.append(made.created(by: "setup"), to: made.account.chain, at: time)
        }
        return made
    }

    /// Makes another account in the administrator's organisation.
    ///
    /// - Throws: `ServiceError.notAllowed`, `.textRefused`, `.addressRefused`.
    package func create(name: String, email: String, by sender: SenderActor) async throws -> NewAccount {
        try sender.account.require(.administerPeople)
        let time = needs.now()
        let made = try newAccount(
            of: sender.organisation,
            name: name,
            email: email,
            isAdministrator: false,
            at: time
        )
        try await needs.store.write { transaction in
            try transaction.requireAdministrator(sender)
            guard
                try transaction.accounts(of: sender.organisation)
                    .allSatisfy({ !$0.address.isSameMailbox(as: made.account.address) })
            else { throw ServiceError.addressRefused(field: "email") }
            try transaction.insert(made.account, token: made.token.digest)
            try transaction.append(made.created(by: sender.auditName), to: made.account.chain, at: time)
        }
        return made
    }

    /// The sender to whom an API token belongs.
    ///
    /// - Throws: `ServiceError.tokenUnknown`, `.accountLocked`, `.accountClosed`.
    package func sender(bearing token: String) async throws -> SenderActor {
        guard let token = SecretToken(token),
            let account = try await needs.store.read({ try $0.account(withToken: token.digest) })
        else { throw ServiceError.tokenUnknown }
        try account.requireActive()
        return SenderActor(account: account)
    }

    private func newAccount(
        of organisation: OrganisationID,
        name: String,
        email: String,
        isAdministrator: Bool,
        at time: Timestamp
    ) throws -> NewAccount {
        NewAccount(
            account: Account(
                id: AccountID(from: needs.randomBytes),
                organisation: organisation,
                name: try line(name, field: "name", limit: 100),
                address: try MailAddress(email, field: "email"),
                isAdministrator: isAdministrator,
                createdAt: time
            ),
            token: SecretToken(from: needs.randomBytes)
        )
    }
}

extension Account {
    var chain: String { "account/\(id)" }
}

extension Accounts.NewAccount {
    fileprivate func created(by actor: String) -> AuditNote {
        AuditNote(
            .accountCreated,
            by: actor,
            [
                "account": account.id.text, "address": account.address.text,
                "administrator": "\(account.isAdministrator)",
            ]
        )
    }
}
