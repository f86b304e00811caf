import Foundation
import GRDB
import SignerProtocol
import SigningKeys

extension SQLiteSignerQueries {
    func credential(_ id: String) throws -> Credential? {
        try credentials("WHERE id = ?", [id]).first
    }

    func unfinishedCredential(of subject: String) throws -> Credential? {
        try credentials(
            """
            WHERE subject = ? AND passkey_id IS NULL AND state IN ('REQUESTED', 'GENERATED', 'CERT_PENDING')
            ORDER BY rowid DESC
            LIMIT 1
            """,
            [subject]
        ).first
    }

    func credential(withPasskey id: [UInt8]) throws -> Credential? {
        try credentials("WHERE passkey_id = ?", [Data(id)]).first
    }

    func credentials(in states: Set<CredentialState>) throws -> [Credential] {
        try states.sorted { $0.rawValue < $1.rawValue }.flatMap { state in
            try credentials("WHERE state = ? ORDER BY id", [state.rawValue])
        }
    }

    func sampleOfCredentials(limit: Int) throws -> [Credential] {
        try credentials("WHERE wrapped_key IS NOT NULL ORDER BY random() LIMIT ?", [limit])
    }

    private func credentials(_ condition: String, _ arguments: StatementArguments) throws -> [Credential] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, subject, display_name, user_handle, key_type, state, version,
                    public_key_info, wrapped_key, key_binding, registration_challenge, registration_expires,
                    passkey_id, passkey_public_key, passkey_algorithm, passkey_sign_count, passkey_eligible,
                    passkey_backed_up, passkey_format, passkey_binding,
                    certificate_chain, certificate_binding, certificate_not_after
                FROM credential
                \(condition)
                """,
            arguments: arguments
        ).map { try Credential($0) }
    }
}

extension Credential {
    fileprivate init(_ row: Row) throws {
        guard let state = CredentialState(rawValue: try row.decode(String.self, forColumn: "state")) else {
            throw SignerError.storageUnavailable
        }
        self.init(
            id: try row.decode(String.self, forColumn: "id"),
            subject: try row.decode(String.self, forColumn: "subject"),
            displayName: try row.decode(String.self, forColumn: "display_name"),
            userHandle: try row.bytes("user_handle"),
            keyType: try KeyType(row),
            state: state,
            version: try row.decode(Int.self, forColumn: "version"),
            key: try UserKey(row),
            openRegistration: try OpenRegistration(row),
            passkey: try EnrolledPasskey(row),
            certificate: try InstalledChain(row)
        )
    }
}

extension UserKey {
    fileprivate init?(_ row: Row) throws {
        guard let publicKeyInfo = try row.optionalBytes("public_key_info") else { return nil }
        self.init(
            publicKeyInfo: publicKeyInfo,
            wrapped: try row.optionalBytes("wrapped_key"),
            binding: try row.bytes("key_binding")
        )
    }
}

extension OpenRegistration {
    /// The columns `registration_…`; nil when none is open.
    init?(_ row: Row) throws {
        guard let challenge = try row.optionalBytes("registration_challenge") else { return nil }
        self.init(challenge: challenge, expires: try row.time("registration_expires"))
    }
}

extension EnrolledPasskey {
    /// The columns `passkey_…`; nil when there is no passkey.
    init?(_ row: Row) throws {
        guard let id = try row.optionalBytes("passkey_id") else { return nil }
        self.init(
            id: id,
            publicKey: try row.bytes("passkey_public_key"),
            algorithm: try row.decode(Int.self, forColumn: "passkey_algorithm"),
            signCount: try row.decode(UInt32.self, forColumn: "passkey_sign_count"),
            backupEligible: try row.decode(Bool.self, forColumn: "passkey_eligible"),
            backupState: try row.decode(Bool.self, forColumn: "passkey_backed_up"),
            attestationFormat: try row.decode(String.self, forColumn: "passkey_format"),
            binding: try row.bytes("passkey_binding")
        )
    }
}

extension Credential {
    /// Every column but the key, in the order of `SQLiteWriteTransaction.save`.
    var columns: StatementArguments {
        get throws {
            [
                subject, displayName, Data(userHandle), keyType.rawValue, state.rawValue, version,
                key.map { Data($0.publicKeyInfo) }, key?.wrapped.map { Data($0) }, key.map { Data($0.binding) },
                openRegistration.map { Data($0.challenge) }, openRegistration?.expires.milliseconds,
                passkey.map { Data($0.id) }, passkey.map { Data($0.publicKey) }, passkey?.algorithm,
                passkey?.signCount, passkey?.backupEligible, passkey?.backupState, passkey?.attestationFormat,
                passkey.map { Data($0.binding) },
                try certificate?.column, certificate.map { Data($0.binding) }, certificate?.notAfter.milliseconds,
            ]
        }
    }
}
