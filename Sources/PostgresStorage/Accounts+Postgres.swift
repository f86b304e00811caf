import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    /// Reads the table itself: what a reader finds missing in an index that has never had an entry is not kept track of. 0026
    func isSetUp() throws -> Bool {
        try row("SELECT 1 FROM organisation TABLESAMPLE SYSTEM (100) LIMIT 1", []) != nil
    }

    func organisation(_ id: OrganisationID) throws -> Organisation? {
        try row("SELECT id, name, created_at FROM organisation WHERE id = $1", [.id(id)]).map { row in
            Organisation(
                id: try row.identifier("id"),
                name: try row.text("name"),
                createdAt: try row.time("created_at")
            )
        }
    }

    func account(_ id: AccountID) throws -> Account? {
        try row(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE id = $1
            """,
            [.id(id)]
        ).map(Self.account)
    }

    func account(withToken digest: TokenDigest) throws -> Account? {
        try row(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE token_digest = $1
            """,
            [.digest(digest)]
        ).map(Self.account)
    }

    func administrators() throws -> [Account] {
        try rows(
            """
            SELECT id, organisation_id, name, address, is_administrator, roles, state, created_at
            FROM account
            WHERE is_administrator AND state = 'active'
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
            WHERE organisation_id = $1
            ORDER BY created_at, id
            """,
            [.id(organisation)]
        ).map(Self.account)
    }

    func insert(_ organisation: Organisation) throws {
        try execute(
            "INSERT INTO organisation (id, name, created_at) VALUES ($1, $2, $3)",
            [.id(organisation.id), .text(organisation.name), .time(organisation.createdAt)]
        )
    }

    func insert(_ account: Account, token digest: TokenDigest) throws {
        try execute(
            """
            INSERT INTO account (
                id, organisation_id, name, address, is_administrator, roles, state, token_digest, created_at
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .id(account.id), .id(account.organisation), .text(account.name), .text(account.address.text),
                .boolean(account.isAdministrator), try .json(account.roles.sorted()), .text(account.state.rawValue),
                .digest(digest), .time(account.createdAt),
            ]
        )
    }

    func save(_ account: Account, token: TokenDigest) throws {
        try execute(
            "UPDATE account SET is_administrator = $1, roles = $2, token_digest = $3 WHERE id = $4",
            [.boolean(account.isAdministrator), try .json(account.roles.sorted()), .digest(token), .id(account.id)]
        )
    }

    func save(_ state: Account.State, of account: AccountID) throws {
        try execute("UPDATE account SET state = $1 WHERE id = $2", [.text(state.rawValue), .id(account)])
    }

    func endAccountSessions(of account: AccountID, except kept: TokenDigest?) throws {
        try execute(
            "DELETE FROM account_session WHERE account_id = $1 AND digest IS DISTINCT FROM $2",
            [.id(account), .bytes(kept?.bytes)]
        )
    }

    func removeInvitations(of account: AccountID) throws {
        try execute("DELETE FROM member_invitation WHERE account_id = $1", [.id(account)])
    }

    func memberInvitation(_ digest: TokenDigest) throws -> MemberInvitation? {
        try row(
            "SELECT account_id, created_at, expires_at FROM member_invitation WHERE digest = $1",
            [.digest(digest)]
        ).map { row in
            MemberInvitation(
                digest: digest,
                account: try row.identifier("account_id"),
                createdAt: try row.time("created_at"),
                expiresAt: try row.time("expires_at")
            )
        }
    }

    func insert(_ invitation: MemberInvitation) throws {
        try execute(
            "INSERT INTO member_invitation (digest, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
            [
                .digest(invitation.digest), .id(invitation.account), .time(invitation.createdAt),
                .time(invitation.expiresAt),
            ]
        )
    }

    private static func account(_ row: Row) throws -> Account {
        Account(
            id: try row.identifier("id"),
            organisation: try row.identifier("organisation_id"),
            name: try row.text("name"),
            address: try row.address("address"),
            isAdministrator: try row.boolean("is_administrator"),
            roles: Set(try row.json("roles", as: [Role].self)),
            state: try row.enumeration("state"),
            createdAt: try row.time("created_at")
        )
    }
}
