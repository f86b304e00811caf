import Foundation
import GRDB
import SQLiteStorage

/// SQLite through GRDB without an engine of ours: cached statements, write-ahead log, every commit on the disk.
struct RawSQLite: RawDatabase {
    private let queue: DatabaseQueue

    /// Makes the schema of this release in a new file.
    init(path: String) throws {
        try SQLiteStore(path: path).close()
        queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
    }

    /// One writer: lives go one after the other.
    func run(_ lives: [[[RawWrite]]]) async throws {
        try await queue.writeWithoutTransaction { database in
            for transaction in lives.joined() {
                try database.inTransaction(.immediate) {
                    for write in transaction {
                        let statement = try database.cachedStatement(sql: write.statement.sql)
                        try statement.execute(arguments: StatementArguments(write.values.map(\.sqlite)))
                    }
                    return .commit
                }
            }
        }
    }

    func texts(_ sql: String) async throws -> [String] {
        try await queue.read { try String.fetchAll($0, sql: sql) }
    }
}

extension RawValue {
    fileprivate var sqlite: (any DatabaseValueConvertible)? {
        switch self {
        case .bytes(let bytes): Data(bytes)
        case .text(let text): text
        case .integer(let number): number
        }
    }
}
