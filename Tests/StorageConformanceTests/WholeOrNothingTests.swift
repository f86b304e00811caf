import Foundation
import SignerProtocol
import SigningService
import Testing

@Suite struct `A transaction` {
    private struct Interrupted: Error {}

    @Test(arguments: Engine.allCases)
    func `that throws at any of its writes leaves nothing`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let revision = try Revision.example(5)
            for failing in 1...4 {
                await #expect(throws: Interrupted.self) {
                    try await store.write { transaction in
                        try transaction.save(stored.envelope.sending(by: stored.account))
                        if failing == 1 { throw Interrupted() }
                        try transaction.append(revision, to: stored.document.id, after: 1)
                        if failing == 2 { throw Interrupted() }
                        try transaction.insert(try stored.envelope.attempt())
                        if failing == 3 { throw Interrupted() }
                        try transaction.append(AuditNote(.viewed, by: "signer"), to: "other", at: .noon)
                        throw Interrupted()
                    }
                }
                try await store.read { transaction throws in
                    #expect(try transaction.envelope(stored.envelope.id) == stored.envelope)
                    #expect(try transaction.document(stored.document.id) == stored.document)
                    #expect(try transaction.openAttempts().isEmpty)
                    #expect(try transaction.audit(chain: stored.envelope.chain).count == 1)
                    #expect(try transaction.auditChains() == [stored.envelope.chain])
                    #expect(try transaction.jobs().isEmpty)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `that was committed is there after the store is opened again`(engine: Engine) async throws {
        try await engine.withStore { store, folder in
            let stored = try await store.withDraft()
            try await store.write { try $0.save(stored.envelope.sending(by: stored.account)) }

            let again = try await engine.open(folder)

            let envelope = try await again.read { try $0.envelope(stored.envelope.id) }
            #expect(envelope?.state == .outForSigning(since: .noon))
            #expect(envelope?.version == 2)
            #expect(try await again.read { try $0.jobs() }.count == 1)
        }
    }
}
