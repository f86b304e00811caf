import PostgresConnection
import PostgresSignerStorage
import PostgresTestSupport
import SQLiteSignerStorage
import SignerProtocol
import SigningKeys
import Testing

@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `The signer's PostgreSQL database` {
    private let command = "chigiri-signer migrate"

    @Test func `belongs to the environment of its first start for ever`() async throws {
        try await PostgresServer.required().withSignerDatabase { settings, _ in
            let store = try await PostgresActivationStore(settings, connections: 1)
            try await store.stamp(.test)
            try await store.stamp(.test)
            await #expect(throws: ForeignDatabase(environment: "TEST", expected: .production)) {
                try await store.stamp(.production)
            }
            #expect(try #require(try await PostgresActivationStore.state(settings)).stamp == .test)
            await store.close()
        }
    }

    @Test func `is migrated once, by one of many who try, and not opened before`() async throws {
        try await PostgresServer.required().withEmptyDatabase { settings, _ in
            await #expect(throws: SchemaRefusal(.absent, command: command)) {
                try await PostgresActivationStore(settings, connections: 1)
            }
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<5 { group.addTask { try await PostgresActivationStore.migrate(settings) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let state = try #require(try await PostgresActivationStore.state(settings))
            #expect(applied.filter { !$0.isEmpty } == [state.known])
        }
    }

    @Test func `without one of our steps, or after one that took something away, is not opened`() async throws {
        try await PostgresServer.required().withSignerDatabase { settings, _ in
            let database = SignerDatabase.database(settings)
            try await database.execute("INSERT INTO schema_migration VALUES ('9998-more', 0)")
            try await PostgresActivationStore(settings, connections: 1).close()
            try await database.execute("DELETE FROM schema_migration WHERE name = '0003-withdrawn-permissions'")
            let older = SchemaFault.older(missing: ["0003-withdrawn-permissions"])
            await #expect(throws: SchemaRefusal(older, command: command)) {
                try await PostgresActivationStore(settings, connections: 1)
            }
            try await database.execute("INSERT INTO schema_migration VALUES ('9999-less-contract', 0)")
            let newer = SchemaFault.newer(contracts: ["9999-less-contract"])
            await #expect(throws: SchemaRefusal(newer, command: command)) {
                try await PostgresActivationStore(settings, connections: 1)
            }
        }
    }

    @Test func `has the schema of the file`() async throws {
        try await SignerEngine.sqlite.withStores { _, _, file in
            try await SignerEngine.postgres.withStores { _, _, database in
                let (one, other) = (try await file.schema(), try await database.schema())
                #expect(one.columns.count > 60)
                // SQLite numbers rows by itself.
                #expect(
                    one.columns.symmetricDifference(other.columns) == ["credential.position required"]
                )
                #expect(one.rules.count > 30)
                #expect(one.rules.symmetricDifference(other.rules) == ["tombstone_by_credential"])
                guard case .file(let path) = file, case .database(let settings) = database else { return }
                let states = (
                    try SQLiteActivationStore.state(ofFileAt: path),
                    try await PostgresActivationStore.state(settings)
                )
                #expect(states.0?.known == states.1?.known)
            }
        }
    }
}
