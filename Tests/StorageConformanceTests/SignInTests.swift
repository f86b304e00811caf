import SignerProtocol
import SigningService
import Testing

extension Timestamp {
    fileprivate func later(_ seconds: Int) -> Timestamp { advanced(by: .seconds(seconds)) }
}

extension SignInPasskey {
    fileprivate static func example(_ id: [UInt8], of account: Account, count: Int = 0, at time: Timestamp = .noon)
        -> SignInPasskey
    {
        SignInPasskey(
            credentialID: id,
            account: account.id,
            record: #"{"credentialID":"AQ==","name":"か\u3099"}"#,
            signCount: count,
            createdAt: time
        )
    }
}

extension SignInChallenge {
    fileprivate static func example(_ byte: UInt8, _ purpose: Purpose = .signIn, at time: Timestamp = .noon)
        -> SignInChallenge
    {
        SignInChallenge(
            digest: Array(repeating: byte, count: 32),
            purpose: purpose,
            issuedAt: time,
            expiresAt: time.later(300)
        )
    }
}

extension AccountSession {
    fileprivate static func example(_ text: String, of account: Account, at time: Timestamp = .noon) -> AccountSession {
        AccountSession(
            digest: TokenDigest(of: text),
            account: account.id,
            openedAt: time,
            expiresAt: time.later(3_600)
        )
    }
}

@Suite struct `A stored sign-in passkey` {
    @Test(arguments: Engine.allCases)
    func `comes back equal, and under its own id only`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let passkey = SignInPasskey.example([0, 255, 1], of: account, count: 4_294_967_295)
            try await store.write { try $0.insert(passkey) }

            try await store.read { transaction throws in
                #expect(try transaction.signInPasskey([0, 255, 1]) == passkey)
                #expect(try transaction.signInPasskey([0, 255]) == nil)
                #expect(try transaction.signInPasskey([]) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `stands with those of its account, oldest first`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let other = try await store.withDraft().account
            let second = SignInPasskey.example([1], of: account, at: .noon.later(1))
            let first = SignInPasskey.example([2], of: account)
            let theirs = SignInPasskey.example([3], of: other)
            try await store.write { transaction in
                try transaction.insert(second)
                try transaction.insert(first)
                try transaction.insert(theirs)
            }

            #expect(try await store.read { try $0.signInPasskeys(of: account.id) } == [first, second])
            #expect(try await store.read { try $0.signInPasskeys(of: other.id) } == [theirs])
        }
    }

    @Test(arguments: Engine.allCases)
    func `has an id that nobody else can have`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let other = try await store.withDraft().account
            let passkey = SignInPasskey.example([1], of: account)
            let twin = SignInPasskey.example([1], of: other)
            try await store.write { try $0.insert(passkey) }

            await #expect(throws: ServiceError.self) { try await store.write { try $0.insert(twin) } }
            #expect(try await store.read { try $0.signInPasskey([1]) } == passkey)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is saved from the expected count only`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let passkey = SignInPasskey.example([1], of: account, count: 3)
            let used = SignInPasskey.example([1], of: account, count: 4)
            try await store.write { try $0.insert(passkey) }

            await #expect(throws: ServiceError.conflict) {
                try await store.write { try $0.save(used, expectingCount: 2) }
            }
            try await store.write { try $0.save(used, expectingCount: 3) }
            await #expect(throws: ServiceError.conflict) {
                try await store.write { try $0.save(used, expectingCount: 3) }
            }
            #expect(try await store.read { try $0.signInPasskey([1]) } == used)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that is unknown cannot be saved`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let passkey = SignInPasskey.example([1], of: account)

            await #expect(throws: ServiceError.conflict) {
                try await store.write { try $0.save(passkey, expectingCount: 0) }
            }
            #expect(try await store.read { try $0.signInPasskeys(of: account.id) }.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is used by one of many at the same moment`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let passkey = SignInPasskey.example([1], of: account)
            let used = SignInPasskey.example([1], of: account, count: 1)
            try await store.write { try $0.insert(passkey) }

            let successes = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            try await store.write { try $0.save(used, expectingCount: 0) }
                            return true
                        } catch {
                            #expect(error as? ServiceError == .conflict)
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(successes == 1)
        }
    }
}

@Suite struct `The first account` {
    @Test(arguments: Engine.allCases)
    func `is without a way in until anybody has a passkey`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            #expect(try await store.read { try $0.accountWithoutWayIn() } == nil)
            let account = try await store.withDraft().account
            #expect(try await store.read { try $0.accountWithoutWayIn() } == account)

            let colleague = Account(
                id: AccountID(from: systemRandomBytes),
                organisation: account.organisation,
                name: "同僚 花子",
                address: account.address,
                isAdministrator: false,
                createdAt: .noon.later(-1)
            )
            let passkey = SignInPasskey.example([1], of: colleague)
            try await store.write { try $0.insert(colleague, token: TokenDigest(of: "colleague")) }
            #expect(try await store.read { try $0.accountWithoutWayIn() } == account)
            try await store.write { try $0.insert(passkey) }
            #expect(try await store.read { try $0.accountWithoutWayIn() } == nil)
        }
    }
}

@Suite struct `A stored challenge` {
    @Test(arguments: Engine.allCases)
    func `is taken once, with its purpose`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let signIn = SignInChallenge.example(1)
            let registration = SignInChallenge.example(2, .registration(account.id))
            try await store.write { transaction in
                try transaction.insert(signIn)
                try transaction.insert(registration)
            }

