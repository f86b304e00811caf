package import PostgresConnection
package import SignerProtocol

extension PostgresActivationStore {
    /// The schema of this release, with the names that the other engine's steps have; a step is never edited once released.
    static let schema = PostgresSchema(
        [
            PostgresSchema.Step("0001-credentials", PackageResources._001_credentials_sql),
            PostgresSchema.Step("0002-key-types", PackageResources._002_key_types_sql),
            PostgresSchema.Step("0003-withdrawn-permissions", PackageResources._003_withdrawn_permissions_sql),
            PostgresSchema.Step("0004-permission-holds", PackageResources._004_permission_holds_sql),
            PostgresSchema.Step("0005-dual-control", PackageResources._005_dual_control_sql),
            PostgresSchema.Step("0006-audit-times", PackageResources._006_audit_times_sql),
            PostgresSchema.Step("0007-act-proposers", PackageResources._007_act_proposers_sql),
        ],
        command: "chigiri-signer migrate",
        seeds: ["signature_operation": "count = 0"]
    )

    /// Brings the schema up to date and gives the names of the steps that were missing.
    ///
    /// - Throws: `PostgresError`, `SchemaRefusal`.
    package static func migrate(_ settings: ConnectionSettings) async throws -> [String] {
        try await schema.migrate(settings)
    }

    /// What a database says of itself, read without changing it; nil when there is nothing of ours.
    ///
    /// - Throws: `PostgresError`.
    package static func state(_ settings: ConnectionSettings) async throws -> SchemaState? {
        try await schema.state(settings)
    }

    /// Takes over all records of a signer's SQLite file; the database has to be migrated and empty.
    ///
    /// - Throws: `FillFault`, `SchemaRefusal`, `ForeignDatabase`, `PostgresError`; the database is then as it was.
    package static func fill(
        _ connection: Connection,
        _ stamp: EnvironmentStamp,
        from records: StoredRecords
    ) throws -> [TableDigest] {
        try schema.fill(connection, stamp, from: records)
    }

    /// Marks the database as belonging to this environment, once and for ever.
    ///
    /// - Throws: `ForeignDatabase` when it belongs to the other one; `PostgresError`.
    package func stamp(_ stamp: EnvironmentStamp) async throws {
        try await pool.run { try PostgresSchema.stamp(stamp, try $0.ready()) }
    }
}
