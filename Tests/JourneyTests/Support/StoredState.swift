import Foundation
import GRDB

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
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(
            path: folder.appending(path: "chigiri.db").path,
            configuration: configuration
        )
        rows = try database.read { database in
            let tables = ["document", "revision", "data_key", "envelope", "signer", "audit_entry"]
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0)
                }
            )
        }
        try database.close()
    }
}
