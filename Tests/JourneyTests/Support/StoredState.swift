import Foundation
import GRDB
import PostgresConnection

@testable import Trial

/// Everything of contracts that an instance keeps: segments, and rows.
struct StoredState: Hashable {
    let segments: Set<String>
    let rows: [String: Int]

    /// - Throws: when the database cannot be read beside the service that writes it.
    init(of instance: LiveInstance) async throws {
        let folder = instance.prepared.folder.service.appending(path: "segments")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        let paths = try files?.compactMap { entry -> String? in
            guard let file = entry as? URL, try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            else { return nil }
            return file.path
        }
        let bucket = try StoredSettings(of: instance).objectStore
        segments = try await bucket?.segments(spool: folder) ?? Set(paths ?? [])
        rows = try instance.counts(of: ["document", "revision", "data_key", "envelope", "signer", "audit_entry"])
    }
}

/// Where an instance keeps it.
private struct StoredSettings: Decodable {
    let database: DatabaseLine
    let objectStore: ObjectStoreLine?

    init(of instance: LiveInstance) throws {
        let file = instance.prepared.folder.service.appending(path: "settings.json")
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
    }
}

extension LiveInstance {
    /// How many rows the service's tables have.
    fileprivate func counts(of tables: [String]) throws -> [String: Int] {
        if let conninfo = try StoredSettings(of: self).database.conninfo {
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
