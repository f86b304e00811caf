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
            SELECT id, organisation_id, name, address, is_administrator, created_at
            FROM account
            WHERE id = ?
            """,
            [id.bytes.data]
        ).map(Self.account)
    }

    func account(withToken digest: TokenDigest) throws -> Account? {
        try row(
            """
            SELECT id, organisation_id, name, address, is_administrator, created_at
            FROM account
            WHERE token_digest = ?
            """,
            [digest.bytes.data]
        ).map(Self.account)
    }

    func administrators() throws -> [Account] {
        try rows(
            """
            SELECT id, organisation_id, name, address, is_administrator, created_at
            FROM account
            WHERE is_administrator = 1
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
            INSERT INTO account (id, organisation_id, name, address, is_administrator, token_digest, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                account.id.bytes.data, account.organisation.bytes.data, account.name, account.address.text,
                account.isAdministrator, digest.bytes.data, account.createdAt.milliseconds,
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
            createdAt: row.time("created_at")
        )
    }
}
