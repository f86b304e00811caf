import Foundation
import GRDB
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteSnapshot
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `The service's records, moved from SQLite to PostgreSQL` {
    /// A file with contracts, and an empty database.
    private func withBoth(_ body: (String, ConnectionSettings) async throws -> Void) async throws {
        try await Engine.sqlite.withStore { store, folder in
            for number in 1...30 { _ = try await store.withDraft(named: "契約書 \(number) 🖋.pdf") }
            try await PostgresServer.required().withDatabase { settings, _ in
                try await body(folder.appending(path: "chigiri.db").path, settings)
            }
        }
    }

    private func move(_ path: String, _ settings: ConnectionSettings) async throws -> [TableDigest] {
        try await ConnectionPool.once(settings) { connection in
            try SQLiteSnapshot.read(path) { try PostgresStore.fill(connection, .test, from: $0) }
        }
    }

    @Test func `are all there, byte for byte, and the file is as it was`() async throws {
        try await withBoth { path, settings in
            let before = try Data(contentsOf: URL(filePath: path))
            let digests = try await move(path, settings)
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(digests.first { $0.table == "envelope" }?.rows == 30)
            #expect(digests.first { $0.table == "audit_entry" }?.rows == 30)

            let file = try SQLiteStore(path: path)
            let store = try await PostgresStore(settings, connections: 1)
            #expect(try await store.dump() == file.dump())
            let audit = try await CheckAuditLog(store: store).run()
            #expect(audit.chains == 30 && audit.faults.isEmpty)
            #expect(try #require(try await PostgresStore.state(settings)).stamp == .test)
            // Rules are as before, and life goes on.
            await #expect(throws: ServiceError.self) {
                try await store.run { try $0.ready().execute("DELETE FROM audit_entry") }
            }
            _ = try await store.withDraft()
            await store.close()
            try file.close()
        }
    }

    @Test func `are refused by a database that holds something, which stays as it is`() async throws {
        try await withBoth { path, settings in
            let store = try await PostgresStore(settings, connections: 1)
            _ = try await store.withDraft()
            let before = try await store.dump()
            await #expect(throws: FillFault.self) { _ = try await move(path, settings) }
            #expect(try await store.dump() == before)
            await store.close()
        }
    }

    @Test func `are refused by a database of the other environment, or without a schema`() async throws {
        try await withBoth { path, settings in
            let store = try await PostgresStore(settings, connections: 1)
            try await store.stamp(.production)
            await #expect(throws: ForeignDatabase(environment: "PRODUCTION", expected: .test)) {
                _ = try await move(path, settings)
            }
            #expect(try await !store.read { try $0.isSetUp() })
            await store.close()
            try await PostgresServer.required().withEmptyDatabase { empty, _ in
                await #expect(throws: SchemaRefusal(.absent, command: "chigiri migrate")) {
                    _ = try await move(path, empty)
                }
            }
        }
    }

    @Test func `are refused as a whole when one text cannot be kept`() async throws {
        try await withBoth { path, settings in
            let file = try SQLiteStore(path: path)
            try file.withWriter {
                try $0.execute(
                    sql: "UPDATE envelope SET title = 'a' || char(0) WHERE id = (SELECT min(id) FROM envelope)"
                )
            }
            try file.close()
            await #expect(throws: PostgresError.notStorable("text with U+0000")) { _ = try await move(path, settings) }
            let store = try await PostgresStore(settings, connections: 1)
            #expect(try await !store.read { try $0.isSetUp() })
            await store.close()
        }
    }
}
