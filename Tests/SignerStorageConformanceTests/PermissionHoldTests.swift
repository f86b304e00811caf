import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningKeys

/// Decision 0021.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A spent permission without a value` {
    private let use = PermissionUse(kind: .seal, id: "s-1", index: 0, signedAttributes: [1], digest: [2])
    private let value = SignatureValue(index: 0, dtbsr: "02", value: Blob([3]))

    private func event(_ action: AuditAction, _ signer: SignerFixture) -> AuditEvent {
        AuditEvent(action, chain: "record", actor: "service", at: signer.clock.now, ["seal": "s-1"])
    }

    /// As far as a process is when the HSM is at work.
    private func spend(_ signer: SignerFixture) async throws {
        let hold = PermissionHold(
            holder: signer.room.policy.process,
            ends: signer.clock.now.advanced(by: SignerPolicy.holdLifetime)
        )
        let event = event(.signatureIntended, signer)
        try await signer.store.write { try $0.spend([use], held: hold, recording: event) }
    }

    private func keep(_ signer: SignerFixture) async throws {
        let event = event(.signatureMade, signer)
        try await signer.store.write { try $0.keep([value], of: .seal, "s-1", recording: event) }
    }

    private func settle(_ signer: SignerFixture) async throws -> SignatureResponse {
        try await signer.seal.settle(.seal, "s-1", client: SignerFixture.client)
    }

    @Test(arguments: SignerEngine.allCases)
    func `is in progress for every process while one holds it, and then has its value`(
        engine: SignerEngine
    ) async throws {
        try await engine.withSigners { one, other, _ in
            try await spend(one)
            await #expect(throws: SignerError.inProgress) { _ = try await settle(one) }
            await #expect(throws: SignerError.inProgress) { _ = try await settle(other) }
            one.clock.advance(seconds: 59)
            await #expect(throws: SignerError.inProgress) { _ = try await settle(other) }
            try await keep(one)
            #expect(try await settle(other).signatures == [value])
            #expect(try await settle(one).signatures == [value])
        }
    }

    @Test(arguments: SignerEngine.allCases)
    func `died with its holder when that has held it for a minute`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            try await spend(one)
            one.clock.advance(seconds: 60)
            await #expect(throws: SignerError.resultUnknown) { _ = try await settle(other) }
        }
    }

    /// Or there would be two signatures for one will: this one, and the one that the person is asked for anew.
    @Test(arguments: SignerEngine.allCases)
    func `gets none any more when the service was told that there is none`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            try await spend(one)
            one.clock.advance(seconds: 60)
            await #expect(throws: SignerError.resultUnknown) { _ = try await settle(other) }
            await #expect(throws: SignerError.resultUnknown) { try await keep(one) }
            await #expect(throws: SignerError.resultUnknown) { _ = try await settle(other) }
            let records = try await one.room.auditRecords("record")
            #expect(records.map(\.entry.action) == ["signature-intended"])
            await #expect(throws: SignerError.alreadyUsed) { try await spend(other) }
        }
    }

    @Test(arguments: SignerEngine.allCases)
    func `died with the earlier process of a name, and with no other's`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            try await spend(one)
            try await other.room.endEarlierHolds()
            await #expect(throws: SignerError.inProgress) { _ = try await settle(other) }
            try await one.otherProcess(one.room.policy.process, store: other.store).room.endEarlierHolds()
            await #expect(throws: SignerError.resultUnknown) { _ = try await settle(other) }
        }
    }

    @Test(arguments: SignerEngine.allCases)
    func `is not there after it was withdrawn`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, database in
            await #expect(throws: SignerError.resultUnknown) { _ = try await settle(other) }
            await #expect(throws: SignerError.alreadyUsed) { try await spend(one) }
            // Whoever writes past the engine is refused by the schema.
            for statement in [
                "INSERT INTO permission_use SELECT 'seal', 's-1', 0, digest FROM audit_entry LIMIT 1",
                "DELETE FROM withdrawn_permission",
            ] {
                await #expect(throws: (any Error).self) { try await database.execute(statement) }
            }
        }
    }
}
