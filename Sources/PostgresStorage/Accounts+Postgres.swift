import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func isSetUp() throws -> Bool {
        try row("SELECT 1 FROM organisation LIMIT 1", []) != nil
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
            SELECT id, organisation_id, name, address, is_administrator, created_at
            FROM account
            WHERE id = $1
            """,
            [.id(id)]
        ).map(Self.account)
    }

    func account(withToken digest: TokenDigest) throws -> Account? {
        try row(
            """
            SELECT id, organisation_id, name, address, is_administrator, created_at
            FROM account
            WHERE token_digest = $1
            """,
            [.digest(digest)]
        ).map(Self.account)
    }

    func administrators() throws -> [Account] {
        try rows(
            """
            SELECT id, organisation_id, name, address, is_administrator, created_at
            FROM account
            WHERE is_administrator
            ORDER BY created_at, id
            """,
            []
        ).map(Self.account)
    }

    func accounts(of organisation: OrganisationID) throws -> [Account] {
        try rows(
            """
            SELECT id, organisation_id, name, address, is_administrator, created_at
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
            INSERT INTO account (id, organisation_id, name, address, is_administrator, token_digest, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .id(account.id), .id(account.organisation), .text(account.name), .text(account.address.text),
                .boolean(account.isAdministrator), .digest(digest), .time(account.createdAt),
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
            createdAt: try row.time("created_at")
        )
    }
}
