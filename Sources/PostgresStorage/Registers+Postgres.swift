import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func registerEntry(_ id: RegisterEntryID) throws -> RegisterEntry? {
        try row(Self.selectNewest + " WHERE register_entry.id = $1", [.id(id)]).map(Self.entry)
    }

    func registerEntry(
        _ number: Int,
        in register: RegisterID,
        of organisation: OrganisationID
    ) throws -> RegisterEntry? {
        try row(
            Self.selectNewest + " WHERE organisation_id = $1 AND register = $2 AND number = $3",
            [.id(organisation), .text(register.text), .count(number)]
        ).map(Self.entry)
    }

    func registerEntries(of organisation: OrganisationID, in register: RegisterID) throws -> [RegisterEntry] {
        try rows(
            Self.selectNewest + " WHERE organisation_id = $1 AND register = $2 ORDER BY number",
            [.id(organisation), .text(register.text)]
        ).map(Self.entry)
    }

    func registerEntries(in register: RegisterID) throws -> [RegisterEntry] {
        try rows(Self.selectNewest + " WHERE register = $1 ORDER BY id", [.text(register.text)]).map(Self.entry)
    }

    func registerVersions(of entry: RegisterEntryID) throws -> [RegisterVersion] {
        try rows(
            Self.select + " WHERE register_entry.id = $1 ORDER BY register_version.version",
            [.id(entry)]
        ).map { row in
            RegisterVersion(
                entry: try Self.entry(row),
                action: try row.text("action"),
                actor: try row.text("actor"),
                at: try row.time("saved_at")
            )
        }
    }

    func isSent(_ reminder: RegisterReminder) throws -> Bool {
        try row(
            "SELECT 1 FROM register_reminder WHERE entry_id = $1 AND kind = $2 AND day = $3 AND occasion = $4",
            [
                .id(reminder.entry), .text(reminder.kind.rawValue), .text(reminder.day.text),
                .text(reminder.occasion.rawValue),
            ]
        ) != nil
    }

    func save(_ change: Change<RegisterEntry>) throws {
        let entry = change.subject
        if change.expectedVersion == 0 {
            try write(
                """
                INSERT INTO register_entry (id, organisation_id, register, number, created_at, version)
                VALUES ($1, $2, $3, $4, $5, 1)
                """,
                [
                    .id(entry.id), .id(entry.organisation), .text(entry.register.text), .count(entry.number),
                    .time(entry.createdAt),
                ]
            )
        } else {
            let updated = try execute(
                "UPDATE register_entry SET version = version + 1 WHERE id = $1 AND version = $2",
                [.id(entry.id), .count(change.expectedVersion)]
            )
            guard updated == 1 else { throw ServiceError.conflict }
        }
        try insertVersion(of: change)
        try append(change.audit, to: RegisterDeclaration.chain(of: entry.register), at: change.at)
        for job in change.followUp { try schedule(job) }
    }

    func insert(_ reminder: RegisterReminder) throws {
        try write(
            "INSERT INTO register_reminder (entry_id, kind, day, occasion, sent_at) VALUES ($1, $2, $3, $4, $5)",
            [
                .id(reminder.entry), .text(reminder.kind.rawValue), .text(reminder.day.text),
                .text(reminder.occasion.rawValue), .time(reminder.sentAt),
            ]
        )
    }

    private func insertVersion(of change: Change<RegisterEntry>) throws {
        let entry = change.subject
        try write(
            """
            INSERT INTO register_version (
                entry_id, version, owner_id, state, state_detail, made_by, approved_by, action, actor, saved_at
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .id(entry.id), .count(change.expectedVersion + 1), .id(entry.content?.owner),
                .text(entry.state.name.rawValue), try .json(entry.state), .id(entry.approval?.makers.last),
                .id(entry.approval?.approver), .text(change.audit.action.rawValue), .text(change.audit.actor),
                .time(change.at),
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
        guard let register = RegisterID(try row.text("register")) else {
            throw PostgresError.unreadable(column: "register")
        }
        return RegisterEntry(
            id: try row.identifier("id"),
            register: register,
            organisation: try row.identifier("organisation_id"),
            number: try row.count("number"),
            createdAt: try row.time("created_at"),
            state: try row.json("state_detail"),
            version: try row.count("version")
        )
    }
}
