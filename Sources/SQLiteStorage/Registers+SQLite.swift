import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func registerEntry(_ id: RegisterEntryID) throws -> RegisterEntry? {
        try row(Self.selectNewest + " WHERE register_entry.id = ?", [id.bytes.data]).map(Self.entry)
    }

    func registerEntry(
        _ number: Int,
        in register: RegisterID,
        of organisation: OrganisationID
    ) throws -> RegisterEntry? {
        try row(
            Self.selectNewest + " WHERE organisation_id = ? AND register = ? AND number = ?",
            [organisation.bytes.data, register.text, number]
        ).map(Self.entry)
    }

    func registerEntries(of organisation: OrganisationID, in register: RegisterID) throws -> [RegisterEntry] {
        try rows(
            Self.selectNewest + " WHERE organisation_id = ? AND register = ? ORDER BY number",
            [organisation.bytes.data, register.text]
        ).map(Self.entry)
    }

    func registerEntries(in register: RegisterID) throws -> [RegisterEntry] {
        try rows(Self.selectNewest + " WHERE register = ? ORDER BY id", [register.text]).map(Self.entry)
    }

    func registerVersions(of entry: RegisterEntryID) throws -> [RegisterVersion] {
        try rows(
            Self.select + " WHERE register_entry.id = ? ORDER BY register_version.version",
            [entry.bytes.data]
        ).map { row in
            RegisterVersion(
                entry: try Self.entry(row),
                action: row["action"],
                actor: row["actor"],
                at: row.time("saved_at")
            )
        }
    }

    func isSent(_ reminder: RegisterReminder) throws -> Bool {
        try row(
            "SELECT 1 FROM register_reminder WHERE entry_id = ? AND kind = ? AND day = ? AND occasion = ?",
            [
                reminder.entry.bytes.data, reminder.kind.rawValue, reminder.day.text, reminder.occasion.rawValue,
            ]
        ) != nil
    }

    func save(_ change: Change<RegisterEntry>) throws {
        let entry = change.subject
        if change.expectedVersion == 0 {
            try execute(
                """
                INSERT INTO register_entry (id, organisation_id, register, number, created_at, version)
                VALUES (?, ?, ?, ?, ?, 1)
                """,
                [
                    entry.id.bytes.data, entry.organisation.bytes.data, entry.register.text, entry.number,
                    entry.createdAt.milliseconds,
                ]
            )
        } else {
            let updated = try execute(
                "UPDATE register_entry SET version = version + 1 WHERE id = ? AND version = ?",
                [entry.id.bytes.data, change.expectedVersion]
            )
            guard updated == 1 else { throw ServiceError.conflict }
        }
        try insertVersion(of: change)
        try append(change.audit, to: RegisterDeclaration.chain(of: entry.register), at: change.at)
        for job in change.followUp { try schedule(job) }
    }

    func insert(_ reminder: RegisterReminder) throws {
        try execute(
            "INSERT INTO register_reminder (entry_id, kind, day, occasion, sent_at) VALUES (?, ?, ?, ?, ?)",
            [
                reminder.entry.bytes.data, reminder.kind.rawValue, reminder.day.text, reminder.occasion.rawValue,
                reminder.sentAt.milliseconds,
            ]
        )
    }

    private func insertVersion(of change: Change<RegisterEntry>) throws {
        let entry = change.subject
        try execute(
            """
            INSERT INTO register_version (
                entry_id, version, owner_id, state, state_detail, made_by, approved_by, action, actor, saved_at
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                entry.id.bytes.data, change.expectedVersion + 1, entry.content?.owner.bytes.data,
                entry.state.name.rawValue, try json(entry.state), entry.approval?.makers.last?.bytes.data,
                entry.approval?.approver?.bytes.data, change.audit.action.rawValue, change.audit.actor,
                change.at.milliseconds,
            ]
        )
    }

    private static let select = """
        SELECT id, organisation_id, register, number, created_at, register_version.version AS version, state_detail,
            action, actor, saved_at
        FROM register_entry
        JOIN register_version ON entry_id = id
        """

    private static let selectNewest = select + " AND register_version.version = register_entry.version"

    private static func entry(_ row: Row) throws -> RegisterEntry {
        let register: String = row["register"]
        guard let register = RegisterID(register) else {
            throw ServiceError.storage("unreadable value in column register")
        }
        return RegisterEntry(
            id: try row.identifier("id"),
            register: register,
            organisation: try row.identifier("organisation_id"),
            number: row["number"],
            createdAt: row.time("created_at"),
            state: try row.json("state_detail"),
            version: row["version"]
        )
    }
}
