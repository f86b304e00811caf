import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A signer's choice of imprint` {
    private func viewed(in world: World) async throws -> Envelope {
        let envelope = try await world.sent(by: try await world.sender())
        try await SigningCeremony(world.needs).viewed(by: envelope.actor(0))
        return envelope
    }

    @Test func `is kept with the envelope and told in the audit log`() async throws {
        let world = try World()
        defer { world.remove() }
        let envelope = try await viewed(in: world)
        let ceremony = SigningCeremony(world.needs)

        try await ceremony.choose(.corporate, by: envelope.actor(0))
        try await ceremony.choose(.corporate, by: envelope.actor(0))

        #expect(try await ceremony.overview(for: envelope.actor(0)).me.imprint.kind == .corporate)
        let actions = try await world.needs.store.read { try $0.audit(chain: envelope.chain) }.map(\.entry.action)
        #expect(actions.count { $0 == "imprint chosen" } == 1)
    }

    @Test func `is not made before she has read, nor once her signature is being made`() throws {
        let envelope = Envelope.example(.outForSigning(since: .noon), signers: .invited(at: .noon))
        #expect(throws: ServiceError.notViewed) {
            try envelope.imprintChosen(.personal, by: envelope.actor(0), at: .noon)
        }
        var signing = envelope
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: .noon))
        signing.signers[0].state = .signing(attempt.id, .example)
        #expect(throws: ServiceError.notPossible(state: "signing")) {
            try signing.imprintChosen(.personal, by: envelope.actor(0), at: .noon)
        }
    }

    @Test func `is among those that her name allows`() async throws {
        let world = try World()
        defer { world.remove() }
        let envelope = try await world.sent(
            [
                SignerRequest(
                    name: "林",
                    email: "hanako@party.example",
                    kind: .witness,
                    order: nil,
                    box: SignatureBox(page: 1, x: 20, y: 20, width: 160, height: 60)
                )
            ],
            by: try await world.sender()
        )
        let ceremony = SigningCeremony(world.needs)
        try await ceremony.viewed(by: envelope.actor(0))

        // One word is a name and could be a company's; a title it is not.
        #expect(ceremony.imprints(for: envelope.signers[0]).map(\.kind) == [.personal, .corporate])
        await #expect(throws: ServiceError.imprintRefused(signer: 1, .notInName(.title))) {
            try await ceremony.choose(.representative, by: envelope.actor(0))
        }
        await #expect(throws: ServiceError.pageUnknown) {
            _ = try await ceremony.imprint(.representative, for: envelope.actor(0))
        }
        #expect(try await ceremony.imprint(.corporate, for: envelope.actor(0)).hasPrefix("<svg"))
    }
}
