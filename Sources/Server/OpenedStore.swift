import PostgresStorage
import SQLiteStorage
import SignerProtocol
import SigningService

/// The service's records, opened with the engine that the settings name.
struct OpenedStore: Sendable {
    let store: any ServiceStore
    /// Who else may be at work with the same records.
    let neighbours: Worker.Neighbours
    /// Closes its connections; a file needs none of it.
    let close: @Sendable () async -> Void

    /// - Throws: `SchemaRefusal` when the schema does not fit, `ServiceError.storage`.
    init(_ place: DatabasePlace, of environment: ServiceEnvironment) async throws {
        let stamp: EnvironmentStamp = environment == .test ? .test : .production
        switch place {
        case .file(let path):
            let sqlite = try SQLiteStore(path: path)
            try sqlite.stamp(stamp)
            store = sqlite
            neighbours = .none
            close = {}
        case .server(let settings, let connections):
            let postgres = try await PostgresStore(settings, connections: connections)
            do {
                try await postgres.stamp(stamp)
            } catch {
                await postgres.close()
                throw error
            }
            store = postgres
            neighbours = .possible
            close = { await postgres.close() }
        }
    }
}
