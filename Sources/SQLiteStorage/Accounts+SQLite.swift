import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func isSetUp() throws -> Bool {
        try row("SELECT 1 FROM organisation LIMIT 1", []) != nil
    }

    func organisation(_ id: OrganisationID) throws -> Organisation? {
        try row("SELECT id, name, created_at FROM organisation WHERE id = ?", [id.bytes.data]).map { row in
            Organisation(id: try row.identifier("id"), name: row["name"], createdAt: row.time("created_at"))
        }
    }

    func account(_ id: AccountID) throws -> Account? {
        try row(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE id = ?
            """,
            [id.bytes.data]
        ).map(Self.account)
    }

    func account(withToken digest: TokenDigest) throws -> Account? {
        try row(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE token_digest = ?
            """,
            [digest.bytes.data]
        ).map(Self.account)
    }

    func administrators() throws -> [Account] {
        try rows(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE is_administrator = 1 AND state = 'active'
            ORDER BY created_at, id
            """,
            []
        ).map(Self.account)
    }

    func accounts(of organisation: OrganisationID) throws -> [Account] {
        try rows(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE organisation_id = ?
            ORDER BY created_at, id
            """,
            [organisation.bytes.data]
        ).map(Self.account)
    }

    func insert(_ organisation: Organisation) throws {
        try execute(
            "INSERT INTO organisation (id, name, created_at) VALUES (?, ?, ?)",
            [organisation.id.bytes.data, organisation.name, organisation.createdAt.milliseconds]
        )
    }

    func insert(_ account: Account, token digest: TokenDigest) throws {
        try execute(
            """
            INSERT INTO account (
                id, organisation_id, name, address, is_administrator, roles, state, token_digest, created_at
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                account.id.bytes.data, account.organisation.bytes.data, account.name, account.address.text,
                account.isAdministrator, try json(account.roles.sorted()), account.state.rawValue,
                digest.bytes.data, account.createdAt.milliseconds,
            ]
        )
    }

    func save(_ account: Account, token: TokenDigest) throws {
        try execute(
            "UPDATE account SET is_administrator = ?, roles = ?, token_digest = ? WHERE id = ?",
            [account.isAdministrator, try json(account.roles.sorted()), token.bytes.data, account.id.bytes.data]
        )
    }

    func save(_ state: Account.State, of account: AccountID) throws {
        try execute("UPDATE account SET state = ? WHERE id = ?", [state.rawValue, account.bytes.data])
    }

    func endAccountSessions(of account: AccountID, except kept: TokenDigest?) throws {
        try execute(
            "DELETE FROM account_session WHERE account_id = ? AND digest IS NOT ?",
            [account.bytes.data, kept?.bytes.data]
        )
    }

    func removeInvitations(of account: AccountID) throws {
        try execute("DELETE FROM member_invitation WHERE account_id = ?", [account.bytes.data])
    }

    func memberInvitation(_ digest: TokenDigest) throws -> MemberInvitation? {
        try row(
            "SELECT account_id, created_at, expires_at FROM member_invitation WHERE digest = ?",
            [digest.bytes.data]
        ).map { row in
            MemberInvitation(
                digest: digest,
                account: try row.identifier("account_id"),
                createdAt: row.time("created_at"),
                expiresAt: row.time("expires_at")
            )
        }
    }

    func insert(_ invitation: MemberInvitation) throws {
        try execute(
            "INSERT INTO member_invitation (digest, account_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
            [
                invitation.digest.bytes.data, invitation.account.bytes.data, invitation.createdAt.milliseconds,
                invitation.expiresAt.milliseconds,
            ]
        )
    }

    private static func account(_ row: Row) throws -> Account {
        Account(
            id: try row.identifier("id"),
            organisation: try row.identifier("organisation_id"),
            name: row["name"],
            address: try row.address("address"),
            isAdministrator: row["is_administrator"],
            roles: Set(try row.json("roles", as: [Role].self)),
            state: try row.known("state"),
            createdAt: row.time("created_at")
        )
    }
}
