import Foundation
import GRDB
import SignerProtocol
import SigningKeys

/// What can be asked, shared by both kinds of transaction.
protocol SQLiteSignerQueries: SignerReadTransaction {
    var database: Database { get }
}

struct SQLiteReadTransaction: SQLiteSignerQueries {
    let database: Database
}

extension SQLiteSignerQueries {
    func serviceKey(_ purpose: ServiceKeyPurpose) throws -> ServiceKey? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT key_type, public_key_info, certification_request, certificate_chain, certificate_binding,
                    certificate_not_after
                FROM service_key
                WHERE purpose = ?
                """,
            arguments: [purpose.rawValue]
        ).map { row in
            ServiceKey(
                purpose: purpose,
                type: try KeyType(row),
                publicKeyInfo: try row.bytes("public_key_info"),
                certificationRequest: try row.bytes("certification_request"),
                certificate: try InstalledChain(row)
            )
        }
    }

    func activation(_ id: String) throws -> StoredActivation? {
        try Row.fetchOne(
            database,
            sql: "SELECT credential, context, created FROM activation WHERE id = ?",
            arguments: [id]
        ).map { row in
            StoredActivation(
                id: id,
                credential: try row.decode(String.self, forColumn: "credential"),
                context: try row.bytes("context"),
                created: try row.time("created")
            )
        }
    }

    func signCount(before assertion: [UInt8], activation: String) throws -> UInt32? {
        try UInt32.fetchOne(
            database,
            sql: "SELECT sign_count_before FROM accepted_assertion WHERE activation = ? AND digest = ?",
            arguments: [activation, Data(assertion)]
        )
    }

    func isSpent(_ use: PermissionUse) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM permission_use WHERE kind = ? AND id = ? AND item = ?)",
            arguments: [use.kind.rawValue, use.id, use.index]
        ) ?? false
    }

    func isTouched(_ kind: PermissionKind, _ id: String) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM permission_use WHERE kind = ? AND id = ?)",
            arguments: [kind.rawValue, id]
        ) ?? false
    }

    func isHeld(_ kind: PermissionKind, _ id: String, at time: Timestamp) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM permission_hold WHERE kind = ? AND id = ? AND ends > ?)",
            arguments: [kind.rawValue, id, time.milliseconds]
        ) ?? false
    }

    func isWithdrawn(_ kind: PermissionKind, _ id: String) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM withdrawn_permission WHERE kind = ? AND id = ?)",
            arguments: [kind.rawValue, id]
        ) ?? false
    }

    func signatures(_ kind: PermissionKind, _ id: String) throws -> [SignatureValue] {
        try Row.fetchAll(
            database,
            sql: "SELECT item, digest, value FROM signature_value WHERE kind = ? AND id = ? ORDER BY item",
            arguments: [kind.rawValue, id]
        ).map { row in
            SignatureValue(
                index: try row.decode(Int.self, forColumn: "item"),
                dtbsr: try row.decode(String.self, forColumn: "digest"),
                value: Blob(try row.bytes("value"))
            )
        }
    }

    func isDestroyed(keyFingerprint: [UInt8]) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM tombstone WHERE key_fingerprint = ?)",
            arguments: [Data(keyFingerprint)]
        ) ?? false
    }

    func newestList(of issuer: [UInt8]) throws -> Timestamp? {
        try Int64.fetchOne(
            database,
            sql: "SELECT this_update FROM revocation_list_seen WHERE issuer = ?",
            arguments: [Data(issuer)]
        ).map { Timestamp(milliseconds: $0) }
    }

    func signatureOperations() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count FROM signature_operation WHERE id = 1") ?? 0
    }
}

extension SQLiteSignerQueries {
    func auditHead(_ chain: String) throws -> Blob {
        try lastEntry(of: chain)?.digest ?? AuditEntry.origin
    }

    func auditRecords(_ chain: String) throws -> [AuditRecord] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, time, actor, action, salt, payload, payload_digest, previous
                FROM audit_entry
                WHERE chain = ?
                ORDER BY sequence
                """,
            arguments: [chain]
        ).map { row in
            AuditRecord(
                entry: AuditEntry(
                    chain: chain,
                    sequence: try row.decode(Int.self, forColumn: "sequence"),
                    time: try row.time("time"),
                    actor: try row.decode(String.self, forColumn: "actor"),
                    action: try row.decode(String.self, forColumn: "action"),
                    payloadDigest: Blob(try row.bytes("payload_digest")),
                    previous: Blob(try row.bytes("previous"))
                ),
                salt: Blob(try row.bytes("salt")),
                payload: Blob(try row.bytes("payload"))
            )
        }
    }

    func auditChains() throws -> [String] {
        try String.fetchAll(database, sql: "SELECT DISTINCT chain FROM audit_entry ORDER BY chain")
    }

    func auditHeads(since: Timestamp, after chain: String?, limit: Int) throws -> [AuditHead] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT chain, sequence, digest
                FROM audit_entry
                JOIN (
                    SELECT chain, max(sequence) AS sequence
                    FROM audit_entry
                    WHERE time >= ? AND chain > ?
                    GROUP BY chain
                    ORDER BY chain
                    LIMIT ?
                ) USING (chain, sequence)
                ORDER BY chain
                """,
            arguments: [since.milliseconds, chain ?? "", limit]
        ).map { row in
            AuditHead(
                chain: try row.decode(String.self, forColumn: "chain"),
                sequence: try row.decode(Int.self, forColumn: "sequence"),
                digest: Blob(try row.bytes("digest"))
            )
        }
    }

    /// Number and digest of a chain's newest entry.
    func lastEntry(of chain: String) throws -> (sequence: Int, digest: Blob)? {
        try Row.fetchOne(
            database,
            sql: "SELECT sequence, digest FROM audit_entry WHERE chain = ? ORDER BY sequence DESC LIMIT 1",
            arguments: [chain]
        ).map { (try $0.decode(Int.self, forColumn: "sequence"), Blob(try $0.bytes("digest"))) }
    }
}
