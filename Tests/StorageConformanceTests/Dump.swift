import GRDB
import PostgresConnection
import PostgresStorage
import SQLiteStorage
import SigningService

/// All rows of all tables as text: table, then its rows in order, each as columns with values.
///
/// What is random by nature stays out: salts, what is digested over them, ids of jobs, and numbers that the database gives itself.
struct Dump: Hashable {
    typealias Line = [String: String]

    let tables: [String: [Line]]

    /// Lines that only one of both has, for a message.
    func difference(from other: Dump) -> [String] {
        Set(tables.keys).union(other.tables.keys).sorted().flatMap { table in
            let (one, two) = (tables[table] ?? [], other.tables[table] ?? [])
            return one == two
                ? [] : ["\(table): \(one.filter { !two.contains($0) }) ≠ \(two.filter { !one.contains($0) })"]
        }
    }

    static let random: Set<String> = [
        "audit_entry.payload_digest", "audit_entry.previous", "audit_payload.salt", "job.id",
        "envelope_search.number",
    ]

    /// Gives a statement for each table, with its columns as text under their own names, NULL as nothing.
    static func statements(_ schema: Schema, _ text: (Column) -> String) -> [(table: String, sql: String)] {
        schema.tables.map { table in
            let columns = schema.columns(of: table).filter { !random.contains("\(table).\($0.name)") }
            let list = columns.map { "\(text($0)) AS \"\($0.name)\"" }.joined(separator: ", ")
            return (table, "SELECT \(list) FROM \(table)")
        }
    }

    init(_ tables: [String: [Line]]) {
        self.tables = tables.mapValues { lines in
            lines.sorted { $0.sorted { $0.key < $1.key }.description < $1.sorted { $0.key < $1.key }.description }
        }
    }
}

extension SQLiteStore {
    func dump() async throws -> Dump {
        let statements = Dump.statements(try schema()) { column in
            switch column.kind {
            case .bytes: "lower(hex(\(column.name))) || substr('', 1, length(\(column.name)))"
            case .text: column.name
            case .integer: "CAST(\(column.name) AS TEXT)"
            }
        }
        return try withWriter { database in
            var tables: [String: [Dump.Line]] = [:]
            for (table, sql) in statements {
                tables[table] = try GRDB.Row.fetchAll(database, sql: sql).map { row in
                    var line: Dump.Line = [:]
                    for column in row.columnNames {
                        let value: String? = row[column]
                        line[column] = value
                    }
                    return line
                }
            }
            return Dump(tables)
        }
    }
}

extension PostgresStore {
    func dump() async throws -> Dump {
        let schema = try await schema()
        let statements = Dump.statements(schema) { column in
            switch column.kind {
            case .bytes: "encode(\(column.name), 'hex')"
            case .text: column.name
            // A boolean is 0 or 1 in the other engine.
            case .integer: "replace(replace(\(column.name)::text, 'false', '0'), 'true', '1')"
            }
        }
        return try await run { connection in
            let session = try connection.ready()
            var tables: [String: [Dump.Line]] = [:]
            for (table, sql) in statements {
                tables[table] = try session.rows(sql).map { row in
                    var line: Dump.Line = [:]
                    for column in schema.columns(of: table) where !Dump.random.contains("\(table).\(column.name)") {
                        line[column.name] = try row.optionalText(column.name)
                    }
                    return line
                }
            }
            return Dump(tables)
        }
    }
}
