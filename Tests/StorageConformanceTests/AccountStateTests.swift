import SignerProtocol
import SigningService
import Testing

extension AccountSession {
    fileprivate static func example(of account: Account) -> AccountSession {
        AccountSession(
            digest: TokenDigest(of: "session"),
            account: account.id,
            openedAt: .noon,
            expiresAt: .noon.advanced(by: .seconds(60))
        )
    }
}

extension MemberInvitation {
    fileprivate static func example(of account: Account) -> MemberInvitation {
        MemberInvitation(
            digest: TokenDigest(of: "link"),
            account: account.id,
            createdAt: .noon,
            expiresAt: .noon.advanced(by: .seconds(60))
        )
    }
}

@Suite struct `The state of a stored account` {
    @Test(arguments: Engine.allCases, Account.State.allCases)
    func `comes back, alone of what is stored`(engine: Engine, state: Account.State) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            #expect(try await store.read { try $0.account(account.id) } == account)
            try await store.write { try $0.save(state, of: account.id) }

            let kept = try #require(try await store.read { try $0.account(account.id) })
            #expect(kept.state == state)
            #expect(kept.name == account.name && kept.isAdministrator == account.isAdministrator)
            #expect(try await store.read { try $0.accounts(of: account.organisation) } == [kept])
        }
    }

    @Test(arguments: Engine.allCases)
    func `makes an administrator one only while it is active`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            #expect(account.isAdministrator)
            #expect(try await store.read { try $0.accountWithoutWayIn() } == account)

            try await store.write { try $0.save(.locked, of: account.id) }
            #expect(try await store.read { try $0.administrators() }.isEmpty)
            #expect(try await store.read { try $0.accountWithoutWayIn() } == nil)
            try await store.write { try $0.save(.active, of: account.id) }
            #expect(try await store.read { try $0.administrators() } == [account])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is closed for good, whoever writes it`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            try await store.write { try $0.save(.closed, of: account.id) }
            for state in [Account.State.active, .locked] {
                await #expect(throws: ServiceError.self) {
                    try await store.write { try $0.save(state, of: account.id) }
                }
            }
            #expect(try await store.read { try $0.account(account.id)?.state } == .closed)
        }
    }

    /// A release that knows nothing of states opens nothing either.
    @Test(arguments: Engine.allCases, [Account.State.locked, .closed])
    func `keeps sessions and links from being opened`(engine: Engine, state: Account.State) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            try await store.write { try $0.save(state, of: account.id) }
            await #expect(throws: ServiceError.self) {
                try await store.write { try $0.insert(AccountSession.example(of: account)) }
            }
            await #expect(throws: ServiceError.self) {
                try await store.write { try $0.insert(MemberInvitation.example(of: account)) }
            }
            let other = try await store.withDraft().account
            try await store.write { transaction in
                try transaction.insert(AccountSession.example(of: other))
                try transaction.insert(MemberInvitation.example(of: other))
            }
        }
    }

    @Test(arguments: Engine.allCases, [true, false])
    func `does not end while something is open`(engine: Engine, isSession: Bool) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            try await store.write { transaction in
                if isSession {
                    try transaction.insert(AccountSession.example(of: account))
                } else {
                    try transaction.insert(MemberInvitation.example(of: account))
                }
            }
            await #expect(throws: ServiceError.self) {
                try await store.write { try $0.save(.locked, of: account.id) }
            }
            try await store.write { transaction in
                try transaction.endAccountSessions(of: account.id, except: nil)
                try transaction.removeInvitations(of: account.id)
                try transaction.save(.locked, of: account.id)
            }
            #expect(try await store.read { try $0.account(account.id)?.state } == .locked)
        }
    }
}

@Suite struct `What a stored account may` {
    @Test(arguments: Engine.allCases)
    func `is saved with a token that takes the place of the one before`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let changed = Account(
                id: account.id,
                organisation: account.organisation,
                name: account.name,
                address: account.address,
                isAdministrator: false,
                roles: [.support, .auditor],
                createdAt: account.createdAt
            )
            try await store.write { try $0.save(changed, token: TokenDigest(of: "new")) }

            #expect(try await store.read { try $0.account(account.id) } == changed)
            #expect(try await store.read { try $0.account(withToken: TokenDigest(of: "new")) } == changed)
            #expect(try await store.read { try $0.account(withToken: TokenDigest(of: account.id.text)) } == nil)
            #expect(try await store.read { try $0.administrators() }.isEmpty)
        }
    }
}
