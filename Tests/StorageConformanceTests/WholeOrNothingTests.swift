import Foundation
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
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

@Suite struct `A reading transaction` {
    @Test(arguments: Engine.allCases)
    func `cannot write, even where its body tries to`(engine: Engine) async throws {
        struct Wrote: Error {}
        try await engine.withStore { store, _ async throws in
            let organisation = Organisation(
                id: OrganisationID(from: systemRandomBytes),
                name: "契約株式会社",
                createdAt: .noon
            )
            await #expect(throws: ServiceError.self) {
                try await store.read { transaction in
                    try (transaction as? any WriteTransaction)?.insert(organisation)
                    throw Wrote()
                }
            }
            let isSetUp = try await store.read { try $0.isSetUp() }
            #expect(!isSetUp)
        }
    }

    @Test(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
    func `in PostgreSQL sees one snapshot, whatever is committed meanwhile`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let store = try await PostgresStore(settings, connections: 1)
            let seen = try await store.read { transaction in
                let before = try transaction.isSetUp()
                try Connection(settings).execute(
                    "INSERT INTO organisation (id, name, created_at) VALUES ($1, 'other', 0)",
                    [.bytes(Array(repeating: 1, count: 16))]
                )
                return [before, try transaction.isSetUp()]
            }
            #expect(seen == [false, false])
            #expect(try await store.read { try $0.isSetUp() })
            await store.close()
        }
    }
}
