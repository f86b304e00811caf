import SignerProtocol
import Testing

@testable import SigningService

/// REV-9: the seal waits for fresh revocation data, visibly.
@Suite struct `A seal that waits for fresh revocation data` {
    private static let wait = ServiceError.waiting(for: .freshRevocation, retryAfterInSeconds: 30)

    /// An envelope that all have signed, long enough ago.
    private func awaiting(in world: World) async throws -> EnvelopeID {
        var envelope = try await world.sent(by: try await world.sender())
        envelope.state = .awaitingSeal(since: world.clock.now, .contractOpen)
        let (signed, time) = (envelope, world.clock.now)
        try await world.needs.store.write { transaction in
            try transaction.save(
                Change(
                    signed,
                    expectedVersion: signed.version,
                    audit: AuditNote(.signed, by: AuditNote.service),
                    at: time
                )
            )
        }
        return envelope.id
    }

    private func incident(_ id: EnvelopeID, in world: World) async throws -> Incident? {
        try await world.needs.store.read { try $0.openIncident("fresh-revocation/\(id)") }
    }

    @Test func `becomes an incident after the grace, once, and that ends with the seal`() async throws {
        let world = try World()
        defer { world.remove() }
        let id = try await awaiting(in: world)
        let grace = SealGrace(needs: world.needs)
        await #expect(throws: Self.wait) { try await grace.watch(id) { throw Self.wait } }
        #expect(try await incident(id, in: world) == nil)

        world.clock.advance(by: ServiceSettings.standardRevocationGrace)
        for _ in 0..<3 {
            await #expect(throws: Self.wait) { try await grace.watch(id) { throw Self.wait } }
        }
        let open = try #require(try await incident(id, in: world))
        #expect(open.severity == .high)
        #expect(try await world.needs.store.read { try $0.audit(chain: open.chain) }.count == 1)

        try await grace.watch(id) {}
        let actions = try await world.needs.store.read { try $0.audit(chain: open.chain) }.map(\.entry.action)
        #expect(actions == [AuditAction.incidentOpened.rawValue, AuditAction.alarmOver.rawValue])
    }

    @Test func `is no incident when something else is missing`() async throws {
        let world = try World()
        defer { world.remove() }
        let id = try await awaiting(in: world)
        world.clock.advance(by: .seconds(7 * 86_400))
        await #expect(throws: ServiceError.waiting(for: .revocation, retryAfterInSeconds: 5)) {
            try await SealGrace(needs: world.needs).watch(id) {
                throw ServiceError.waiting(for: .revocation, retryAfterInSeconds: 5)
            }
        }
        #expect(try await incident(id, in: world) == nil)
    }

    @Test func `is said to those who look, with what they need not do`() async throws {
        let world = try World()
        defer { world.remove() }
        let id = try await awaiting(in: world)
        try await world.needs.show(Self.wait, on: id)
        let shown = try await world.needs.envelopeWithDocument(id).envelope.waitingFor
        #expect(shown?.dependency == .freshRevocation)
        #expect(Self.wait.code == "WAITING_FOR_FRESH_REVOCATION")
        #expect(JobAlarm.key(of: .seal(id), failure: Self.wait.code, attempts: 10_000) == nil)
    }
}
