package import PostgresConnection
package import SignerProtocol
import SigningService

extension PostgresStore {
    /// The schema of this release, with the names that the other engine's steps have; a step is never edited once released.
    static let schema = PostgresSchema(
        [
            PostgresSchema.Step("0001-envelopes", PackageResources._001_envelopes_sql),
            PostgresSchema.Step("0002-imprints", PackageResources._002_imprints_sql),
            PostgresSchema.Step("0003-sign-in", PackageResources._003_sign_in_sql),
            PostgresSchema.Step("0004-link-codes", PackageResources._004_link_codes_sql),
            PostgresSchema.Step("0005-signer-texts", PackageResources._005_signer_texts_sql),
            PostgresSchema.Step("0006-probes", PackageResources._006_probes_sql),
            PostgresSchema.Step("0007-registers", PackageResources._007_registers_sql),
            PostgresSchema.Step("0008-roles", PackageResources._008_roles_sql),
            PostgresSchema.Step("0009-newest-envelopes", PackageResources._009_newest_envelopes_sql),
            PostgresSchema.Step("0010-normalisations", PackageResources._010_normalisations_sql),
            PostgresSchema.Step("0011-partners", PackageResources._011_partners_sql),
            PostgresSchema.Step("0012-renewals", PackageResources._012_renewals_sql),
            PostgresSchema.Step("0013-envelope-search", PackageResources._013_envelope_search_sql),
            PostgresSchema.Step("0014-account-states", PackageResources._014_account_states_sql),
        ],
        command: "chigiri migrate"
    )

    /// Brings the schema up to date and gives the names of the steps that were missing.
    ///
    /// Each time, it also lets those envelopes be found that are not yet, so it may be run again when the last machine
    /// of the release before is gone.
    ///
    /// - Throws: `ServiceError.storage`; `SchemaRefusal`.
    package static func migrate(_ settings: ConnectionSettings) async throws -> [String] {
        try await asService {
            let done = try await schema.migrate(settings)
            try await ConnectionPool.once(settings) { try fillSearch($0) }
            return done
        }
    }

    /// What a database says of itself, read without changing it; nil when there is nothing of ours.
    ///
    /// - Throws: `ServiceError.storage`.
    package static func state(_ settings: ConnectionSettings) async throws -> SchemaState? {
        try await asService { try await schema.state(settings) }
    }

    /// Takes over all records of a service's SQLite file; the database has to be migrated and empty.
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
    /// - Throws: `ServiceError.storage` when it belongs to the other one.
    package func stamp(_ stamp: EnvironmentStamp) async throws {
        do {
            try await run { try PostgresSchema.stamp(stamp, try $0.ready()) }
        } catch let error as ForeignDatabase {
            throw ServiceError.storage(error.description)
        }
    }

    /// Runs `body`, with the engine's errors as the contract says them.
    static func asService<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError {
            throw error.serviceError
        }
    }
}
