package import SignerProtocol

/// Why records are not taken over.
package enum FillFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Something is there already.
    case notEmpty(table: String)
    /// The records have other tables or columns than this schema.
    case otherSchema(table: String)
    /// What arrived is not what was sent.
    case differs(table: String)

    package var description: String {
        switch self {
        case .notEmpty(let table):
            "移行先が空ではありません（\(table)）。/ The target is not empty: \(table)."
        case .otherSchema(let table):
            "移行元と移行先の構造が違います（\(table)）。/ The schemas of both sides differ: \(table)."
        case .differs(let table):
            "写した内容が一致しません（\(table)）。何も書き込んでいません。/ What was copied differs: \(table). Nothing was written."
        }
    }
}

extension PostgresSchema {
    /// Takes over all records of another database of ours, in one transaction, and reads them back before it commits.
    ///
    /// - Throws: `FillFault`, `SchemaRefusal`, `ForeignDatabase`, `PostgresError`; the database is then as it was.
    package func fill(
        _ connection: Connection,
        _ stamp: EnvironmentStamp,
        from records: StoredRecords
    ) throws -> [TableDigest] {
        try refuseUnfit(connection)
        // Where it fails, the transaction ends with the connection.
        try connection.executeScript("BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE")
        let tables = try FilledTable.all(of: connection)
        for table in tables {
            let sent = records.tables[table.name]?.subtracting(table.numbers)
            guard sent == Set(table.columns.map(\.name)) else {
                throw FillFault.otherSchema(table: table.name)
            }
            try refuseRows(of: table, connection)
        }
        let names = Set(tables.map(\.name))
        if let other = records.tables.keys.first(where: { !names.contains($0) }) {
            throw FillFault.otherSchema(table: other)
        }
        for table in tables { try copy(table, records, connection) }
        var digests: [TableDigest] = []
        for table in tables {
            let columns = table.columns.map(\.name)
            let sent = try TableDigest(of: table.name, columns: columns) { each in
                try records.rows(table.name, columns, .columns(table.key), each)
            }
            let arrived = try TableDigest(of: table.name, columns: columns) { try table.rows(connection, $0) }
            guard sent == arrived else { throw FillFault.differs(table: table.name) }
            digests.append(arrived)
        }
        try Self.stamp(stamp, connection)
        try connection.executeScript("COMMIT")
        return digests
    }

    /// A row that the schema itself makes is no record as long as it is untouched.
    private func refuseRows(of table: FilledTable, _ connection: Connection) throws {
        let untouched = seeds[table.name] ?? "false"
        let found = try connection.row("SELECT 1 AS one FROM \"\(table.name)\" WHERE NOT (\(untouched)) LIMIT 1")
        guard found == nil else { throw FillFault.notEmpty(table: table.name) }
    }

    private func copy(_ table: FilledTable, _ records: StoredRecords, _ connection: Connection) throws {
        let triggers = seeds[table.name] == nil ? [] : try table.triggers(connection)
        for trigger in triggers {
            try connection.executeScript("ALTER TABLE \"\(table.name)\" DISABLE TRIGGER \"\(trigger)\"")
        }
        if seeds[table.name] != nil { try connection.executeScript("DELETE FROM \"\(table.name)\"") }
        let names = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let places = table.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let sql = "INSERT INTO \"\(table.name)\" (\(names)) VALUES (\(places))"
        try records.rows(table.name, table.columns.map(\.name), .arrival) { values in
            try connection.execute(sql, zip(table.columns, values).map { try $0.parameter($1) })
        }
        for trigger in triggers {
            try connection.executeScript("ALTER TABLE \"\(table.name)\" ENABLE ALWAYS TRIGGER \"\(trigger)\"")
        }
    }
}
