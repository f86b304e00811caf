import Foundation
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import Testing

extension PostgresServer {
    /// What skipped tests say.
    static let isAbsent = Comment(rawValue: absence)

    /// Makes a database with the service's schema, and removes it afterwards.
    nonisolated func withDatabase(_ body: (ConnectionSettings, URL) async throws -> Void) async throws {
        try await withDatabase(DatabaseTemplate("service") { try await PostgresStore.migrate($0) }, body)
    }
}
