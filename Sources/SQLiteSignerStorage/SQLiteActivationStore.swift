import GRDB
import SignerProtocol
package import SigningKeys

/// The signer's records in one SQLite file.
///
/// - SeeAlso: ARCHITECTURE §6
package struct SQLiteActivationStore: ActivationStore {
    let pool: DatabasePool

    /// Opens the file, makes it when it is not there, and migrates it.
    ///
    /// - Throws: `SchemaRefusal` when a later release has taken away what this one needs; errors of SQLite.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            // Erased keys are overwritten, and a REPLACE fires the triggers that refuse deletion.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA recursive_triggers = ON")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        // DatabasePool sets NORMAL after `prepareDatabase`; with it a loss of power could bring back a used permission.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let applied = try pool.read(Self.migrations.appliedIdentifiers)
        let contracts = SchemaState(applied: applied, known: Self.migrations.migrations, stamp: nil).laterContracts
        guard contracts.isEmpty else {
            throw SchemaRefusal(.newer(contracts: contracts), command: "chigiri-signer migrate")
        }
        try Self.migrations.migrate(pool)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerReadTransaction) throws -> Value
    ) async throws -> Value {
        try await pool.read { try body(SQLiteReadTransaction(database: $0)) }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SignerWriteTransaction) throws -> Value
    ) async throws -> Value {
        try await pool.write { try body(SQLiteWriteTransaction(database: $0)) }
    }

    package func removeRemains() async throws {
        try await pool.writeWithoutTransaction { database in
            // A busy log is emptied at the next checkpoint.
            _ = try Row.fetchAll(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// 2 (FULL): a commit is on the disk before it is answered.
    package func synchronousLevel() async throws -> Int {
        try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0 }
    }

    static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-credentials") { database in
            try database.execute(sql: String(decoding: PackageResources._001_credentials_sql, as: UTF8.self))
        }
        migrator.registerMigration("0002-key-types") { database in
            try database.execute(sql: String(decoding: PackageResources._002_key_types_sql, as: UTF8.self))
        }
        migrator.registerMigration("0003-withdrawn-permissions") { database in
            try database.execute(
                sql: String(decoding: PackageResources._003_withdrawn_permissions_sql, as: UTF8.self)
            )
        }
        migrator.registerMigration("0004-permission-holds") { database in
            try database.execute(sql: String(decoding: PackageResources._004_permission_holds_sql, as: UTF8.self))
        }
        migrator.registerMigration("0005-dual-control") { database in
            try database.execute(sql: String(decoding: PackageResources._005_dual_control_sql, as: UTF8.self))
        }
        migrator.registerMigration("0006-audit-times") { database in
            try database.execute(sql: String(decoding: PackageResources._006_audit_times_sql, as: UTF8.self))
        }
        migrator.registerMigration("0007-act-proposers") { database in
            try database.execute(sql: String(decoding: PackageResources._007_act_proposers_sql, as: UTF8.self))
        }
        return migrator
    }
}