            #expect(try await store.write { try $0.takeChallenge(signIn.digest, at: .noon) } == .signIn)
            #expect(
                try await store.write { try $0.takeChallenge(registration.digest, at: .noon) }
                    == .registration(account.id)
            )
            #expect(try await store.write { try $0.takeChallenge(signIn.digest, at: .noon) } == nil)
            #expect(try await store.write { try $0.takeChallenge(registration.digest, at: .noon) } == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that is unknown gives nothing`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let known = SignInChallenge.example(1)
            try await store.write { try $0.insert(known) }

            let other = Array(repeating: UInt8(2), count: 32)
            #expect(try await store.write { try $0.takeChallenge(other, at: .noon) } == nil)
            #expect(try await store.write { try $0.takeChallenge(known.digest, at: .noon) } == .signIn)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is over when its time has come, and not before`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let first = SignInChallenge.example(1)
            let second = SignInChallenge.example(2)
            try await store.write { transaction in
                try transaction.insert(first)
                try transaction.insert(second)
            }

            #expect(try await store.write { try $0.takeChallenge(first.digest, at: .noon.later(299)) } == .signIn)
            #expect(try await store.write { try $0.takeChallenge(second.digest, at: .noon.later(300)) } == nil)
            #expect(try await store.write { try $0.takeChallenge(second.digest, at: .noon) } == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is kept beside those that are issued later, until it is over`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let first = SignInChallenge.example(1)
            let soon = SignInChallenge.example(2, at: .noon.later(10))
            let late = SignInChallenge.example(3, at: .noon.later(400))
            try await store.write { transaction in
                try transaction.insert(first)
                try transaction.insert(soon)
            }
            #expect(try await store.write { try $0.takeChallenge(first.digest, at: .noon.later(10)) } == .signIn)

            try await store.write { try $0.insert(late) }
            // At a clock set back it would be open again, had it not been removed.
            #expect(try await store.write { try $0.takeChallenge(soon.digest, at: .noon.later(10)) } == nil)
            #expect(try await store.write { try $0.takeChallenge(late.digest, at: .noon.later(400)) } == .signIn)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is taken by one of many at the same moment`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let challenge = SignInChallenge.example(1)
            try await store.write { try $0.insert(challenge) }

            let taken = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await store.write { try $0.takeChallenge(challenge.digest, at: .noon) } != nil
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }

            #expect(taken == 1)
        }
    }
}

@Suite struct `A stored session of an account` {
    @Test(arguments: Engine.allCases)
    func `comes back equal, and by its digest only`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let session = AccountSession.example("one", of: account)
            try await store.write { try $0.insert(session) }

            try await store.read { transaction throws in
                #expect(try transaction.accountSession(TokenDigest(of: "one")) == session)
                #expect(try transaction.accountSession(TokenDigest(of: "two")) == nil)
                #expect(try transaction.session(TokenDigest(of: "one")) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `ends alone, and ending it again changes nothing`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let first = AccountSession.example("one", of: account)
            let second = AccountSession.example("two", of: account)
            try await store.write { transaction in
                try transaction.insert(first)
                try transaction.insert(second)
            }

            try await store.write { try $0.endAccountSession(first.digest) }
            try await store.write { try $0.endAccountSession(first.digest) }

            #expect(try await store.read { try $0.accountSession(first.digest) } == nil)
            #expect(try await store.read { try $0.accountSession(second.digest) } == second)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is removed when one is opened after its end, and not before`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let old = AccountSession.example("one", of: account)
            let during = AccountSession.example("two", of: account, at: .noon.later(3_600))
            let after = AccountSession.example("three", of: account, at: .noon.later(3_601))
            try await store.write { try $0.insert(old) }

            try await store.write { try $0.insert(during) }
            #expect(try await store.read { try $0.accountSession(old.digest) } == old)
            try await store.write { try $0.insert(after) }
            #expect(try await store.read { try $0.accountSession(old.digest) } == nil)
            #expect(try await store.read { try $0.accountSession(during.digest) } == during)
        }
    }

    @Test(arguments: Engine.allCases)
    func `belongs to an account that is there`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let nobody = Account(
                id: AccountID(from: systemRandomBytes),
                organisation: stored.account.organisation,
                name: "誰か",
                address: stored.account.address,
                isAdministrator: false,
                createdAt: .noon
            )
            let session = AccountSession.example("one", of: nobody)
            let passkey = SignInPasskey.example([1], of: nobody)
            let challenge = SignInChallenge.example(1, .registration(nobody.id))

            await #expect(throws: ServiceError.self) { try await store.write { try $0.insert(session) } }
            await #expect(throws: ServiceError.self) { try await store.write { try $0.insert(passkey) } }
            await #expect(throws: ServiceError.self) { try await store.write { try $0.insert(challenge) } }
        }
    }

    @Test(arguments: Engine.allCases)
    func `is not opened when the transaction throws`(engine: Engine) async throws {
        struct Interrupted: Error {}
        try await engine.withStore { store, _ in
            let account = try await store.withDraft().account
            let session = AccountSession.example("one", of: account)
            let challenge = SignInChallenge.example(1)
            try await store.write { try $0.insert(challenge) }

            await #expect(throws: Interrupted.self) {
                try await store.write { transaction in
                    _ = try transaction.takeChallenge(challenge.digest, at: .noon)
                    try transaction.insert(session)
                    throw Interrupted()
                }
            }

            #expect(try await store.read { try $0.accountSession(session.digest) } == nil)
            #expect(try await store.write { try $0.takeChallenge(challenge.digest, at: .noon) } == .signIn)
        }
    }
}
