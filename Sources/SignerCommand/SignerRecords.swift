import Doctor
import Foundation
import PostgresConnection
import PostgresSignerStorage
import SQLiteSignerStorage
import SignerProtocol
import SigningKeys

/// Where the signer keeps its records.
enum SignerRecords: Sendable {
    /// SQLite.
    case file(String)
    /// PostgreSQL; `connections` is how many this process opens at most.
    case server(ConnectionSettings, connections: Int)

    /// Nil when `SETTING_REFUSED` names it.
    init?(_ loaded: LoadedSettings) {
        switch loaded.settings.database.meaning {
        case nil: return nil
        case .sqlite(let name): self = .file(loaded.path(name ?? "signer.db"))
        case .postgres(let conninfo, let connections):
            guard let settings = try? ConnectionSettings(setting: conninfo) else { return nil }
            self = .server(settings, connections: connections)
        }
    }

    /// For people; without secrets.
    var words: String {
        switch self {
        case .file(let path): path
        case .server(let settings, _): "PostgreSQL \(settings.place)"
        }
    }

    /// Opens them, and marks them as belonging to the environment.
    ///
    /// The function that comes with the store closes its connections.
    ///
    /// - Throws: `StartError.database`.
    func open(
        _ environment: SignerPolicy.Environment
    ) async throws -> (store: any ActivationStore, close: @Sendable () async -> Void) {
        let stamp: EnvironmentStamp = environment == .test ? .test : .production
        do {
            switch self {
            case .file(let path):
                let store = try SQLiteActivationStore(path: path)
                try store.stamp(stamp)
                return (store, {})
            case .server(let settings, let connections):
                let store = try await PostgresActivationStore(settings, connections: connections)
                do {
                    try await store.stamp(stamp)
                } catch {
                    await store.close()
                    throw error
                }
                return (store, { await store.close() })
            }
        } catch let refusal as SchemaRefusal {
            throw StartError.schema(refusal)
        } catch {
            throw StartError.database(place: words, reason: String(describing: error))
        }
    }

    /// Brings the schema up to date and gives the steps that were missing.
    ///
    /// - Throws: `StartError`.
    func migrate() async throws -> [String] {
        do {
            switch self {
            case .file(let path):
                let before = try SQLiteActivationStore.state(ofFileAt: path)?.applied ?? []
                _ = try SQLiteActivationStore(path: path)
                return try SQLiteActivationStore.state(ofFileAt: path)?.known.filter { !before.contains($0) } ?? []
            case .server(let settings, _):
                return try await PostgresActivationStore.migrate(settings)
            }
        } catch let refusal as SchemaRefusal {
            throw StartError.schema(refusal)
        } catch {
            throw StartError.database(place: words, reason: String(describing: error))
        }
    }

    /// As the doctor looks at them.
    var premises: Premises.DatabasePlace {
        switch self {
        case .file(let path): .file(Premises.Named("database", path))
        case .server(let settings, _):
            .server(Premises.Named("database", settings.place)) {
                guard let state = try await PostgresActivationStore.state(settings) else {
                    throw SchemaRefusal(.absent, command: "chigiri-signer migrate")
                }
                return DatabaseState(state)
            }
        }
    }
}

extension DatabaseState {
    init(_ state: SchemaState) {
        self.init(
            missing: state.missing,
            laterContracts: state.laterContracts,
            environment: state.stamp?.environment
        )
    }
}
