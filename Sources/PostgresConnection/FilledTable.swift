import SignerProtocol

/// A table as the server describes it.
struct FilledTable {
    struct Column {
        let name: String
        let type: UInt32

        func parameter(_ value: StoredValue) throws(PostgresError) -> Parameter {
            switch (type, value) {
            case (PostgresType.bytes, .null): .bytes(nil)
            case (PostgresType.bytes, .bytes(let bytes)): .bytes(bytes)
            case (PostgresType.text, .null): .text(nil)
            case (PostgresType.text, .text(let text)): .text(text)
            case (PostgresType.integer, .null): .integer(nil)
            case (PostgresType.integer, .integer(let number)): .integer(number)
            case (PostgresType.boolean, .null): .boolean(nil)
            case (PostgresType.boolean, .integer(let number)): .boolean(number != 0)
            default: throw .unreadable(column: name)
            }
        }

        func value(_ row: Row) throws(PostgresError) -> StoredValue {
            switch type {
            case PostgresType.bytes: try row.optionalBytes(name).map { .bytes($0) } ?? .null
            case PostgresType.text: try row.optionalText(name).map { .text($0) } ?? .null
            case PostgresType.integer: try row.optionalInteger(name).map { .integer($0) } ?? .null
            case PostgresType.boolean: try row.optionalBoolean(name).map { .integer($0 ? 1 : 0) } ?? .null
            default: throw .unreadable(column: name)
            }
        }
    }

    let name: String
    /// In order of their names; without numbers that the server gives itself.
    let columns: [Column]
    /// Columns with numbers that the server gives itself, in the order in which rows arrive.
    let numbers: Set<String>
    /// Columns of the primary key, in its order.
    let key: [String]

    /// Every table but those that all databases of ours have, each after those that it refers to.
    static func all(of connection: Connection) throws(PostgresError) -> [FilledTable] {
        var columns: [String: [Column]] = [:]
        var numbers: [String: Set<String>] = [:]
        for row in try connection.rows(
            """
            SELECT c.relname::text AS tbl, a.attname::text AS name, a.atttypid::bigint AS type,
                a.attidentity <> '' AS given
            FROM pg_class AS c
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            ORDER BY c.relname, a.attname COLLATE "C"
            """
        ) {
            let type = UInt32(truncatingIfNeeded: try row.integer("type"))
            let (table, name) = (try row.text("tbl"), try row.text("name"))
            if try row.boolean("given") {
                numbers[table, default: []].insert(name)
            } else {
                columns[table, default: []].append(Column(name: name, type: type))
            }
        }
        var keys: [String: [String]] = [:]
        for row in try connection.rows(
            """
            SELECT k.conrelid::regclass::text AS tbl, a.attname::text AS name
            FROM pg_constraint AS k
            CROSS JOIN unnest(k.conkey) WITH ORDINALITY AS part (number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = part.number
            WHERE k.contype = 'p' AND k.connamespace = 'public'::regnamespace
            ORDER BY 1, part.place
            """
        ) { keys[try row.text("tbl"), default: []].append(try row.text("name")) }
        var needs: [String: Set<String>] = [:]
        for row in try connection.rows(
            """
            SELECT conrelid::regclass::text AS tbl, confrelid::regclass::text AS other
            FROM pg_constraint
            WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
            """
        ) { needs[try row.text("tbl"), default: []].insert(try row.text("other")) }

        var waiting = columns.keys.filter { !PostgresSchema.ownTables.contains($0) }.sorted()
        var sorted: [FilledTable] = []
        while let next = waiting.first(where: { needs[$0]?.isDisjoint(with: waiting) != false }) {
            waiting.removeAll { $0 == next }
            sorted.append(
                FilledTable(
                    name: next,
                    columns: columns[next] ?? [],
                    numbers: numbers[next] ?? [],
                    key: keys[next] ?? []
                )
            )
        }
        guard waiting.isEmpty else { throw .unreadable(column: waiting.joined(separator: ", ")) }
        return sorted
    }

    /// Gives every row in order of the key; within a transaction only.
    func rows(_ connection: Connection, _ each: ([StoredValue]) throws -> Void) throws {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let order = key.map { "\"\($0)\"" }.joined(separator: ", ")
        try connection.executeScript(
            "DECLARE rows_of_\(name) NO SCROLL CURSOR FOR SELECT \(names) FROM \"\(name)\" ORDER BY \(order)"
        )
        while true {
            let rows = try connection.rows("FETCH 500 FROM rows_of_\(name)")
            for row in rows { try each(try columns.map { try $0.value(row) }) }
            if rows.isEmpty { break }
        }
        try connection.executeScript("CLOSE rows_of_\(name)")
    }

    /// Rules of ours, which are on in every session.
    func triggers(_ connection: Connection) throws(PostgresError) -> [String] {
        var names: [String] = []
        for row in try connection.rows(
            """
            SELECT tgname::text AS name
            FROM pg_trigger
            WHERE tgrelid = $1::text::regclass AND NOT tgisinternal AND tgenabled = 'A'
            """,
            [.text("\"\(name)\"")]
        ) { names.append(try row.text("name")) }
        return names
    }
}
