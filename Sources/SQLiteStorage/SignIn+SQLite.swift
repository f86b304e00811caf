import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func signInPasskey(_ credentialID: [UInt8]) throws -> SignInPasskey? {
        try row(
            "SELECT credential_id, account_id, record, sign_count, created_at FROM sign_in_passkey WHERE credential_id = ?",
            [credentialID.data]
        ).map(Self.passkey)
    }

    func signInPasskeys(of account: AccountID) throws -> [SignInPasskey] {
        try rows(
            """
            SELECT credential_id, account_id, record, sign_count, created_at
            FROM sign_in_passkey
            WHERE account_id = ?
            ORDER BY created_at, credential_id
            """,
            [account.bytes.data]
        ).map(Self.passkey)
    }

    func accountWithoutWayIn() throws -> Account? {
        try row(
            """
            SELECT id
            FROM account
            WHERE is_administrator = 1 AND state = 'active' AND NOT EXISTS (SELECT 1 FROM sign_in_passkey)
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
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                passkey.credentialID.data, passkey.account.bytes.data, passkey.record, passkey.signCount,
                passkey.createdAt.milliseconds,
            ]
        )
    }

    func save(_ passkey: SignInPasskey, expectingCount count: Int) throws {
        let changed = try execute(
            "UPDATE sign_in_passkey SET record = ?, sign_count = ? WHERE credential_id = ? AND sign_count = ?",
            [passkey.record, passkey.signCount, passkey.credentialID.data, count]
        )
        guard changed == 1 else { throw ServiceError.conflict }
    }

    func insert(_ challenge: SignInChallenge) throws {
        // What nobody answered in time is of no use to anybody.
        try execute("DELETE FROM sign_in_challenge WHERE expires_at < ?", [challenge.issuedAt.milliseconds])
        try execute(
            "INSERT INTO sign_in_challenge (digest, account_id, expires_at) VALUES (?, ?, ?)",
            [challenge.digest.data, challenge.account?.bytes.data, challenge.expiresAt.milliseconds]
        )
    }

    func takeChallenge(_ digest: [UInt8], at time: Timestamp) throws -> SignInChallenge.Purpose? {
        guard
            let row = try row("SELECT account_id, expires_at FROM sign_in_challenge WHERE digest = ?", [digest.data])
        else { return nil }
        try execute("DELETE FROM sign_in_challenge WHERE digest = ?", [digest.data])
        guard row.time("expires_at") > time else { return nil }
        return try row.optionalBytes("account_id") == nil ? .signIn : .registration(row.identifier("account_id"))
    }

    func accountSession(_ digest: TokenDigest) throws -> AccountSession? {
        try row(
            "SELECT digest, account_id, opened_at, expires_at FROM account_session WHERE digest = ?",
            [digest.bytes.data]
        ).map { row in
            AccountSession(
                digest: try row.tokenDigest("digest"),
                account: try row.identifier("account_id"),
                openedAt: row.time("opened_at"),
                expiresAt: row.time("expires_at")
            )
        }
    }

    func insert(_ session: AccountSession) throws {
        try execute("DELETE FROM account_session WHERE expires_at < ?", [session.openedAt.milliseconds])
        try execute(
            "INSERT INTO account_session (digest, account_id, opened_at, expires_at) VALUES (?, ?, ?, ?)",
            [
                session.digest.bytes.data, session.account.bytes.data, session.openedAt.milliseconds,
                session.expiresAt.milliseconds,
            ]
        )
    }

    func endAccountSession(_ digest: TokenDigest) throws {
        try execute("DELETE FROM account_session WHERE digest = ?", [digest.bytes.data])
    }

    private static func passkey(_ row: Row) throws -> SignInPasskey {
        SignInPasskey(
            credentialID: row.bytes("credential_id"),
            account: try row.identifier("account_id"),
            record: row["record"],
            signCount: row["sign_count"],
            createdAt: row.time("created_at")
        )
    }
}
