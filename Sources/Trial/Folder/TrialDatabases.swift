import ArgumentParser
import Foundation
import PostgresConnection

/// The two databases of a trial on a PostgreSQL server, one for each process.
struct TrialDatabases: Sendable {
    /// Where the server is, in libpq's keywords and values; its account may make databases.
    let server: String

    /// What `bin/test` sets for a run of journeys on PostgreSQL.
    static let variable = "CHIGIRI_TRIAL_POSTGRES"

    /// Those of the process's environment; nil where it names no server.
    static var ofEnvironment: TrialDatabases? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : TrialDatabases(server: $0) }
    }

    /// Several processes of a kind need records that all of them reach.
    ///
    /// - Throws: `ValidationError`.
    static func requireServer(for processes: Int) throws {
        guard (1...4).contains(processes) else { throw ValidationError("--processes is 1 to 4") }
        guard processes == 1 || ofEnvironment != nil else {
            throw ValidationError("--processes needs a PostgreSQL server: set \(variable)")
        }
    }

    /// Makes an empty database and tells how a settings file names it.
    ///
    /// - Throws: `TrialError.database`.
    func make(for process: String) throws(TrialError) -> DatabaseLine {
        let name = "chigiri_trial_\(process)_\(UInt64.random(in: .min ... .max))"
        do throws(PostgresError) {
            try Connection(ConnectionSettings(server)).executeScript(
                "CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'"
            )
        } catch {
            throw .database(server, reason: "\(error)")
        }
        // The last of two values is the one that holds.
        return DatabaseLine(engine: "postgres", conninfo: "\(server) dbname=\(name)", connections: 8)
    }

    /// Removes the databases that a trial's settings name; nothing where they name files.
    static func drop(of folder: TrialFolder) {
        struct Settings: Decodable {
            let database: DatabaseLine
        }
        for part in [folder.service, folder.signer] {
            guard let bytes = try? Data(contentsOf: part.appending(path: "settings.json")),
                let line = try? JSONDecoder().decode(Settings.self, from: bytes).database,
                let conninfo = line.conninfo, let split = conninfo.range(of: " dbname=", options: .backwards),
                let settings = try? ConnectionSettings(String(conninfo[..<split.lowerBound])),
                let connection = try? Connection(settings)
            else { continue }
            _ = try? connection.executeScript("DROP DATABASE \(conninfo[split.upperBound...]) WITH (FORCE)")
        }
    }
}

/// `database` of a settings file.
struct DatabaseLine: Codable, Hashable {
    let engine: String
    let file: String?
    let conninfo: String?
    let connections: Int?

    init(engine: String, file: String? = nil, conninfo: String? = nil, connections: Int? = nil) {
        self.engine = engine
        self.file = file
        self.conninfo = conninfo
        self.connections = connections
    }
}
