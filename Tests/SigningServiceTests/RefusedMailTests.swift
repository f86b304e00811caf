import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A mail that is not taken` {
    private static let address = "hanako@party.example"
    private static let busy = ExternalServiceError.unavailable(service: "mail", reason: "RCPT 451")
    private static let unknown = ExternalServiceError.refused(service: "mail", reason: "RCPT 550 5.1.1")

    private func sent(_ world: World) async throws -> (envelope: Envelope, sender: SenderActor) {
        let sender = try await world.sender()
        let signers = [Self.address, "taro@party.example"].map { SignerRequest.witness($0, order: 1) }
        return (try await world.sent(signers, by: sender), sender)
    }

    private func now(_ id: EnvelopeID, in world: World) async throws -> Envelope {
        try #require(try await world.needs.store.read { try $0.envelope(id) })
    }

    private func steps(_ envelope: Envelope, in world: World) async throws -> [String] {
        try await world.needs.store.read { try $0.audit(chain: envelope.chain) }.map(\.entry.action)
    }

    @Test func `for the moment is waited for visibly and sent again`() async throws {
        let world = try World()
        defer { world.remove() }
        world.mail.answer(mailTo: Self.address, with: Self.busy)
        let (envelope, _) = try await sent(world)
        try await world.work()
        // The other one's mail may have been sent last; the next try shows what is waited for.
        world.clock.advance(by: .seconds(3))
        try await world.work()

        #expect(try await now(envelope.id, in: world).waitingFor?.dependency == .mail)
        let jobs = try await world.needs.store.read { try $0.jobs() }
        #expect(jobs.count == 1 && jobs[0].failure == "WAITING_FOR_MAIL")

        world.mail.answer(mailTo: Self.address, with: nil)
        world.clock.advance(by: .seconds(5))
        try await world.work()
        #expect(world.mail.messages(to: Self.address).count == 1)
        #expect(try await now(envelope.id, in: world).waitingFor == nil)
        #expect(try await !steps(envelope, in: world).contains("mail refused"))
    }

    @Test func `for ever is on the envelope and not sent again, and the others are invited`() async throws {
        let world = try World()
        defer { world.remove() }
        world.mail.answer(mailTo: Self.address, with: Self.unknown)
        let (envelope, sender) = try await sent(world)
        try await world.work()

        #expect(try await world.needs.store.read { try $0.jobs() }.isEmpty)
        #expect(try await now(envelope.id, in: world).waitingFor == nil)
        let steps = try await steps(envelope, in: world)
        #expect(steps.filter { $0 == "mail refused" }.count == 1)
        #expect(steps.filter { $0 == "invitation sent" }.count == 1)
        #expect(world.mail.token(for: "taro@party.example") != nil)

        let history = try await Envelopes(world.needs).history(of: envelope.id, for: sender)
        let shown = try #require(history.first { $0.action == "mail refused" })
        #expect(shown.ja.contains("髙橋 花子") && shown.ja.contains("550 5.1.1"))
        #expect(shown.en == "A mail was refused, to 髙橋 花子 (RCPT 550 5.1.1)")
    }

    @Test func `about the sealed contract keeps nobody else from hearing of it, and brings it to nobody twice`()
        async throws
    {
        let world = try World()
        defer { world.remove() }
        let (envelope, _) = try await sent(world)
        try await world.work()
        var sealed = try await now(envelope.id, in: world)
        let time = world.needs.now()
        sealed.state = .sealed(
            Sealed(
                at: time,
                level: "B-LTA",
                renewBy: time,
                certificate: envelope.document,
                evidence: envelope.document
            )
        )
        let change = sealed.change(
            AuditNote(.sealed, by: AuditNote.service),
            at: time,
            [ScheduledJob(.sendCopies(envelope.id), notBefore: time)]
        )
        try await world.needs.store.write { try $0.save(change) }

        let taro = "taro@party.example"
        let before = world.mail.count(to: taro)
        world.mail.answer(mailTo: Self.address, with: Self.busy)
        world.mail.answer(mailTo: "sender@company.example", with: Self.unknown)
        try await world.work()
        for _ in 0..<5 {
            world.clock.advance(by: .seconds(60))
            try await world.work()
        }
        #expect(world.mail.count(to: taro) == before + 1)
        #expect(try await steps(envelope, in: world).filter { $0 == "mail refused" }.count == 1)

        world.mail.answer(mailTo: Self.address, with: nil)
        world.clock.advance(by: .seconds(60))
        try await world.work()
        #expect(try await steps(envelope, in: world).filter { $0 == "copies sent" }.count == 2)
        #expect(world.mail.count(to: taro) == before + 1)
    }

    @Test func `about a missed deadline is recorded once the sender's relay takes it`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let deadline = world.needs.now().advanced(by: .seconds(7_200))
        let envelope = try await world.sent(expiresAt: deadline, by: sender)
        try await world.work()
        world.mail.answer(mailTo: "sender@company.example", with: Self.busy)
        world.clock.advance(by: .seconds(7_201))
        try await world.work()
        #expect(try await steps(envelope, in: world).last == "expired")

        world.mail.answer(mailTo: "sender@company.example", with: nil)
        world.clock.advance(by: .seconds(60))
        try await world.work()
        #expect(try await steps(envelope, in: world).last == "sender told")
    }

    @Test func `with a code is on the envelope, too, which waits no longer once one was taken`() async throws {
        let world = try World()
        defer { world.remove() }
        let (envelope, _) = try await sent(world)
        try await world.work()
        let token = try #require(world.mail.token(for: Self.address))
        _ = try await SigningCeremony(world.needs).exchange(token: token, openedBy: nil)

        world.mail.answer(mailTo: Self.address, with: Self.busy)
        await #expect(throws: ServiceError.self) {
            try await SigningCeremony(world.needs).exchange(token: token, openedBy: nil)
        }
        try await world.work()
        #expect(try await now(envelope.id, in: world).waitingFor?.dependency == .mail)
        #expect(try await !steps(envelope, in: world).contains("code mailed"))

        world.mail.answer(mailTo: Self.address, with: nil)
        world.clock.advance(by: .seconds(3))
        try await world.work()
        #expect(try await now(envelope.id, in: world).waitingFor == nil)
        #expect(try await steps(envelope, in: world).last == "code mailed")
    }
}
