import Foundation
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteStorage
import SignerProtocol
import Testing

@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `The schemas of both engines` {
    private func withBoth(_ body: (SQLiteStore, PostgresStore) async throws -> Void) async throws {
        try await Engine.sqlite.withStore { sqlite, _ in
            try await Engine.postgres.withStore { postgres, _ in
                try await body(
                    try #require(sqlite as? SQLiteStore),
                    try #require(postgres as? PostgresStore)
                )
            }
        }
    }

    @Test func `have the same tables, columns and keys`() async throws {
        try await withBoth { sqlite, postgres in
            let (one, other) = (try sqlite.schema(), try await postgres.schema())
            #expect(one.columns.count > 80)
            #expect(Set(one.columns).symmetricDifference(other.columns).sorted().isEmpty)
        }
    }

    @Test func `have the same constraints and indexes by name`() async throws {
        try await withBoth { sqlite, postgres in
            let (one, other) = (try sqlite.schema().rules, try await postgres.schema().rules)
            #expect(one.count > 80)
            // PostgreSQL has a type for it.
            #expect(one.symmetricDifference(other) == ["account_is_administrator_boolean"])
        }
    }

    @Test func `have steps of the same names`() async throws {
        try await Engine.sqlite.withStore { _, folder in
            let path = folder.appending(path: "chigiri.db").path
            let sqlite = try #require(try SQLiteStore.state(ofFileAt: path))
            try await PostgresServer.required().withDatabase { settings, _ in
                let postgres = try #require(try await PostgresStore.state(settings))
                #expect(sqlite.known == postgres.known)
                #expect(postgres.applied == Set(postgres.known))
            }
        }
    }

    /// Names sort by their bytes in both engines, whatever the language of the database.
    @Test func `compare every text by its bytes`() async throws {
        try await Engine.postgres.withStore { store, _ in
            let postgres = try #require(store as? PostgresStore)
            let others = try await postgres.run { connection in
                try connection.ready().rows(
                    """
                    SELECT attrelid::regclass::text || '.' || attname::text AS name
                    FROM pg_attribute
                    JOIN pg_class ON pg_class.oid = attrelid AND relnamespace = 'public'::regnamespace
                    WHERE atttypid = 'text'::regtype AND attcollation <> '"C"'::regcollation
                    """
                ).map { try $0.text("name") }
            }
            #expect(others.isEmpty)
        }
    }
}
