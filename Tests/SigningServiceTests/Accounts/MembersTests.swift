import SignerProtocol
import Testing

@testable import SigningService

/// JIPDEC 2.1.2 (2): each rule is enforced when a role is given, and when it is used.
@Suite struct `Separation of duties` {
    private static let all = SeparationOfDuties.conflicts

    private func account(_ sides: [SeparationOfDuties.Side]) -> Account {
        var roles: Set<Role> = []
        for case .role(let role) in sides { roles.insert(role) }
        return Account(
            id: AccountID(from: systemRandomBytes),
            organisation: OrganisationID(from: systemRandomBytes),
            name: "運用 花子",
            address: .example("hanako@company.example"),
            isAdministrator: sides.contains(.administrator),
            roles: roles,
            createdAt: .noon
        )
    }

    @Test(arguments: 0..<SeparationOfDuties.conflicts.count)
    func `lets nobody act who has both sides of a rule`(index: Int) throws {
        let rule = Self.all[index]
        let both = account([rule.one, rule.other])

        for duty in Duty.allCases {
            #expect(!both.may(duty))
            #expect(throws: ServiceError.self) { try both.require(duty) }
        }
        #expect(SeparationOfDuties.conflict(in: account([rule.one])) == nil)
        #expect(SeparationOfDuties.conflict(in: account([rule.other])) == nil)
    }

    @Test(arguments: 0..<SeparationOfDuties.conflicts.count)
    func `gives nobody both sides of a rule`(index: Int) async throws {
        let rule = Self.all[index]
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let members = Members(world.needs)
        var (roles, isAdministrator): (Set<Role>, Bool) = ([], false)
        for side in [rule.one, rule.other] {
            switch side {
            case .role(let role): roles.insert(role)
            case .administrator: isAdministrator = true
            }
        }

        await #expect(throws: ServiceError.dutiesConflict(rule.reason)) {
            _ = try await members.invite(
                name: "運用 花子",
                email: "hanako@company.example",
                isAdministrator: isAdministrator,
                roles: roles,
                by: sender
            )
        }
        // One side first, the other later.
        let first = Set(roles.prefix(1))
        let made = try await members.invite(
            name: "運用 花子",
            email: "hanako@company.example",
            isAdministrator: isAdministrator,
            roles: isAdministrator ? [] : first,
            by: sender
        )
        await #expect(throws: ServiceError.dutiesConflict(rule.reason)) {
            try await members.assign(roles, isAdministrator: isAdministrator, to: made.id, by: sender)
        }
    }

    @Test func `lets an auditor read, and change nothing`() throws {
        let auditor = account([.role(.auditor)])
        #expect(auditor.may(.readOperations))
        for duty in Duty.allCases where duty != .readOperations { #expect(!auditor.may(duty)) }
    }

    @Test func `lets nobody give herself a role, or others who do not administer`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let members = Members(world.needs)
        let officer = try await members.invite(
            name: "安全 護",
            email: "mori@company.example",
            isAdministrator: false,
            roles: [.securityOfficer],
            by: sender
        )

        await #expect(throws: ServiceError.notAllowed) {
            try await members.assign([.support], isAdministrator: true, to: sender.account.id, by: sender)
        }
        await #expect(throws: ServiceError.notAllowed) {
            try await members.assign(
                [.support],
                isAdministrator: true,
                to: sender.account.id,
                by: SenderActor(account: officer)
            )
        }
        try await members.assign([.support], isAdministrator: false, to: officer.id, by: sender)
        let kept = try await members.all(for: sender).first { $0.account.id == officer.id }
        #expect(kept?.account.roles == [.support])
    }
}

@Suite struct `A colleague` {
    @Test func `comes in by a mailed link, until she has a passkey`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let members = Members(world.needs)
        let colleague = try await members.invite(
            name: "同僚 次郎",
            email: "jiro@company.example",
            isAdministrator: true,
            roles: [],
            by: sender
        )
        try await world.work()
        let token = try #require(world.mail.link("/join/", for: "jiro@company.example"))

        let secret = try await members.open(token: token)
        #expect(try await SignIn(world.needs).sender(inSession: secret.text).account == colleague)
        // The link still opens: she closed the browser before she made the passkey.
        _ = try await members.open(token: token)
        world.clock.advance(by: .seconds(3 * 86_400))
        await #expect(throws: ServiceError.invitationOver) { _ = try await members.open(token: token) }
    }

    @Test func `is alone with her account once she has a passkey`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let members = Members(world.needs)
        _ = try await members.invite(
            name: "同僚 次郎",
            email: "jiro@company.example",
            isAdministrator: true,
            roles: [],
            by: sender
        )
        try await world.work()
        let token = try #require(world.mail.link("/join/", for: "jiro@company.example"))
        let signIn = SignIn(world.needs)
        let stranger = try await members.open(token: token)
        let own = try await members.open(token: token)

        let colleague = try await signIn.sender(inSession: own.text)
        let options = try await signIn.registrationOptions(for: colleague)
        try await signIn.register(
            BrowserPasskey().register(options.challenge),
            for: colleague,
            inSession: own.text
        )

        #expect(try await signIn.sender(inSession: own.text).account == colleague.account)
        await #expect(throws: ServiceError.sessionUnknown) { _ = try await signIn.sender(inSession: stranger.text) }
        await #expect(throws: ServiceError.linkUnknown) { _ = try await members.open(token: token) }
    }

    @Test func `is not played by whoever was shown her API token before she got her roles`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let accounts = Accounts(world.needs)
        let made = try await accounts.create(name: "同僚 次郎", email: "jiro@company.example", by: sender)
        #expect(try await accounts.sender(bearing: made.token.text).account == made.account)

        try await Members(world.needs).assign(
            [.securityOfficer],
            isAdministrator: false,
            to: made.account.id,
            by: sender
        )

        await #expect(throws: ServiceError.tokenUnknown) { _ = try await accounts.sender(bearing: made.token.text) }
    }

    @Test func `has an address that nobody else here has`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        await #expect(throws: ServiceError.addressRefused(field: "email")) {
            _ = try await Members(world.needs).invite(
                name: "別人",
                email: sender.account.address.text,
                isAdministrator: false,
                roles: [],
                by: sender
            )
        }
    }
}
