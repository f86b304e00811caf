import SignerProtocol
import Testing

@testable import SigningService

/// Three people of one organisation: two administrators and a colleague, each with a passkey.
private struct Office {
    let world: World
    let members: Members
    let signIn: SignIn
    let first: SenderActor
    let second: SenderActor
    let colleague: SenderActor
    private let passkeys: [AccountID: BrowserPasskey]

    init() async throws {
        world = try World()
        members = Members(world.needs)
        signIn = SignIn(world.needs)
        first = try await world.sender()
        second = try await Self.invited("管理 次郎", "jiro@company.example", isAdministrator: true, first, world)
        colleague = try await Self.invited("同僚 花子", "hanako@company.example", isAdministrator: false, first, world)
        var passkeys: [AccountID: BrowserPasskey] = [:]
        for sender in [first, second, colleague] {
            let passkey = BrowserPasskey()
            let options = try await signIn.registrationOptions(for: sender)
            try await signIn.register(passkey.register(options.challenge), for: sender)
            passkeys[sender.account.id] = passkey
        }
        self.passkeys = passkeys
    }

    private static func invited(
        _ name: String,
        _ email: String,
        isAdministrator: Bool,
        _ sender: SenderActor,
        _ world: World
    ) async throws -> SenderActor {
        SenderActor(
            account: try await Members(world.needs).invite(
                name: name,
                email: email,
                isAdministrator: isAdministrator,
                roles: [],
                by: sender
            )
        )
    }

    func session(of sender: SenderActor) async throws -> SecretToken {
        let passkey = try #require(passkeys[sender.account.id])
        return try await signIn.signIn(try passkey.assert(try await signIn.signInChallenge()))
    }

    func state(of sender: SenderActor) async throws -> Account.State? {
        let id = sender.account.id
        return try await world.needs.store.read { try $0.account(id)?.state }
    }

    func entries(of sender: SenderActor) async throws -> [AuditEntry] {
        let chain = sender.account.chain
        return try await world.needs.store.read { try $0.audit(chain: chain) }.map(\.entry)
    }
}

/// JIPDEC 2.1.2 (2).
@Suite struct `A locked account` {
    @Test func `loses its sessions at once, and none is opened until it is unlocked`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        let session = try await office.session(of: office.colleague)
        #expect(try await office.signIn.sender(inSession: session.text).account == office.colleague.account)

        try await office.members.lock(office.colleague.account.id, because: "端末をなくした", by: office.first)

