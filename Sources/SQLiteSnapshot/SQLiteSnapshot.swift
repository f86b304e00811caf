import Foundation
import GRDB
package import SignerProtocol

/// All rows of an SQLite file of ours, whichever process it belongs to, without changing it.
package enum SQLiteSnapshot {
    /// Calls `body` with the rows of one snapshot.
    ///
    /// - Throws: errors of SQLite, `unreadableValue`, and whatever `body` throws.
    package static func read<Value>(
        _ path: String,
        _ body: (StoredRecords) throws -> Value
    ) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            // An index of words is a virtual table with tables of its own, none of which is of this type.
            let tables = try String.fetchAll(
                database,
                sql: """
                    SELECT name
                    FROM pragma_table_list
                    WHERE schema = 'main' AND type = 'table' AND name <> 'grdb_migrations'
                    """
            ).filter { !$0.hasPrefix("sqlite_") }
            let columns = try tables.map { table in
                (table, Set(try database.columns(in: table).map(\.name)))
            }
            return try body(
                StoredRecords(tables: Dictionary(uniqueKeysWithValues: columns)) { table, columns, order, each in
                    try rows(of: table, columns, order, database, each)
                }
            )
        }
    }

    /// A value of a kind that we never store.
    package struct UnreadableValue: Error {
        package let table: String
    }

    private static func rows(
        of table: String,
        _ columns: [String],
        _ order: StoredRecords.Order,
        _ database: Database,
        _ each: ([StoredValue]) throws -> Void
    ) throws {
        // Texts come as bytes: GRDB would end them at U+0000, and repair what is no UTF-8.
        let names = columns.map { name in
            "typeof(\"\(name)\"), CASE typeof(\"\(name)\") WHEN 'text' THEN CAST(\"\(name)\" AS BLOB) ELSE \"\(name)\" END"
        }.joined(separator: ", ")
        let sql = "SELECT \(names) FROM \"\(table)\" ORDER BY \(try key(of: table, order, database))"
        let cursor = try Row.fetchCursor(database, sql: sql)
        while let row = try cursor.next() {
            try each(
                try columns.indices.map { index in
                    guard let value = value(row[2 * index + 1], row[2 * index]) else {
                        throw UnreadableValue(table: table)
                    }
                    return value
                }
            )
        }
    }

    /// Nil for what we never store.
    private static func value(_ value: DatabaseValue, _ kind: String) -> StoredValue? {
        switch (kind, value.storage) {
        case ("null", _): .null
        case ("integer", .int64(let number)): .integer(number)
        case ("blob", .blob(let data)): .bytes(Array(data))
        case ("text", .blob(let data)): String(validating: data, as: UTF8.self).map { .text($0) }
        default: nil
        }
    }

    /// Rows come in the order of their numbers, where they have numbers.
    private static func key(
        of table: String,
        _ order: StoredRecords.Order,
        _ database: Database
    ) throws -> String {
        switch order {
        case .columns(let columns): return columns.map { "\"\($0)\"" }.joined(separator: ", ")
        case .arrival:
            let isNumbered = try Bool.fetchOne(
                database,
                sql: "SELECT wr = 0 FROM pragma_table_list WHERE schema = 'main' AND name = ?",
                arguments: [table]
            )
            if isNumbered == true { return "rowid" }
            return try database.primaryKey(table).columns.map { "\"\($0)\"" }.joined(separator: ", ")
        }
    }
}
