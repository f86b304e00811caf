import Foundation
import GRDB
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
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

@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `An audit entry in PostgreSQL` {
    /// Also for a session that calls itself a replica, in which ordinary triggers keep still.
    @Test(
        arguments: [
            "UPDATE audit_entry SET actor = 'someone else'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry, audit_payload",
            "TRUNCATE audit_entry CASCADE",
            "UPDATE audit_payload SET payload = '{}'",
            "UPDATE audit_payload SET payload = NULL, salt = decode(repeat('00', 32), 'hex')",
            "DELETE FROM audit_payload",
            "TRUNCATE audit_payload",
        ],
        ["origin", "replica"]
    )
    func `is never changed or removed`(statement: String, role: String) async throws {
        try await Engine.postgres.withStore { store, _ in
            let stored = try await store.withDraft()
            let postgres = try #require(store as? PostgresStore)
            let before = try await store.read { try $0.audit(chain: stored.envelope.chain) }

            await #expect(throws: ServiceError.self) {
                try await postgres.run { connection in
                    let session = try connection.ready()
                    try session.execute("SET session_replication_role = \(role)")
                    try session.execute(statement)
                }
            }

            #expect(try await store.read { try $0.audit(chain: stored.envelope.chain) } == before)
        }
    }

    @Test func `may lose its payload to a lawful erasure, and the chain stays whole`() async throws {
        try await Engine.postgres.withStore { store, _ in
            let stored = try await store.withDraft()
            let postgres = try #require(store as? PostgresStore)

            _ = try await postgres.run { try $0.ready().execute("UPDATE audit_payload SET payload = NULL") }

            let records = try await store.read { try $0.audit(chain: stored.envelope.chain) }
            #expect(records.map(\.payload) == [nil])
            try records.verifyAuditChain()
        }
    }
}

@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `A commit in PostgreSQL` {
    @Test func `is on the disk before it is answered, whatever the database says`() async throws {
        try await PostgresServer.required().withDatabase { settings, folder in
            let first = try await PostgresStore(settings, connections: 1)
            _ = try await first.run {
                try $0.ready().execute("ALTER DATABASE \(folder.lastPathComponent) SET synchronous_commit = off")
            }
            await first.close()

            let store = try await PostgresStore(settings, connections: 1)
            let setting = try await store.run {
                try $0.ready().row("SELECT current_setting('synchronous_commit') AS value")?.text("value")
            }
            #expect(setting == "on")
            await store.close()
        }
    }

    @Test func `is not made when an error of the server was caught within the body`() async throws {
        try await Engine.postgres.withStore { store, _ in
            let stored = try await store.withDraft()
            let revision = try Revision.example(5)

            await #expect(throws: ServiceError.conflict) {
                try await store.write { transaction in
                    try transaction.append(revision, to: stored.document.id, after: 1)
                    try? transaction.insert(stored.document)
                }
            }

            #expect(try await store.read { try $0.document(stored.document.id) } == stored.document)
        }
    }
}
