import SignerProtocol
import Testing

@testable import SigningService

/// A world in which an administrator has a session.
private struct House {
    let world: World
    let signIn: SignIn
    let account: Account
    /// Her first session.
    let secret: SecretToken

    init() async throws {
        world = try World()
        signIn = SignIn(world.needs)
        let made = try await Accounts(world.needs).setUp(
            token: "let me in",
            organisation: "契約株式会社",
            name: "送信 太郎",
            email: "sender@company.example"
        )
        account = made.account
        secret = try await signIn.openFirstSession(of: made)
    }

    var sender: SenderActor { SenderActor(account: account) }

    func colleague() async throws -> SenderActor {
        let made = try await Accounts(world.needs).create(name: "同僚 花子", email: "hanako@company.example", by: sender)
        return SenderActor(account: made.account)
    }

    /// Registers a passkey of the administrator.
    func registered(_ passkey: BrowserPasskey = BrowserPasskey()) async throws -> BrowserPasskey {
        let options = try await signIn.registrationOptions(for: sender)
        try await signIn.register(passkey.register(options.challenge), for: sender, inSession: secret.text)
        return passkey
    }

    func signIn(with passkey: BrowserPasskey, count: UInt32 = 0) async throws -> SecretToken {
        try await signIn.signIn(try passkey.assert(try await signIn.signInChallenge(), count: count))
    }

    func actions() async throws -> [String] {
        let chain = account.chain
        return try await world.needs.store.read { try $0.audit(chain: chain) }.map(\.entry.action)
    }
}

@Suite struct `A further passkey` {
    @Test func `takes a fresh sign-in, the first one does not`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        house.world.clock.advance(by: .seconds(600))
        try await house.signIn.requireFreshSession(house.secret.text)

        let passkey = try await house.registered()
        await #expect(throws: ServiceError.sessionUnknown) {
            try await house.signIn.requireFreshSession(house.secret.text)
        }
        let fresh = try await house.signIn(with: passkey)
        try await house.signIn.requireFreshSession(fresh.text)
    }
}

@Suite struct `Signing in with a passkey` {
    @Test func `opens a session of the account it belongs to, and the audit log says how`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()

        let secret = try await house.signIn(with: passkey)

