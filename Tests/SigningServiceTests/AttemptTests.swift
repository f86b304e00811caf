import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A prepared signature` {
    private let envelope = Envelope.example(.outForSigning(since: .noon), orders: [1, 1])
    private let later = Timestamp.noon.advanced(by: .seconds(120))

    @Test func `keeps the document from another signer until its lease ends`() throws {
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: later))

        #expect(throws: ServiceError.busy(until: later)) {
            try attempt.canBeReplaced(by: envelope.signers[1].id, at: .noon)
        }
        #expect(try attempt.canBeReplaced(by: envelope.signers[1].id, at: later) == "LEASE_EXPIRED")
    }

    @Test func `gives way to its own signer, who begins again`() throws {
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: later))

        #expect(try attempt.canBeReplaced(by: envelope.signers[0].id, at: .noon) == "BEGUN_AGAIN")
    }

    @Test(arguments: [SignatureAttempt.State.permissionGiven(at: .noon), .valueReceived([1])])
    func `gives way to nobody once a key may have been used`(state: SignatureAttempt.State) {
        let attempt = envelope.attempt(0, state: state)
        let muchLater = Timestamp.noon.advanced(by: .seconds(86_400))

        #expect(throws: ServiceError.busy(until: muchLater.advanced(by: .seconds(30)))) {
            try attempt.canBeReplaced(by: envelope.signers[0].id, at: muchLater)
        }
    }

    @Test func `names its document in at most 200 bytes`() {
        let digests = SignatureDigests(shown: [1], byteRange: [2], toBeSigned: [3])
        let name = String(repeating: "契", count: 100) + "最終版.pdf"

        let document = digests.contextDocument(id: envelope.document, name: name)

        #expect(document.name.utf8.count <= 200)
        #expect(document.name.hasSuffix("最終版.pdf"))
    }
}

@Suite struct `A document that is held for a signature` {
    @Test func `has the revisions that the signature was prepared on`() async throws {
        let world = try World()
        defer { world.remove() }
        let envelope = try await world.sent(by: world.sender())
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: world.clock.now))

        try await world.needs.store.write { try $0.hold(attempt) }
        #expect(try await world.needs.store.read { try $0.openAttempt(on: envelope.document)?.id } == attempt.id)
    }

    @Test func `is refused when it has got another revision meanwhile`() async throws {
        let world = try World()
        defer { world.remove() }
        let envelope = try await world.sent(by: world.sender())
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: world.clock.now))
        try await world.addRevision(to: envelope.document)

        await #expect(throws: ServiceError.conflict) {
            try await world.needs.store.write { try $0.hold(attempt) }
        }
    }
}

@Suite struct `A restart` {
    @Test func `gives the signer her turn back when no key was used yet`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let envelope = try await world.sent(by: sender)
        let attempt = try await world.prepared(for: envelope)

        try await Worker(world.needs).resume()

        let after = try await Envelopes(world.needs).envelope(envelope.id, for: sender)
        #expect(after.signers[0].state == .consented(.example))
        #expect(
            try await world.needs.store.read { try $0.attempt(attempt.id)?.state }
                == .voided(at: world.clock.now, reason: "RESTARTED")
        )
    }

    @Test func `keeps a permission until the signer process says what came of it`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let envelope = try await world.sent(by: sender)
        let attempt = try await world.prepared(for: envelope)
        _ = try await Attempts(needs: world.needs).give(
            .confirmation(id: attempt.id.text, record: Blob([1])),
            for: attempt,
            by: "signer"
        )

        try await Worker(world.needs).resume()
        while try await Worker(world.needs).step() {}

        let after = try await Envelopes(world.needs).envelope(envelope.id, for: sender)
        #expect(after.signers[0].state == .signing(attempt.id, .example))
        #expect(after.waitingFor?.dependency == .signer)
        await #expect(throws: ServiceError.busy(until: world.clock.now.advanced(by: .seconds(30)))) {
            _ = try await Envelopes(world.needs).void(envelope.id, by: sender)
        }
    }
}

@Suite struct `A signer who leaves before she approves` {
    @Test func `reads and consents again, and her first attempt is over`() async throws {
        let world = try World()
        defer { world.remove() }
        let envelope = try await world.sent(by: world.sender())
        let attempt = try await world.prepared(for: envelope)
        let actor = envelope.actor(0)
        let ceremony = SigningCeremony(world.needs)

        #expect(try await ceremony.overview(for: actor).me.state == .consented(.example))
        try await ceremony.viewed(by: actor)

        #expect(try await ceremony.overview(for: actor).me.state == .viewed(at: world.clock.now))
        #expect(
            try await world.needs.store.read { try $0.attempt(attempt.id)?.state }
                == .voided(at: world.clock.now, reason: "BEGUN_AGAIN")
        )
    }

    @Test func `cannot go back once her key may have been used`() async throws {
        let world = try World()
        defer { world.remove() }
        let envelope = try await world.sent(by: world.sender())
        let attempt = try await world.prepared(for: envelope)
        let actor = envelope.actor(0)
        let ceremony = SigningCeremony(world.needs)
        _ = try await Attempts(needs: world.needs).give(
            .confirmation(id: attempt.id.text, record: Blob([1])),
            for: attempt,
            by: "signer"
        )

        #expect(try await ceremony.overview(for: actor).me.state == .signing(attempt.id, .example))
        await #expect(throws: ServiceError.notPossible(state: "signing")) { try await ceremony.viewed(by: actor) }
    }
}

extension World {
    fileprivate func addRevision(to document: DocumentID) async throws {
        try await needs.store.write { transaction in
            guard let revision = try transaction.document(document)?.revisions.first else { return }
            try transaction.append(revision, to: document, after: 2)
        }
    }

    /// An attempt of the first signer as `begin` commits it.
    fileprivate func prepared(for envelope: Envelope) async throws -> SignatureAttempt {
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: clock.now))
        let actor = envelope.actor(0)
        let time = clock.now
        try await needs.change(envelope.id) { envelope, _ in try envelope.viewed(by: actor, document: [1], at: time) }
        try await needs.change(envelope.id) { envelope, _ in try envelope.consented(.example, by: actor) }
        try await needs.change(envelope.id) { envelope, transaction in
            try transaction.insert(attempt)
            return try envelope.intended(attempt, by: "signer", at: time)
        }
        return attempt
    }
}
