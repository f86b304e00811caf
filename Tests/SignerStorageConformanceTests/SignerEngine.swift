import Foundation
import PostgresConnection
import PostgresSignerStorage
import PostgresTestSupport
import SQLiteSignerStorage
import SignerTestSupport
import SigningKeys
import Testing

extension PostgresServer {
    /// What skipped tests say.
    static let isAbsent = Comment(rawValue: absence)

    /// Makes a database with the signer's schema, and removes it afterwards.
    nonisolated func withSignerDatabase(_ body: (ConnectionSettings, URL) async throws -> Void) async throws {
        try await withDatabase(DatabaseTemplate("signer") { try await PostgresActivationStore.migrate($0) }, body)
    }
}

/// A storage engine of the signer under test.
///
/// Every guarantee is asked of every engine that is here.
enum SignerEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    /// PostgreSQL is one of them when `TEST_POSTGRES_URL` names a server; else its own suites are skipped, and counted.
    static let allCases: [SignerEngine] = PostgresServer.shared == nil ? [.sqlite] : [.sqlite, .postgres]

    var testDescription: String { rawValue }

    /// Opens two stores on one new database, as two processes would, and removes it afterwards.
    func withStores(
        _ body: (any ActivationStore, any ActivationStore, SignerDatabase) async throws -> Void
    ) async throws {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-signer-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appending(path: "signer.db").path
            try await body(
                try SQLiteActivationStore(path: path),
                try SQLiteActivationStore(path: path),
                .file(path)
            )
        case .postgres:
            try await PostgresServer.required().withSignerDatabase { settings, _ in
                let one = try await PostgresActivationStore(settings, connections: 6)
                let other = try await PostgresActivationStore(settings, connections: 6)
                try await body(one, other, .database(settings))
                await one.close()
                await other.close()
            }
        }
    }

    /// Two processes of one signer, with one token and one clock.
    func withSigners(_ body: (SignerFixture, SignerFixture, SignerDatabase) async throws -> Void) async throws {
        try await withStores { one, other, database in
            let signer = try await SignerFixture.make(in: one, database: rawValue)
            try await body(signer, signer.otherProcess("signer-process-2", store: other), database)
        }
    }
}
