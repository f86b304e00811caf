import CLibPQ
package import SignerProtocol

/// One row; its columns are read by name, and a value of another type than asked for throws.
package struct Row {
    /// Owns the bytes.
    let owner: StatementResult
    let index: Int32

    package func bytes(_ column: String) throws(PostgresError) -> [UInt8] {
        try required(optionalBytes(column), column)
    }

    package func optionalBytes(_ column: String) throws(PostgresError) -> [UInt8]? {
        try value(column, PostgresType.bytes).map { Array($0) }
    }

    package func text(_ column: String) throws(PostgresError) -> String {
        try required(optionalText(column), column)
    }

    package func optionalText(_ column: String) throws(PostgresError) -> String? {
        try value(column, PostgresType.text).map { String(decoding: $0, as: UTF8.self) }
    }

    package func integer(_ column: String) throws(PostgresError) -> Int64 {
        try required(optionalInteger(column), column)
    }

    package func optionalInteger(_ column: String) throws(PostgresError) -> Int64? {
        guard let bytes = try value(column, PostgresType.integer) else { return nil }
        guard bytes.count == 8 else { throw .unreadable(column: column) }
        return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    }

    package func boolean(_ column: String) throws(PostgresError) -> Bool {
        try required(optionalBoolean(column), column)
    }

    package func optionalBoolean(_ column: String) throws(PostgresError) -> Bool? {
        guard let bytes = try value(column, PostgresType.boolean) else { return nil }
        guard bytes.count == 1 else { throw .unreadable(column: column) }
        return bytes[0] != 0
    }

    private func required<Value>(_ value: Value?, _ column: String) throws(PostgresError) -> Value {
        guard let value else { throw .unreadable(column: column) }
        return value
    }

    /// The bytes of a column, valid as long as the row's owner; nil for NULL.
    private func value(_ column: String, _ type: UInt32) throws(PostgresError) -> UnsafeRawBufferPointer? {
        let position = PQfnumber(owner.result, column)
        guard position >= 0, PQftype(owner.result, position) == type, PQfformat(owner.result, position) == 1 else {
            throw .unreadable(column: column)
        }
        guard PQgetisnull(owner.result, index, position) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(owner.result, index, position),
            count: Int(PQgetlength(owner.result, index, position))
        )
    }
}

extension Row {
    package func time(_ column: String) throws(PostgresError) -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    package func optionalTime(_ column: String) throws(PostgresError) -> Timestamp? {
        try optionalInteger(column).map { Timestamp(milliseconds: $0) }
    }

    package func count(_ column: String) throws(PostgresError) -> Int {
        guard let count = Int(exactly: try integer(column)) else { throw .unreadable(column: column) }
        return count
    }
}