        #expect(try await house.signIn.sender(inSession: secret.text) == house.sender)
        #expect(
            try await house.actions() == [
                "account created", "signed in", "sign-in passkey registered", "signed in",
            ]
        )
    }

    @Test func `that nobody has registered is refused`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        _ = try await house.registered()

        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: BrowserPasskey()) }
    }

    @Test func `with the id of a known passkey and another key is refused`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn(with: BrowserPasskey(id: passkey.id))
        }
        _ = try await house.signIn(with: passkey)
    }

    @Test(arguments: [
        "https://localhost:8443.evil.example", "https://localhost", "http://localhost:8443", "https://evil.example",
        "null",
    ])
    func `at another origin is refused`(origin: String) async throws {
        let house = try await House()
        defer { house.world.remove() }
        var passkey = try await house.registered()
        passkey.origin = origin

        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: passkey) }
    }

    @Test func `for another relying party, or without her being verified, is refused`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        var elsewhere = passkey
        elsewhere.relyingParty = "evil.example"
        var unverified = passkey
        unverified.flags = 0x01

        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: elsewhere) }
        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: unverified) }
        let refusals = try await house.world.needs.store.read { try $0.audit(chain: house.sender.account.chain) }
            .filter { $0.entry.action == "sign-in refused" }
        #expect(refusals.count == 2)
        _ = try await house.signIn(with: passkey)
    }

    @Test func `needs a count that grows, where there is one`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()

        _ = try await house.signIn(with: passkey, count: 5)
        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: passkey, count: 5) }
        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: passkey, count: 4) }
        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn(with: passkey, count: 0) }
        _ = try await house.signIn(with: passkey, count: 6)
    }

    @Test func `works again and again without a count`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()

        for _ in 0..<3 { _ = try await house.signIn(with: passkey, count: 0) }
    }

    @Test func `twice at the same moment with one count opens one session`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        let signIn = house.signIn
        var answers: [PasskeyAssertionBytes] = []
        for _ in 0..<8 { answers.append(try passkey.assert(try await signIn.signInChallenge(), count: 9)) }

        let opened = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for answer in answers {
                group.addTask {
                    do {
                        _ = try await signIn.signIn(answer)
                        return true
                    } catch {
                        let error = error as? ServiceError
                        #expect(error == .conflict || error == .passkeyRefused)
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        #expect(opened == 1)
    }

    @Test(arguments: ["", "{}", #"{"challenge": 1}"#, #"{"challenge": "+/8="}"#, #"{"challenge": ""}"#, "[]", "\u{0}"])
    func `with client data that says nothing is refused`(clientData: String) async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        let whole = try passkey.assert(try await house.signIn.signInChallenge())
        let broken = PasskeyAssertionBytes(
            credentialID: whole.credentialID,
            authenticatorData: whole.authenticatorData,
            clientDataJSON: Blob(Array(clientData.utf8)),
            signature: whole.signature
        )

        await #expect(throws: ServiceError.passkeyRefused) { try await house.signIn.signIn(broken) }
        _ = try await house.signIn.signIn(whole)
    }
}

@Suite struct `A challenge to sign in` {
    @Test func `is answered once`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        let challenge = try await house.signIn.signInChallenge()

        _ = try await house.signIn.signIn(try passkey.assert(challenge, count: 1))
        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.signIn(try passkey.assert(challenge, count: 2))
        }
    }

    @Test func `is spent by an answer that was refused`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        let challenge = try await house.signIn.signInChallenge()

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.signIn(try BrowserPasskey().assert(challenge))
        }
        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.signIn(try passkey.assert(challenge))
        }
    }

    @Test func `is over after five minutes`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        let inTime = try await house.signIn.signInChallenge()
        let late = try await house.signIn.signInChallenge()

        house.world.clock.advance(by: .seconds(299))
        _ = try await house.signIn.signIn(try passkey.assert(inTime))
        house.world.clock.advance(by: .seconds(1))
        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.signIn(try passkey.assert(late))
        }
    }

    @Test func `that was never given is refused`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.signIn(try passkey.assert(systemRandomBytes(32)))
        }
    }

    @Test func `is new each time, and 32 bytes`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let first = try await house.signIn.signInChallenge()
        let second = try await house.signIn.signInChallenge()

        #expect(first.count == 32 && second.count == 32)
        #expect(first != second)
    }

    @Test func `registers no passkey`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let challenge = try await house.signIn.signInChallenge()

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.register(BrowserPasskey().register(challenge), for: house.sender)
        }
        #expect(try await !house.signIn.hasPasskey(house.sender))
    }
}

@Suite struct `Registering a passkey` {
    @Test func `makes it one of the account, once`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        #expect(try await !house.signIn.hasPasskey(house.sender))
        let options = try await house.signIn.registrationOptions(for: house.sender)
        let answer = BrowserPasskey().register(options.challenge)

        try await house.signIn.register(answer, for: house.sender)

