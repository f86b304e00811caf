import Foundation
import GRDB
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

@Suite struct `An audit entry in SQLite` {
    /// Raw statements through the engine's own connection: the schema itself refuses.
    @Test(arguments: [
        "UPDATE audit_entry SET actor = 'someone else'",
        "DELETE FROM audit_entry",
        "UPDATE audit_payload SET payload = CAST('{}' AS BLOB)",
        "UPDATE audit_payload SET payload = NULL, salt = zeroblob(32)",
        "DELETE FROM audit_payload",
    ])
    func `is never changed or removed`(statement: String) async throws {
        try await Engine.sqlite.withStore { store, _ in
            let stored = try await store.withDraft()
            let sqlite = try #require(store as? SQLiteStore)
            let before = try await store.read { try $0.audit(chain: stored.envelope.chain) }

            #expect(throws: DatabaseError.self) { try sqlite.withWriter { try $0.execute(sql: statement) } }

            #expect(try await store.read { try $0.audit(chain: stored.envelope.chain) } == before)
        }
    }

    @Test func `may lose its payload to a lawful erasure, and the chain stays whole`() async throws {
        try await Engine.sqlite.withStore { store, _ in
            let stored = try await store.withDraft()
            let sqlite = try #require(store as? SQLiteStore)

            try sqlite.withWriter { try $0.execute(sql: "UPDATE audit_payload SET payload = NULL") }

            let records = try await store.read { try $0.audit(chain: stored.envelope.chain) }
            #expect(records.map(\.payload) == [nil])
            try records.verifyAuditChain()
        }
    }
}

@Suite struct `A commit in SQLite` {
    /// With NORMAL a power cut loses committed signatures; the pool sets it after it opens.
    @Test func `is synchronised in full`() async throws {
        try await Engine.sqlite.withStore { store, _ in
            let sqlite = try #require(store as? SQLiteStore)

            let level = try sqlite.withWriter { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            let keys = try sqlite.withWriter { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") }

            #expect(level == 2)
            #expect(keys == 1)
        }
    }
}
