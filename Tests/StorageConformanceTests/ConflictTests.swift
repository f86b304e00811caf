import SignerProtocol
import SigningService
import Testing

@Suite struct `Two writers` {
    @Test(arguments: Engine.allCases)
    func `of one version: exactly one succeeds`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let change = try stored.envelope.sending(by: stored.account)

            let successes = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            try await store.write { try $0.save(change) }
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
            #expect(try await store.read { try $0.audit(chain: stored.envelope.chain) }.count == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of the next revision: exactly one succeeds`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let (first, second) = (try Revision.example(5), try Revision.example(6))
            try await store.write { try $0.append(first, to: stored.document.id, after: 1) }

            await #expect(throws: ServiceError.conflict) {
                try await store.write { try $0.append(second, to: stored.document.id, after: 1) }
            }
            #expect(try await store.read { try $0.document(stored.document.id) }?.revisions.last == first)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one document: only one attempt is open at a time`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            var first = try stored.envelope.attempt()
            let second = try stored.envelope.attempt()
            let inserted = first
            try await store.write { try $0.insert(inserted) }

            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.insert(second) } }

            first.state = .voided(at: .noon, reason: "LEASE_EXPIRED")
            let voided = first
            try await store.write { transaction in
                try transaction.save(voided, expecting: "prepared")
                try transaction.insert(second)
            }
            #expect(try await store.read { try $0.openAttempt(on: stored.document.id) } == second)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one attempt: a step is taken from the expected state only`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            var attempt = try stored.envelope.attempt(.permissionGiven(at: .noon))
            let inserted = attempt
            try await store.write { try $0.insert(inserted) }
            attempt.state = .valueReceived([1, 2])
            let received = attempt

            await #expect(throws: ServiceError.conflict) {
                try await store.write { try $0.save(received, expecting: "prepared") }
            }
            try await store.write { try $0.save(received, expecting: "permissionGiven") }
            #expect(try await store.read { try $0.attempt(received.id) } == received)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one instruction: it belongs to one attempt`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let instruction = SignatureAttempt.Instruction.confirmation(id: "r1", record: Blob([1]))
            let first = try stored.envelope.attempt(.voided(at: .noon, reason: "X"), instruction: instruction)
            let second = try stored.envelope.attempt(instruction: instruction)
            try await store.write { try $0.insert(first) }

            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.insert(second) } }
            #expect(try await store.read { try $0.attempt(withInstruction: "r1") } == first)
        }
    }
}
