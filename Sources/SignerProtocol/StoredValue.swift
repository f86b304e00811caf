/// A value of a row, as every engine keeps it; truth is 0 or 1.
package enum StoredValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// The rows of a database, read on one snapshot.
package struct StoredRecords {
    package enum Order: Hashable, Sendable {
        /// As they came.
        case arrival
        /// By these columns, texts and bytes by their bytes.
        case columns([String])
    }

    /// Column names by table.
    package let tables: [String: Set<String>]
    /// Gives the columns of every row, one row after the other.
    package let rows:
        (
            _ table: String, _ columns: [String], _ order: Order, _ each: ([StoredValue]) throws -> Void
        ) throws -> Void

    package init(
        tables: [String: Set<String>],
        rows:
            @escaping (
                _ table: String, _ columns: [String], _ order: Order, _ each: ([StoredValue]) throws -> Void
            ) throws -> Void
    ) {
        self.tables = tables
        self.rows = rows
    }
}
