import PostgresConnection
import SignerProtocol
import SigningKeys

extension PostgresSignerTransaction {
    func credential(_ id: String) throws -> Credential? {
        try credentials("WHERE id = $1", [.text(id)]).first
    }

    func unfinishedCredential(of subject: String) throws -> Credential? {
        try credentials(
            """
            WHERE subject = $1 AND passkey_id IS NULL AND state IN ('REQUESTED', 'GENERATED', 'CERT_PENDING')
            ORDER BY position DESC
            LIMIT 1
            """,
            [.text(subject)]
        ).first
    }

    func credential(withPasskey id: [UInt8]) throws -> Credential? {
        try credentials("WHERE passkey_id = $1", [.bytes(id)]).first
    }

    func credentials(in states: Set<CredentialState>) throws -> [Credential] {
        try states.sorted { $0.rawValue < $1.rawValue }.flatMap { state in
            try credentials("WHERE state = $1 ORDER BY id", [.text(state.rawValue)])
        }
    }

    func sampleOfCredentials(limit: Int) throws -> [Credential] {
        try credentials("WHERE wrapped_key IS NOT NULL ORDER BY random() LIMIT $1", [.count(limit)])
    }

    func save(_ change: CredentialChange) throws {
        let credential = change.credential
        if change.expectedVersion == 0 {
            try execute(Self.insertion, try credential.columns + [.text(credential.id)])
        } else {
            let changed = try execute(
                Self.update,
                try credential.columns + [.text(credential.id), .count(change.expectedVersion)]
            )
            guard changed == 1 else { throw SignerError.illegalTransition }
        }
        try record(change.audit)
    }

    private static let columnNames = [
        "subject", "display_name", "user_handle", "key_type", "state", "version", "public_key_info", "wrapped_key",
        "key_binding", "registration_challenge", "registration_expires", "passkey_id", "passkey_public_key",
        "passkey_algorithm", "passkey_sign_count", "passkey_eligible", "passkey_backed_up", "passkey_format",
        "passkey_binding", "certificate_chain", "certificate_binding", "certificate_not_after",
    ]

    private static let insertion = {
        let places = (1...columnNames.count + 1).map { "$\($0)" }.joined(separator: ", ")
        return "INSERT INTO credential (\(columnNames.joined(separator: ", ")), id) VALUES (\(places))"
    }()

    private static let update = {
        let changes = columnNames.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: ", ")
        let next = columnNames.count + 1
        return "UPDATE credential SET \(changes) WHERE id = $\(next) AND version = $\(next + 1)"
    }()

    private func credentials(_ condition: String, _ parameters: [Parameter]) throws -> [Credential] {
        let columns = Self.columnNames.joined(separator: ", ")
        return try rows("SELECT id, \(columns) FROM credential \(condition)", parameters).map { try Credential($0) }
    }
}

extension Credential {
    fileprivate init(_ row: Row) throws {
        guard let state = CredentialState(rawValue: try row.text("state")) else {
            throw SignerError.storageUnavailable
        }
        self.init(
            id: try row.text("id"),
            subject: try row.text("subject"),
            displayName: try row.text("display_name"),
            userHandle: try row.bytes("user_handle"),
            keyType: try row.keyType(),
            state: state,
            version: try row.count("version"),
            key: try UserKey(row),
            openRegistration: try OpenRegistration(row),
            passkey: try EnrolledPasskey(row),
            certificate: try row.installedChain()
        )
    }

    /// Every column but the key, in the order of `columnNames`.
    fileprivate var columns: [Parameter] {
        get throws {
            [
                .text(subject), .text(displayName), .bytes(userHandle), .text(keyType.rawValue), .text(state.rawValue),
                .count(version), .bytes(key?.publicKeyInfo), .bytes(key?.wrapped), .bytes(key?.binding),
                .bytes(openRegistration?.challenge), .time(openRegistration?.expires),
                .bytes(passkey?.id), .bytes(passkey?.publicKey), .integer(passkey.map { Int64($0.algorithm) }),
                .integer(passkey.map { Int64($0.signCount) }), .boolean(passkey?.backupEligible),
                .boolean(passkey?.backupState), .text(passkey?.attestationFormat), .bytes(passkey?.binding),
                .bytes(try certificate?.column), .bytes(certificate?.binding), .time(certificate?.notAfter),
            ]
        }
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
            algorithm: try row.count("passkey_algorithm"),
            signCount: try row.signCount("passkey_sign_count"),
            backupEligible: try row.boolean("passkey_eligible"),
            backupState: try row.boolean("passkey_backed_up"),
            attestationFormat: try row.text("passkey_format"),
            binding: try row.bytes("passkey_binding")
        )
    }
}
