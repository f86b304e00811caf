import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func signInPasskey(_ credentialID: [UInt8]) throws -> SignInPasskey? {
        try row(
            """
            SELECT credential_id, account_id, record, sign_count, created_at
            FROM sign_in_passkey
            WHERE credential_id = $1
            """,
            [.bytes(credentialID)]
        ).map(Self.passkey)
    }

    func signInPasskeys(of account: AccountID) throws -> [SignInPasskey] {
        try rows(
            """
            SELECT credential_id, account_id, record, sign_count, created_at
            FROM sign_in_passkey
            WHERE account_id = $1
            ORDER BY created_at, credential_id
            """,
            [.id(account)]
        ).map(Self.passkey)
    }

    func accountWithoutWayIn() throws -> Account? {
        try row(
            """
            SELECT id
            FROM account
            WHERE is_administrator AND state = 'active' AND NOT EXISTS (SELECT 1 FROM sign_in_passkey)
            ORDER BY created_at, id
            LIMIT 1
            """,
            []
        ).flatMap { try account($0.identifier("id")) }
    }

    func insert(_ passkey: SignInPasskey) throws {
        try execute(
            """
            INSERT INTO sign_in_passkey (credential_id, account_id, record, sign_count, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .bytes(passkey.credentialID), .id(passkey.account), .text(passkey.record), .count(passkey.signCount),
                .time(passkey.createdAt),
            ]
        )
    }

    func save(_ passkey: SignInPasskey, expectingCount count: Int) throws {
        let changed = try execute(
            "UPDATE sign_in_passkey SET record = $1, sign_count = $2 WHERE credential_id = $3 AND sign_count = $4",
            [.text(passkey.record), .count(passkey.signCount), .bytes(passkey.credentialID), .count(count)]
        )
        guard changed == 1 else { throw ServiceError.conflict }
    }

    func insert(_ challenge: SignInChallenge) throws {
        // What nobody answered in time is of no use to anybody.
        try execute("DELETE FROM sign_in_challenge WHERE expires_at < $1", [.time(challenge.issuedAt)])
        try execute(
            "INSERT INTO sign_in_challenge (digest, account_id, expires_at) VALUES ($1, $2, $3)",
            [.bytes(challenge.digest), .id(challenge.account), .time(challenge.expiresAt)]
        )
    }

    func takeChallenge(_ digest: [UInt8], at time: Timestamp) throws -> SignInChallenge.Purpose? {
        guard
            let row = try row(
                "DELETE FROM sign_in_challenge WHERE digest = $1 RETURNING account_id, expires_at",
                [.bytes(digest)]
            ), try row.time("expires_at") > time
        else { return nil }
        return try row.optionalBytes("account_id") == nil ? .signIn : .registration(row.identifier("account_id"))
    }

    func accountSession(_ digest: TokenDigest) throws -> AccountSession? {
        try row(
            "SELECT digest, account_id, opened_at, expires_at FROM account_session WHERE digest = $1",
            [.digest(digest)]
        ).map { row in
            AccountSession(
                digest: try row.tokenDigest("digest"),
                account: try row.identifier("account_id"),
                openedAt: try row.time("opened_at"),
                expiresAt: try row.time("expires_at")
            )
        }
    }

    func insert(_ session: AccountSession) throws {
        try execute("DELETE FROM account_session WHERE expires_at < $1", [.time(session.openedAt)])
        try execute(
            "INSERT INTO account_session (digest, account_id, opened_at, expires_at) VALUES ($1, $2, $3, $4)",
            [
                .digest(session.digest), .id(session.account), .time(session.openedAt),
                .time(session.expiresAt),
            ]
        )
    }

    func endAccountSession(_ digest: TokenDigest) throws {
        try execute("DELETE FROM account_session WHERE digest = $1", [.digest(digest)])
    }

    private static func passkey(_ row: Row) throws -> SignInPasskey {
        SignInPasskey(
            credentialID: try row.bytes("credential_id"),
            account: try row.identifier("account_id"),
            record: try row.text("record"),
            signCount: try row.count("sign_count"),
            createdAt: try row.time("created_at")
        )
    }
}
