import Foundation
import GRDB
import PostgresConnection

/// The signer's database for somebody who can write it, but has no key of the HSM.
enum SignerDatabase: Sendable {
    case file(String)
    case database(ConnectionSettings)

    /// Runs statements as the engine's own account would.
    func execute(_ sql: String) async throws {
        switch self {
        case .file(let path):
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA recursive_triggers = ON") }
            try await DatabaseQueue(path: path, configuration: configuration).write { try $0.execute(sql: sql) }
        case .database(let settings):
            try await ConnectionPool.once(settings) { _ = try $0.executeScript(sql) }
        }
    }

    /// Tables with columns, and the names of all constraints and indexes.
    func schema() async throws -> (columns: Set<String>, rules: Set<String>) {
        switch self {
        case .file(let path):
            try await DatabaseQueue(path: path).read { database in
                let columns = try String.fetchAll(
                    database,
                    sql: """
                        SELECT t.name || '.' || c.name || CASE WHEN c."notnull" THEN ' required' ELSE '' END
                        FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                        WHERE t.type = 'table' AND t.name <> 'grdb_migrations'
                        """
                )
                let sql = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
                let rules = sql.flatMap { $0.matches(of: /(?:CONSTRAINT|INDEX) (\w+)/).map { String($0.1) } }
                return (Set(columns), Set(rules))
            }
        case .database(let settings):
            try await ConnectionPool.once(settings) { connection in
                let columns = try connection.rows(
                    """
                    SELECT c.relname::text AS tbl,
                        c.relname || '.' || a.attname || CASE WHEN a.attnotnull THEN ' required' ELSE '' END AS name
                    FROM pg_class AS c
                    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                    """
                )
                let rules = try connection.rows(
                    """
                    SELECT conname::text AS name, conrelid::regclass::text AS tbl
                    FROM pg_constraint
                    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
                    UNION
                    SELECT indexname::text, tablename::text FROM pg_indexes WHERE schemaname = 'public'
                    """
                )
                func names(_ rows: [PostgresConnection.Row]) throws -> Set<String> {
                    Set(
                        try rows.filter { !PostgresSchema.ownTables.contains(try $0.text("tbl")) }
                            .map { try $0.text("name") }
                    )
                }
                return (try names(columns), try names(rules))
            }
        }
    }
}
