import PostgresConnection
import SignerProtocol
import SigningKeys

/// One open transaction over the signer's records; its questions and writes are in the extensions.
struct PostgresSignerTransaction {
    let open: OpenTransaction

    func row(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Row? {
        try open.rows(sql, parameters).first
    }

    func rows(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> [Row] {
        try open.rows(sql, parameters)
    }

    /// The number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Int {
        try open.execute(sql, parameters)
    }

    /// Whether a statement gives any row.
    func isAny(_ sql: String, _ parameters: [Parameter]) throws(PostgresError) -> Bool {
        try row(sql, parameters) != nil
    }
}

extension PostgresSignerTransaction: SignerReadTransaction, SignerWriteTransaction {}

extension PostgresSignerTransaction {
    func serviceKey(_ purpose: ServiceKeyPurpose) throws -> ServiceKey? {
        try row(
            """
            SELECT key_type, public_key_info, certification_request, certificate_chain, certificate_binding,
                certificate_not_after
            FROM service_key
            WHERE purpose = $1
            """,
            [.text(purpose.rawValue)]
        ).map { row in
            ServiceKey(
                purpose: purpose,
                type: try row.keyType(),
                publicKeyInfo: try row.bytes("public_key_info"),
                certificationRequest: try row.bytes("certification_request"),
                certificate: try row.installedChain()
            )
        }
    }

    func save(_ key: ServiceKey, recording event: AuditEvent) throws {
        try execute(
            """
            INSERT INTO service_key (
                purpose, key_type, public_key_info, certification_request, certificate_chain,
                certificate_binding, certificate_not_after
            ) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (purpose) DO UPDATE SET
                certificate_chain = excluded.certificate_chain,
                certificate_binding = excluded.certificate_binding,
                certificate_not_after = excluded.certificate_not_after
            """,
            [
                .text(key.purpose.rawValue), .text(key.type.rawValue), .bytes(key.publicKeyInfo),
                .bytes(key.certificationRequest), .bytes(try key.certificate?.column),
                .bytes(key.certificate?.binding), .integer(key.certificate?.notAfter.milliseconds),
            ]
        )
        try record(event)
    }

    func isDestroyed(keyFingerprint: [UInt8]) throws -> Bool {
        try isAny("SELECT 1 FROM tombstone WHERE key_fingerprint = $1", [.bytes(keyFingerprint)])
    }

    func bury(keyFingerprint: [UInt8], of credential: String, at time: Timestamp) throws {
        try execute(
            "INSERT INTO tombstone (key_fingerprint, credential, time) VALUES ($1, $2, $3)",
            [.bytes(keyFingerprint), .text(credential), .time(time)]
        )
    }

    func newestList(of issuer: [UInt8]) throws -> Timestamp? {
        try row("SELECT this_update FROM revocation_list_seen WHERE issuer = $1", [.bytes(issuer)])?
            .time("this_update")
    }

    func noteList(of issuer: [UInt8], thisUpdate: Timestamp) throws {
        // A list that is known already is not written again: every signature names it, and would wait for the others.
        if let newest = try newestList(of: issuer), newest >= thisUpdate { return }
        try execute(
            """
            INSERT INTO revocation_list_seen (issuer, this_update) VALUES ($1, $2)
            ON CONFLICT (issuer) DO UPDATE
            SET this_update = greatest(revocation_list_seen.this_update, excluded.this_update)
            """,
            [.bytes(issuer), .time(thisUpdate)]
        )
    }

    func signatureOperations() throws -> Int {
        try row("SELECT count FROM signature_operation WHERE id = 1", []).map { try $0.count("count") } ?? 0
    }

    func countSignatureOperation() throws {
        try execute("UPDATE signature_operation SET count = count + 1 WHERE id = 1", [])
    }
}
