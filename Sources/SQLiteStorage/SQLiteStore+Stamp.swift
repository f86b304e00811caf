import Foundation
import GRDB
package import SignerProtocol
import SigningService

extension SQLiteStore {
    /// Marks the file as belonging to this environment, once and for ever.
    ///
    /// - Throws: `ServiceError.storage` when it belongs to the other one.
    package func stamp(_ stamp: EnvironmentStamp) throws {
        let found = try withWriter { database -> Int32 in
            let number = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            if number == 0 { try database.execute(sql: "PRAGMA application_id = \(stamp.rawValue)") }
            return number
        }
        guard found == 0 || found == stamp.rawValue else {
            let other = EnvironmentStamp(rawValue: found)?.environment ?? "another program's"
            throw ServiceError.storage("the database is \(other), not \(stamp.environment)")
        }
    }

    /// What a file says of itself, read without changing it; nil when there is none.
    package static func state(
        ofFileAt path: String
    ) throws -> SchemaState? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            let number = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            return SchemaState(
                applied: try Migrations.migrator.appliedIdentifiers(database),
                known: Migrations.migrator.migrations,
                stamp: EnvironmentStamp(rawValue: number)
            )
        }
    }
}