        #expect(try await house.signIn.hasPasskey(house.sender))
        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.register(answer, for: house.sender)
        }
    }

    @Test func `asks for this relying party and this account`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let options = try await house.signIn.registrationOptions(for: house.sender)

        #expect(options.relyingParty == "localhost")
        #expect(options.userHandle == house.account.id.bytes)
        #expect(options.userName == "sender@company.example")
        #expect(options.displayName == "送信 太郎")
    }

    @Test func `is refused with another account's challenge, for both of them`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let colleague = try await house.colleague()
        let options = try await house.signIn.registrationOptions(for: colleague)

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.register(BrowserPasskey().register(options.challenge), for: house.sender)
        }
        #expect(try await !house.signIn.hasPasskey(house.sender))
        #expect(try await !house.signIn.hasPasskey(colleague))
    }

    @Test func `of an id that is known is refused, and it stays whose it was`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let passkey = try await house.registered()
        let colleague = try await house.colleague()
        let options = try await house.signIn.registrationOptions(for: colleague)

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.register(BrowserPasskey(id: passkey.id).register(options.challenge), for: colleague)
        }
        let secret = try await house.signIn(with: passkey)
        #expect(try await house.signIn.sender(inSession: secret.text) == house.sender)
    }

    @Test func `is refused at another origin, for another relying party, and as another ceremony`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let signIn = house.signIn
        let sender = house.sender
        var origin = BrowserPasskey()
        origin.origin = "https://evil.example"
        var party = BrowserPasskey()
        party.relyingParty = "evil.example"
        for passkey in [origin, party] {
            let options = try await signIn.registrationOptions(for: sender)
            await #expect(throws: ServiceError.passkeyRefused) {
                try await signIn.register(passkey.register(options.challenge), for: sender)
            }
        }
        let options = try await signIn.registrationOptions(for: sender)
        await #expect(throws: ServiceError.passkeyRefused) {
            try await signIn.register(
                BrowserPasskey().register(options.challenge, type: "webauthn.get"),
                for: sender
            )
        }
        #expect(try await !signIn.hasPasskey(sender))
    }

    @Test func `is refused five minutes later`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let options = try await house.signIn.registrationOptions(for: house.sender)
        house.world.clock.advance(by: .seconds(300))

        await #expect(throws: ServiceError.passkeyRefused) {
            try await house.signIn.register(BrowserPasskey().register(options.challenge), for: house.sender)
        }
    }
}

@Suite struct `A browser's session` {
    @Test func `lasts a working day and no longer`() async throws {
        let house = try await House()
        defer { house.world.remove() }

        house.world.clock.advance(by: .seconds(12 * 3_600 - 1))
        #expect(try await house.signIn.sender(inSession: house.secret.text) == house.sender)
        house.world.clock.advance(by: .seconds(1))
        await #expect(throws: ServiceError.sessionUnknown) {
            try await house.signIn.sender(inSession: house.secret.text)
        }
    }

    @Test func `ends with signing out, and no other ends with it`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let other = try await house.signIn(with: try await house.registered())

        try await house.signIn.signOut(house.secret.text)

        await #expect(throws: ServiceError.sessionUnknown) {
            try await house.signIn.sender(inSession: house.secret.text)
        }
        #expect(try await house.signIn.sender(inSession: other.text) == house.sender)
        try await house.signIn.signOut(house.secret.text)
        try await house.signIn.signOut("no secret")
        let ends = try await house.world.needs.store.read { try $0.audit(chain: house.sender.account.chain) }
            .filter { $0.entry.action == "signed out" }
        #expect(ends.count == 1, "an end is recorded once, and a guess not at all")
    }

    @Test(arguments: ["", "x", String(repeating: "A", count: 43), String(repeating: "A", count: 44), "日本語"])
    func `is not opened by a guess`(secret: String) async throws {
        let house = try await House()
        defer { house.world.remove() }

        await #expect(throws: ServiceError.sessionUnknown) { try await house.signIn.sender(inSession: secret) }
    }

    @Test func `is no API token, and an API token is no session`() async throws {
        let world = try World()
        defer { world.remove() }
        let made = try await Accounts(world.needs).setUp(
            token: "let me in",
            organisation: "契約株式会社",
            name: "送信 太郎",
            email: "sender@company.example"
        )
        let signIn = SignIn(world.needs)
        let secret = try await signIn.openFirstSession(of: made)

        await #expect(throws: ServiceError.tokenUnknown) {
            try await Accounts(world.needs).sender(bearing: secret.text)
        }
        await #expect(throws: ServiceError.sessionUnknown) {
            try await signIn.sender(inSession: made.token.text)
        }
        await #expect(throws: ServiceError.sessionUnknown) {
            try await SigningCeremony(world.needs).signer(bearing: secret.text)
        }
    }

    @Test func `is stored only as a digest`() async throws {
        let house = try await House()
        defer { house.world.remove() }
        let digest = house.secret.digest

        let stored = try await house.world.needs.store.read { try $0.accountSession(digest) }

        #expect(stored?.account == house.account.id)
        #expect("\(house.secret)" == "•••")
    }
}
