import Foundation
import GRDB
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

/// OPS-5.
@Suite struct `A database file` {
    private let path = FileManager.default.temporaryDirectory.appending(path: "chigiri-stamp-\(UUID()).db").path

    @Test func `belongs to the environment of its first start for ever`() throws {
        defer { remove() }
        #expect(try SQLiteStore.state(ofFileAt: path) == nil)
        let store = try SQLiteStore(path: path)
        #expect(try #require(try SQLiteStore.state(ofFileAt: path)).stamp == nil)
        try store.stamp(.test)
        try store.stamp(.test)
        #expect(throws: ServiceError.self) { try store.stamp(.production) }
        let state = try #require(try SQLiteStore.state(ofFileAt: path))
        #expect(state.stamp == .test)
        #expect(state.applied == Set(state.known))
        try store.close()
        #expect(throws: ServiceError.self) { try SQLiteStore(path: path).stamp(.production) }
    }

    /// A file can meet an earlier release, too.
    @Test func `with later steps is opened when they only add, and else refused`() throws {
        defer { remove() }
        let store = try SQLiteStore(path: path)
        try store.withWriter { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9998-something-more')") }
        try store.close()
        try SQLiteStore(path: path).close()
        let later = try SQLiteStore(path: path)
        try later.withWriter { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-less-contract')") }
        try later.close()
        #expect(throws: SchemaRefusal(.newer(contracts: ["9999-less-contract"]), command: "chigiri migrate")) {
            try SQLiteStore(path: path)
        }
    }

    @Test func `that is none is not read as one`() throws {
        defer { remove() }
        try Data(
            "no database, but longer than a header of one hundred bytes: ".utf8 + Array(repeating: 0x41, count: 99)
        )
        .write(to: URL(filePath: path))
        #expect(throws: (any Error).self) { try SQLiteStore.state(ofFileAt: path) }
    }

    private func remove() {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}

/// OPS-5.
@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `A PostgreSQL database` {
    @Test func `belongs to the environment of its first start for ever`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let store = try await PostgresStore(settings, connections: 1)
            #expect(try #require(try await PostgresStore.state(settings)).stamp == nil)
            try await store.stamp(.test)
            try await store.stamp(.test)
            await #expect(throws: ServiceError.self) { try await store.stamp(.production) }
            #expect(try #require(try await PostgresStore.state(settings)).stamp == .test)
            await store.close()

            let again = try await PostgresStore(settings, connections: 1)
            await #expect(throws: ServiceError.self) { try await again.stamp(.production) }
            for statement in [
                "UPDATE environment_stamp SET stamp = 1", "DELETE FROM environment_stamp", "TRUNCATE environment_stamp",
            ] {
                await #expect(throws: ServiceError.self) { try await again.run { try $0.ready().execute(statement) } }
            }
            await again.close()
        }
    }

    @Test func `without a schema is not opened, and says nothing of itself`() async throws {
        try await PostgresServer.required().withEmptyDatabase { settings, _ async throws in
            #expect(try await PostgresStore.state(settings) == nil)
            await #expect(throws: SchemaRefusal(.absent, command: "chigiri migrate")) {
                try await PostgresStore(settings, connections: 1)
            }
        }
    }

    @Test func `is migrated once, by one of many who try`() async throws {
        try await PostgresServer.required().withEmptyDatabase { settings, _ in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<5 { group.addTask { try await PostgresStore.migrate(settings) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let state = try #require(try await PostgresStore.state(settings))
            #expect(applied.filter { !$0.isEmpty } == [state.known])
            #expect(state.applied == Set(state.known))
        }
    }

    @Test func `of an older release is not opened`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let store = try await PostgresStore(settings, connections: 1)
            _ = try await store.run { connection in
                try connection.ready().execute("DELETE FROM schema_migration WHERE name LIKE '0003%'")
            }
            let refusal = SchemaRefusal(.older(missing: ["0003-sign-in"]), command: "chigiri migrate")
            await #expect(throws: refusal) { try await PostgresStore(settings, connections: 1) }
            #expect(refusal.description.contains("実行してください") && refusal.description.contains("Run `chigiri migrate`"))
            await store.close()
        }
    }

    /// Machines are replaced one by one: the old release goes on, and starts again, on what the new one has added.
    @Test func `with later steps that only add is opened, migrated to no effect, and written to`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            try await addStep("9998-something-more", "ALTER TABLE job ADD COLUMN more BIGINT", to: settings)
            #expect(try await PostgresStore.migrate(settings) == [])
            let store = try await PostgresStore(settings, connections: 1)
            _ = try await store.withDraft()
            #expect(try #require(try await PostgresStore.state(settings)).later == ["9998-something-more"])
            await store.close()
        }
    }

    @Test func `with a later step that takes away is neither opened nor migrated`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            try await addStep("9999-something-less-contract", "ALTER TABLE job DROP COLUMN failure", to: settings)
            let refusal = SchemaRefusal(
                .newer(contracts: ["9999-something-less-contract"]),
                command: "chigiri migrate"
            )
            await #expect(throws: refusal) { try await PostgresStore(settings, connections: 1) }
            await #expect(throws: refusal) { try await PostgresStore.migrate(settings) }
        }
    }

    private func addStep(_ name: String, _ sql: String, to settings: ConnectionSettings) async throws {
        try await ConnectionPool.once(settings) { connection in
            try connection.executeScript(sql)
            try connection.execute("INSERT INTO schema_migration VALUES ($1, 0)", [.text(name)])
        }
    }

    @Test func `whose store was closed answers no more`() async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            let store = try await PostgresStore(settings, connections: 2)
            async let last = store.read { try $0.isSetUp() }
            _ = try await last
            await store.close()
            await #expect(throws: ServiceError.self) { try await store.read { try $0.isSetUp() } }
            await store.close()
        }
    }
}
