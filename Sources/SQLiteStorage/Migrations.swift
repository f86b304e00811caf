import GRDB

/// The schema's steps, in order; a step is never edited once released.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-envelopes") { database in
            try database.execute(sql: String(decoding: PackageResources._001_envelopes_sql, as: UTF8.self))
        }
        migrator.registerMigration("0002-imprints") { database in
            try database.execute(sql: String(decoding: PackageResources._002_imprints_sql, as: UTF8.self))
        }
        migrator.registerMigration("0003-sign-in") { database in
            try database.execute(sql: String(decoding: PackageResources._003_sign_in_sql, as: UTF8.self))
        }
        migrator.registerMigration("0004-link-codes") { database in
            try database.execute(sql: String(decoding: PackageResources._004_link_codes_sql, as: UTF8.self))
        }
        migrator.registerMigration("0005-signer-texts") { database in
            try database.execute(sql: String(decoding: PackageResources._005_signer_texts_sql, as: UTF8.self))
        }
        migrator.registerMigration("0006-probes") { database in
            try database.execute(sql: String(decoding: PackageResources._006_probes_sql, as: UTF8.self))
        }
        migrator.registerMigration("0007-registers") { database in
            try database.execute(sql: String(decoding: PackageResources._007_registers_sql, as: UTF8.self))
        }
        migrator.registerMigration("0008-roles") { database in
            try database.execute(sql: String(decoding: PackageResources._008_roles_sql, as: UTF8.self))
        }
        migrator.registerMigration("0009-newest-envelopes") { database in
            try database.execute(sql: String(decoding: PackageResources._009_newest_envelopes_sql, as: UTF8.self))
        }
        migrator.registerMigration("0010-normalisations") { database in
            try database.execute(sql: String(decoding: PackageResources._010_normalisations_sql, as: UTF8.self))
        }
        migrator.registerMigration("0011-partners") { database in
            try database.execute(sql: String(decoding: PackageResources._011_partners_sql, as: UTF8.self))
        }
        migrator.registerMigration("0012-renewals") { database in
            try database.execute(sql: String(decoding: PackageResources._012_renewals_sql, as: UTF8.self))
        }
        migrator.registerMigration("0013-envelope-search") { database in
            try database.execute(sql: String(decoding: PackageResources._013_envelope_search_sql, as: UTF8.self))
            try SQLiteTransaction.fillSearch(database)
        }
        migrator.registerMigration("0014-account-states") { database in
            try database.execute(sql: String(decoding: PackageResources._014_account_states_sql, as: UTF8.self))
        }
        return migrator
    }
}
