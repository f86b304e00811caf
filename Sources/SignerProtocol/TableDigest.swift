import Crypto

/// What a table holds, the same for both engines when it holds the same.
package struct TableDigest: Hashable, Sendable {
    package let table: String
    package let rows: Int
    /// SHA-256 over its rows in order of their key, each value with its kind and length.
    package let digest: [UInt8]

    /// Reads a table through `rows`, which gives the values of `columns` in order of the key.
    package init(
        of table: String,
        columns: [String],
        rows: (_ each: ([StoredValue]) throws -> Void) throws -> Void
    ) throws {
        var hash = SHA256()
        var count = 0
        func add(_ kind: UInt8, _ bytes: [UInt8]) {
            hash.update(data: [kind])
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        for name in [table] + columns { add(0, Array(name.utf8)) }
        try rows { values in
            count += 1
            for value in values {
                switch value {
                case .null: add(1, [])
                case .integer(let number): add(2, withUnsafeBytes(of: number.bigEndian) { Array($0) })
                case .text(let text): add(3, Array(text.utf8))
                case .bytes(let bytes): add(4, bytes)
                }
            }
        }
        self.table = table
        self.rows = count
        digest = Array(hash.finalize())
    }

    /// Over several tables.
    package static func whole(_ tables: [TableDigest]) -> [UInt8] {
        var hash = SHA256()
        for table in tables.sorted(by: { $0.table < $1.table }) { hash.update(data: table.digest) }
        return Array(hash.finalize())
    }
}
