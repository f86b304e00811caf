import GRDB
import PostgresConnection
import PostgresStorage
import SQLiteStorage
import SigningService
import Testing

/// One column as the database itself describes it.
struct Column: Hashable, Comparable, CustomStringConvertible {
    enum Kind: String {
        case bytes
        case text
        case integer
    }

    let table: String
    let name: String
    let kind: Kind
    let isRequired: Bool
    /// Position in the primary key, from 1; 0 outside it.
    let keyPosition: Int

    var description: String { "\(table).\(name) \(kind) \(isRequired ? "required" : "optional") key \(keyPosition)" }

    static func < (one: Column, other: Column) -> Bool {
        (one.table, one.name) < (other.table, other.name)
    }
}

/// What the two engines describe alike: tables with columns, and the names of constraints and indexes.
struct Schema {
    let columns: [Column]
    let rules: Set<String>

    var tables: [String] { Set(columns.map(\.table)).sorted() }

    func columns(of table: String) -> [Column] { columns.filter { $0.table == table } }
}

extension SQLiteStore {
    func schema() throws -> Schema {
        try withWriter { database in
            let rows = try GRDB.Row.fetchAll(
                database,
                sql: """
                    SELECT t.name AS tbl, c.name AS name, c.type AS type, c."notnull" AS required, c.pk AS pk
                    FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
                    WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> 'grdb_migrations'
                        AND t.name <> 'sqlite_schema'
                    """
            )
            let columns = try rows.map { row in
                let kinds: [String: Column.Kind] = ["BLOB": .bytes, "TEXT": .text, "INTEGER": .integer]
                return Column(
                    table: row["tbl"],
                    name: row["name"],
                    kind: try #require(kinds[row["type"]]),
                    isRequired: row["required"],
                    keyPosition: row["pk"]
                )
            }
            let statements = try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
            // An index of words is a virtual table here.
            let rules = statements.flatMap { statement in
                statement.matches(of: /(?:CONSTRAINT|INDEX|VIRTUAL TABLE) (\w+)/).map { String($0.1) }
            }
            return Schema(columns: columns.sorted(), rules: Set(rules))
        }
    }
}

extension PostgresStore {
    func schema() async throws -> Schema {
        try await run { connection in
            let session = try connection.ready()
            let columns = try session.rows(
                """
                SELECT c.relname::text AS tbl, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
                    a.attnotnull AS required,
                    coalesce(array_position(k.conkey, a.attnum), 0)::bigint AS pk
                FROM pg_class AS c
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                """
            ).map { row in
                let kinds: [String: Column.Kind] = [
                    "bytea": .bytes, "text": .text, "bigint": .integer, "boolean": .integer,
                ]
                return Column(
                    table: try row.text("tbl"),
                    name: try row.text("name"),
                    kind: try #require(kinds[try row.text("type")]),
                    isRequired: try row.boolean("required"),
                    keyPosition: Int(try row.integer("pk"))
                )
            }
            let rules = try session.rows(
                """
                SELECT conname::text AS name, conrelid::regclass::text AS tbl
                FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
                UNION
                SELECT indexname::text, tablename::text FROM pg_indexes WHERE schemaname = 'public'
                """
            ).filter { !PostgresSchema.ownTables.contains(try $0.text("tbl")) }
            return Schema(
                columns: columns.filter { !PostgresSchema.ownTables.contains($0.table) }.sorted(),
                rules: Set(try rules.map { try $0.text("name") })
            )
        }
    }
}