        await #expect(throws: ServiceError.sessionUnknown) {
            _ = try await office.signIn.sender(inSession: session.text)
        }
        await #expect(throws: ServiceError.accountLocked) { _ = try await office.session(of: office.colleague) }
        let entries = try await office.entries(of: office.colleague)
        #expect(entries.suffix(2).map(\.action) == ["account locked", "sign-in refused"])
        #expect(entries.suffix(2).first?.actor == office.first.auditName)

        try await office.members.unlock(office.colleague.account.id, because: "見つかった", by: office.second)
        let again = try await office.session(of: office.colleague)
        #expect(try await office.signIn.sender(inSession: again.text).account == office.colleague.account)
        await #expect(throws: ServiceError.sessionUnknown) {
            _ = try await office.signIn.sender(inSession: session.text)
        }
    }

    @Test func `is opened by neither its API token nor a mailed link`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let members = Members(world.needs)
        let accounts = Accounts(world.needs)
        let made = try await accounts.create(name: "同僚 花子", email: "hanako@company.example", by: sender)
        try await members.inviteAgain(made.account.id, by: sender)
        try await world.work()
        let link = try #require(world.mail.link("/join/", for: "hanako@company.example"))
        #expect(try await accounts.sender(bearing: made.token.text).account == made.account)

        try await members.lock(made.account.id, because: "確認中", by: sender)

        await #expect(throws: ServiceError.accountLocked) { _ = try await accounts.sender(bearing: made.token.text) }
        await #expect(throws: ServiceError.linkUnknown) { _ = try await members.open(token: link) }
        await #expect(throws: ServiceError.accountLocked) {
            try await members.inviteAgain(made.account.id, by: sender)
        }
        try await members.unlock(made.account.id, because: "確認した", by: sender)
        #expect(try await accounts.sender(bearing: made.token.text).account == made.account)
        await #expect(throws: ServiceError.linkUnknown) { _ = try await members.open(token: link) }
    }

    @Test func `gets no invitation that was asked for before, and no passkey`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let members = Members(world.needs)
        let account = try await members.invite(
            name: "同僚 花子",
            email: "hanako@company.example",
            isAdministrator: false,
            roles: [],
            by: sender
        )
        let signIn = SignIn(world.needs)
        let options = try await signIn.registrationOptions(for: SenderActor(account: account))
        try await members.lock(account.id, because: "確認中", by: sender)

        try await world.work()

        #expect(world.mail.messages(to: "hanako@company.example").isEmpty)
        await #expect(throws: ServiceError.accountLocked) {
            try await signIn.register(
                BrowserPasskey().register(options.challenge),
                for: SenderActor(account: account)
            )
        }
    }

    @Test func `has no duty, whatever its roles are`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        try await office.members.lock(office.second.account.id, because: "休職", by: office.first)
        let id = office.second.account.id
        let account = try #require(try await office.world.needs.store.read { try $0.account(id) })

        for duty in Duty.allCases {
            #expect(!account.may(duty))
            #expect(throws: ServiceError.accountLocked) { try account.require(duty) }
        }
        // What was begun before, too: the session's account was read when it still was active.
        await #expect(throws: ServiceError.accountLocked) {
            try await office.members.lock(office.colleague.account.id, because: "遅れて", by: office.second)
        }
        #expect(try await office.state(of: office.colleague) == .active)
        #expect(try await office.world.needs.store.read { try $0.administrators() } == [office.first.account])
    }

    @Test func `is locked by administrators, and by nobody herself`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        await #expect(throws: ServiceError.notAllowed) {
            try await office.members.lock(office.first.account.id, because: "x", by: office.first)
        }
        await #expect(throws: ServiceError.notAllowed) {
            try await office.members.lock(office.first.account.id, because: "x", by: office.colleague)
        }
        await #expect(throws: ServiceError.textRefused(field: "reason")) {
            try await office.members.lock(office.colleague.account.id, because: " ", by: office.first)
        }
        #expect(try await office.state(of: office.first) == .active)
        #expect(try await office.state(of: office.colleague) == .active)
    }
}

@Suite struct `A closed account` {
    @Test func `stays closed, and its address is not given again`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        let session = try await office.session(of: office.colleague)
        let id = office.colleague.account.id

        try await office.members.close(id, because: "退職", by: office.first)

        await #expect(throws: ServiceError.sessionUnknown) {
            _ = try await office.signIn.sender(inSession: session.text)
        }
        await #expect(throws: ServiceError.accountClosed) { _ = try await office.session(of: office.colleague) }
        await #expect(throws: ServiceError.accountClosed) {
            try await office.members.unlock(id, because: "復職", by: office.first)
        }
        await #expect(throws: ServiceError.accountClosed) {
            try await office.members.assign([.support], isAdministrator: false, to: id, by: office.first)
        }
        await #expect(throws: ServiceError.addressRefused(field: "email")) {
            _ = try await office.members.invite(
                name: "同僚 花子",
                email: "Hanako@company.example",
                isAdministrator: false,
                roles: [],
                by: office.first
            )
        }
        #expect(try await office.entries(of: office.colleague).contains { $0.action == "account closed" })
        #expect(try await office.state(of: office.colleague) == .closed)
    }

    @Test func `may be one's own, while somebody else administers`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        try await office.members.close(office.second.account.id, because: "退職", by: office.second)
        #expect(try await office.state(of: office.second) == .closed)

        await #expect(throws: ServiceError.lastAdministrator) {
            try await office.members.close(office.first.account.id, because: "退職", by: office.first)
        }
        #expect(try await office.state(of: office.first) == .active)
    }
}

