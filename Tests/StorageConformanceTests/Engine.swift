import Foundation
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing

/// A storage engine under test.
///
/// Every guarantee is asked of every engine that is here.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    /// PostgreSQL is one of them when `TEST_POSTGRES_URL` names a server; else its own suites are skipped, and counted.
    static let allCases: [Engine] = PostgresServer.shared == nil ? [.sqlite] : [.sqlite, .postgres]

    var testDescription: String { rawValue }

    /// Opens a store on an empty folder, or database of its name, and removes it afterwards.
    func withStore(_ body: (any ServiceStore, URL) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-store-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await body(try await open(folder), folder)
        case .postgres:
            try await PostgresServer.required().withDatabase { settings, folder in
                let store = try await PostgresStore(settings, connections: 6)
                try await body(store, folder)
                await store.close()
            }
        }
    }

    /// Opens the store of a folder, a second time too.
    func open(_ folder: URL) async throws -> any ServiceStore {
        switch self {
        case .sqlite: try SQLiteStore(path: folder.appending(path: "chigiri.db").path)
        case .postgres: try await PostgresStore(PostgresServer.required().settings(of: folder), connections: 2)
        }
    }
}
