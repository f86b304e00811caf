import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A mailed link` {
    private func opened(
        _ world: World,
        signers: [SignerRequest] = [.witness("hanako@party.example"), .witness("taro@party.example")],
        expiresAt: Timestamp? = nil
    ) async throws -> (token: String, sender: SenderActor, envelope: Envelope) {
        let sender = try await world.sender()
        let envelope = try await world.sent(signers, expiresAt: expiresAt, by: sender)
        try await world.work()
        return (try #require(world.mail.token(for: "hanako@party.example")), sender, envelope)
    }

    @Test func `opens a session again and again in her browser until the signer is done`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        let ceremony = SigningCeremony(world.needs)

        var session = try await ceremony.exchange(token: link.token, openedBy: nil)
        for _ in 0..<2 {
            // It is her browser still when the session is over.
            world.clock.advance(by: .seconds(3_600))
            let proof = OpeningProof(session: session.session.text)
            session = try await ceremony.exchange(token: link.token, proof: proof, openedBy: nil)
            let actor = try await ceremony.signer(bearing: session.session.text)
            #expect(try await ceremony.overview(for: actor).me.state.name == "invited")
        }
        let actor = try await ceremony.signer(bearing: session.session.text)
        try await ceremony.decline(reason: "条件が違う", by: actor)

        await #expect(throws: ServiceError.linkOver(state: "declined")) {
            try await ceremony.exchange(token: link.token, openedBy: nil)
        }
    }

    @Test func `is stored only as a digest`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        let token = try #require(SecretToken(link.token))

        #expect(try await world.needs.store.read { try $0.invitation(token.digest) } != nil)
        #expect("\(token)" == "•••")
    }

    @Test func `is refused for a sender who is not that signer`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)

        await #expect(throws: ServiceError.linkOpenedBySender) {
            try await SigningCeremony(world.needs).exchange(token: link.token, openedBy: link.sender)
        }
    }

    @Test func `is accepted for a sender who is that signer`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        _ = try await world.sent([.witness("sender@company.example")], by: sender)
        try await world.work()
        let token = try #require(world.mail.token(for: "sender@company.example"))

        _ = try await SigningCeremony(world.needs).exchange(token: token, openedBy: sender)
    }

    @Test func `is over once the envelope has expired`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world, expiresAt: world.clock.now.advanced(by: .seconds(60)))
        let ceremony = SigningCeremony(world.needs)

        world.clock.advance(by: .seconds(61))
        await #expect(throws: ServiceError.linkOver(state: "expired")) {
            try await ceremony.exchange(token: link.token, openedBy: nil)
        }
        try await world.work()
        await #expect(throws: ServiceError.linkOver(state: "expired")) {
            try await ceremony.exchange(token: link.token, openedBy: nil)
        }
        let envelope = try await Envelopes(world.needs).envelope(link.envelope.id, for: link.sender)
        #expect(envelope.state.name == "expired")
    }

    @Test func `that nobody was mailed opens nothing`() async throws {
        let world = try World()
        defer { world.remove() }
        _ = try await opened(world)

        for token in ["", "short", SecretToken(from: systemRandomBytes).text] {
            await #expect(throws: ServiceError.linkUnknown) {
                try await SigningCeremony(world.needs).exchange(token: token, openedBy: nil)
            }
        }
    }

    @Test func `gives a session that ends`() async throws {
        let world = try World()
        defer { world.remove() }
        let link = try await opened(world)
        let ceremony = SigningCeremony(world.needs)
        let session = try await ceremony.exchange(token: link.token, openedBy: nil)

        world.clock.advance(by: .seconds(1_800))

        await #expect(throws: ServiceError.sessionUnknown) {
            try await ceremony.signer(bearing: session.session.text)
        }
    }
}

@Suite struct `A signer` {
    private func actor(_ world: World) async throws -> SignerActor {
        let sender = try await world.sender()
        _ = try await world.sent(by: sender)
        try await world.work()
        let token = try #require(world.mail.token(for: "hanako@party.example"))
        let ceremony = SigningCeremony(world.needs)
        return try await ceremony.signer(bearing: try await ceremony.exchange(token: token, openedBy: nil).session.text)
    }

    private func consent(action: String = "press-and-hold", digest: String? = nil) -> ConsentRequest {
        let statement = ConsentStatement.consentToSign(in: .ja)
        return ConsentRequest(
            statement: statement.id,
            version: statement.version,
            digest: digest ?? statement.digest.hexadecimal,
            locale: .ja,
            action: action
        )
    }

    @Test func `consents to the wording and the bytes that were shown`() async throws {
        let world = try World()
        defer { world.remove() }
        let actor = try await actor(world)
        let ceremony = SigningCeremony(world.needs)

        await #expect(throws: ServiceError.notViewed) { try await ceremony.consent(consent(), by: actor) }
        try await ceremony.viewed(by: actor)
        try await ceremony.consent(consent(), by: actor)

        let overview = try await ceremony.overview(for: actor)
        #expect(overview.me.consent?.documentDigest == overview.sha256)
        #expect(overview.me.consent?.digest == overview.statement.digest)
    }

    @Test(arguments: [("tick", nil), ("press-and-hold", String(repeating: "0", count: 64))])
    func `does not consent by a tick or to another wording`(action: String, digest: String?) async throws {
        let world = try World()
        defer { world.remove() }
        let actor = try await actor(world)
        let ceremony = SigningCeremony(world.needs)
        try await ceremony.viewed(by: actor)

        await #expect(throws: ServiceError.consentMismatch) {
            try await ceremony.consent(consent(action: action, digest: digest), by: actor)
        }
    }

    @Test func `sees what is waited for when a dependency is down, and nothing is half done`() async throws {
        let world = try World()
        defer { world.remove() }
        let actor = try await actor(world)
        let ceremony = SigningCeremony(world.needs)
        try await ceremony.viewed(by: actor)
        try await ceremony.consent(consent(), by: actor)

        await #expect(throws: ServiceError.waiting(for: .signer, retryAfterInSeconds: 5)) {
            _ = try await ceremony.begin(by: actor)
        }

        let overview = try await ceremony.overview(for: actor)
        #expect(overview.waitingFor?.dependency == .signer)
        #expect(overview.me.state.name == "consented")
        #expect(try await world.needs.store.read { try $0.openAttempts() }.isEmpty)
    }

    @Test func `leaves an audit chain that derives again`() async throws {
        let world = try World()
        defer { world.remove() }
        let actor = try await actor(world)
        try await SigningCeremony(world.needs).viewed(by: actor)

        let result = try await CheckAuditLog(store: world.needs.store).run()
        let actions = try await world.needs.store.read { try $0.audit(chain: Envelope.chain(of: actor.envelope)) }
            .map(\.entry.action)

        #expect(result.faults.isEmpty)
        #expect(actions == ["envelope created", "envelope sent", "invitation sent", "link exchanged", "viewed"])
    }
}
