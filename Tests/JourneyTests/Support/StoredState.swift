import Foundation
import GRDB
import PostgresConnection

@testable import Trial

/// Everything of contracts that an instance keeps: files of segments, and rows.
struct StoredState: Hashable {
    let segments: Set<String>
    let rows: [String: Int]

    /// - Throws: when the database cannot be read beside the service that writes it.
    init(of instance: LiveInstance) throws {
        let folder = instance.prepared.folder.service
        let files = FileManager.default.enumerator(
            at: folder.appending(path: "segments"),
            includingPropertiesForKeys: [.isRegularFileKey]
        )
        let paths = try files?.compactMap { entry -> String? in
            guard let file = entry as? URL, try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            else { return nil }
            return file.path
        }
        segments = Set(paths ?? [])
        rows = try instance.counts(of: ["document", "revision", "data_key", "envelope", "signer", "audit_entry"])
    }
}

extension LiveInstance {
    /// How many rows the service's tables have.
    fileprivate func counts(of tables: [String]) throws -> [String: Int] {
        struct Settings: Decodable {
            let database: DatabaseLine
        }
        let file = prepared.folder.service.appending(path: "settings.json")
        let line = try JSONDecoder().decode(Settings.self, from: Data(contentsOf: file)).database
        if let conninfo = line.conninfo {
            let connection = try Connection(ConnectionSettings(conninfo))
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try connection.row("SELECT count(*) AS count FROM \(table)")?.count("count") ?? 0)
                }
            )
        }
        var configuration = Configuration()
        configuration.readonly = true
        let path = prepared.folder.service.appending(path: "chigiri.db").path
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let counts = try database.read { database in
            try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0)
                }
            )
        }
        try database.close()
        return counts
    }
}
