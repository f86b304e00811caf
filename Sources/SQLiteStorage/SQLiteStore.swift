package import GRDB
import SignerProtocol
package import SigningService

/// The default engine: one SQLite file, write-ahead log, every commit synchronised to the disk.
package struct SQLiteStore: ServiceStore {
    private let database: DatabasePool
    private let decoded = DecodedJSON()

    /// Opens the file at `path`, makes it when it is not there, and brings its schema up to date.
    ///
    /// - Throws: `ServiceError.storage`; `SchemaRefusal` when a later release has taken away what this one needs.
    package init(path: String) throws {
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(10)
            configuration.label = "chigiri"
            // Of SQLite's own 2 MB the indexes of very many contracts take all.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -16000") }
            database = try DatabasePool(path: path, configuration: configuration)
            // The pool sets NORMAL after it opens, with which a power cut loses committed signatures. With 16 MB of log before
            // a checkpoint, pages that change again and again go into the file once.
            try database.writeWithoutTransaction {
                try $0.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA wal_autocheckpoint = 4000;
                        """
                )
            }
            let applied = try database.read(Migrations.migrator.appliedIdentifiers)
            let contracts = SchemaState(applied: applied, known: Migrations.migrator.migrations, stamp: nil)
                .laterContracts
            guard contracts.isEmpty else {
                throw SchemaRefusal(.newer(contracts: contracts), command: "chigiri migrate")
            }
            try Migrations.migrator.migrate(database)
        } catch let error as SchemaRefusal {
            throw error
        } catch {
            throw ServiceError.storage("\(error)")
        }
    }

    /// The database itself, for tests that look past the contract.
    package func withWriter<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value {
        try database.writeWithoutTransaction(body)
    }

    package func close() throws {
        try database.close()
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.read { [decoded] in try body(SQLiteTransaction(database: $0, decoded: decoded)) }
        } catch let error as DatabaseError {
            throw Self.serviceError(error)
        }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write { [decoded] in try body(SQLiteTransaction(database: $0, decoded: decoded)) }
        } catch let error as DatabaseError {
            throw Self.serviceError(error)
        }
    }

    /// A broken uniqueness rule means that someone else was first.
    private static func serviceError(_ error: DatabaseError) -> ServiceError {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: .conflict
        default: .storage("SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "")")
        }
    }
}