@Suite struct `An administrator` {
    @Test func `is made and unmade by another, and both are recorded with what was before`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        let id = office.colleague.account.id
        try await office.members.assign([], isAdministrator: true, to: id, by: office.first)
        #expect(try await office.world.needs.store.read { try $0.administrators() }.count == 3)

        try await office.members.assign([.auditor], isAdministrator: false, to: id, by: office.second)

        let account = try #require(try await office.world.needs.store.read { try $0.account(id) })
        #expect(!account.isAdministrator && account.roles == [.auditor])
        #expect(!account.may(.administerPeople) && account.may(.readOperations))
        let chain = account.chain
        let last = try #require(try await office.world.needs.store.read { try $0.audit(chain: chain) }.last)
        let facts = String(decoding: last.payload?.bytes ?? [], as: UTF8.self)
        #expect(facts.contains(#""administrator":"false""#) && facts.contains(#""administrator-before":"true""#))
        await #expect(throws: ServiceError.notAllowed) {
            try await office.members.lock(
                office.first.account.id,
                because: "仕返し",
                by: SenderActor(account: account)
            )
        }
    }

    @Test func `acts no more once it was taken from her, also in a request that was under way`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        try await office.members.assign([], isAdministrator: false, to: office.second.account.id, by: office.first)

        await #expect(throws: ServiceError.notAllowed) {
            try await office.members.assign([], isAdministrator: false, to: office.first.account.id, by: office.second)
        }
        await #expect(throws: ServiceError.notAllowed) {
            _ = try await office.members.invite(
                name: "x",
                email: "x@company.example",
                isAdministrator: true,
                roles: [],
                by: office.second
            )
        }
        #expect(try await office.world.needs.store.read { try $0.administrators() } == [office.first.account])
    }

    @Test func `may lay it down, unless nobody else could take it up`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        try await office.members.assign([], isAdministrator: false, to: office.second.account.id, by: office.second)
        #expect(try await office.world.needs.store.read { try $0.administrators() } == [office.first.account])

        await #expect(throws: ServiceError.lastAdministrator) {
            try await office.members.assign([], isAdministrator: false, to: office.first.account.id, by: office.first)
        }
        // Neither is it taken up alone.
        await #expect(throws: ServiceError.notAllowed) {
            try await office.members.assign([], isAdministrator: true, to: office.second.account.id, by: office.second)
        }
    }

    /// Who has no passkey yet could not come in and administer.
    @Test func `is not the last one's relief before she has a passkey`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        try await office.members.lock(office.second.account.id, because: "休職", by: office.first)
        _ = try await office.members.invite(
            name: "新人 三郎",
            email: "saburo@company.example",
            isAdministrator: true,
            roles: [],
            by: office.first
        )

        await #expect(throws: ServiceError.lastAdministrator) {
            try await office.members.close(office.first.account.id, because: "退職", by: office.first)
        }
        try await office.members.unlock(office.second.account.id, because: "復職", by: office.first)
        try await office.members.close(office.first.account.id, because: "退職", by: office.first)
        #expect(try await office.state(of: office.first) == .closed)
    }

    @Test func `is left, however many take it from each other at once`() async throws {
        let office = try await Office()
        defer { office.world.remove() }
        async let one: Void = office.members.lock(office.first.account.id, because: "x", by: office.second)
        async let other: Void = office.members.lock(office.second.account.id, because: "x", by: office.first)
        _ = try? await one
        _ = try? await other

        #expect(try await office.world.needs.store.read { try $0.administrators() }.count == 1)
    }
}
