/// The schema's steps, in order, with the names that the other engine's have; a step is never edited once released.
enum Migrations {
    struct Step {
        let name: String
        let sql: String
    }

    static let all = [
        step("0001-envelopes", PackageResources._001_envelopes_sql),
        step("0002-imprints", PackageResources._002_imprints_sql),
        step("0003-sign-in", PackageResources._003_sign_in_sql),
        step("0004-link-codes", PackageResources._004_link_codes_sql),
        step("0005-signer-texts", PackageResources._005_signer_texts_sql),
        step("0006-probes", PackageResources._006_probes_sql),
    ]

    /// What the store says of itself: the steps that were applied, and the environment it belongs to.
    static let bookkeeping = """
        CREATE TABLE schema_migration (
            name TEXT COLLATE "C" NOT NULL CONSTRAINT schema_migration_key PRIMARY KEY,
            applied_at BIGINT NOT NULL
        );

        CREATE TABLE environment_stamp (
            is_set BOOLEAN NOT NULL
                CONSTRAINT environment_stamp_key PRIMARY KEY
                CONSTRAINT environment_stamp_once CHECK (is_set),
            stamp BIGINT NOT NULL
        );

        CREATE FUNCTION refuse_stamp_change() RETURNS trigger
        LANGUAGE plpgsql
        AS $$
        BEGIN
            RAISE EXCEPTION 'a database belongs to one environment for ever'
                USING ERRCODE = 'integrity_constraint_violation';
        END
        $$;

        CREATE TRIGGER environment_stamp_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON environment_stamp
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_stamp_change();
        """

    private static func step(_ name: String, _ file: [UInt8]) -> Step {
        Step(name: name, sql: String(decoding: file, as: UTF8.self))
    }
}
