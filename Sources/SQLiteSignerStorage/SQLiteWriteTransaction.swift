import Foundation
import GRDB
import SignerProtocol
import SigningKeys

struct SQLiteWriteTransaction: SQLiteSignerQueries, SignerWriteTransaction {
    let database: Database

    func save(_ change: CredentialChange) throws {
        let credential = change.credential
        if change.expectedVersion == 0 {
            let places = Array(repeating: "?", count: 23).joined(separator: ", ")
            try database.execute(
                sql: """
                    INSERT INTO credential (
                        subject, display_name, user_handle, key_type, state, version,
                        public_key_info, wrapped_key, key_binding, registration_challenge, registration_expires,
                        passkey_id, passkey_public_key, passkey_algorithm, passkey_sign_count, passkey_eligible,
                        passkey_backed_up, passkey_format, passkey_binding,
                        certificate_chain, certificate_binding, certificate_not_after, id
                    ) VALUES (\(places))
                    """,
                arguments: try credential.columns + [credential.id]
            )
        } else {
            try database.execute(
                sql: """
                    UPDATE credential SET
                        subject = ?, display_name = ?, user_handle = ?, key_type = ?, state = ?, version = ?,
                        public_key_info = ?, wrapped_key = ?, key_binding = ?,
                        registration_challenge = ?, registration_expires = ?,
                        passkey_id = ?, passkey_public_key = ?, passkey_algorithm = ?, passkey_sign_count = ?,
                        passkey_eligible = ?, passkey_backed_up = ?, passkey_format = ?, passkey_binding = ?,
                        certificate_chain = ?, certificate_binding = ?, certificate_not_after = ?
                    WHERE id = ? AND version = ?
                    """,
                arguments: try credential.columns + [credential.id, change.expectedVersion]
            )
            guard database.changesCount == 1 else { throw SignerError.illegalTransition }
        }
        try record(change.audit)
    }

    func save(_ key: ServiceKey, recording event: AuditEvent) throws {
        try database.execute(
            sql: """
                INSERT INTO service_key (
                    purpose, key_type, public_key_info, certification_request, certificate_chain,
                    certificate_binding, certificate_not_after
                ) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (purpose) DO UPDATE SET
                    certificate_chain = excluded.certificate_chain,
                    certificate_binding = excluded.certificate_binding,
                    certificate_not_after = excluded.certificate_not_after
                """,
            arguments: [
                key.purpose.rawValue, key.type.rawValue, Data(key.publicKeyInfo), Data(key.certificationRequest),
                try key.certificate?.column, key.certificate.map { Data($0.binding) },
                key.certificate?.notAfter.milliseconds,
            ]
        )
        try record(event)
    }

    func keep(_ activation: StoredActivation, recording event: AuditEvent) throws {
        try database.execute(
            sql: "INSERT INTO activation (id, credential, context, created) VALUES (?, ?, ?, ?)",
            arguments: [
                activation.id, activation.credential, Data(activation.context), activation.created.milliseconds,
            ]
        )
        try record(event)
    }

    func accept(_ assertion: AcceptedAssertion) throws {
        guard try signCount(before: assertion.digest, activation: assertion.activation) == nil else { return }
        try database.execute(
            sql: "INSERT INTO accepted_assertion (activation, digest, sign_count_before) VALUES (?, ?, ?)",
            arguments: [assertion.activation, Data(assertion.digest), assertion.signCountBefore]
        )
        // Nobody may have used the passkey between its verification and now.
        try database.execute(
            sql: """
                UPDATE credential
                SET passkey_sign_count = ?, passkey_backed_up = ?, version = version + 1
                WHERE id = ? AND passkey_sign_count = ?
                """,
            arguments: [
                assertion.signCountAfter, assertion.backupState, assertion.credential, assertion.signCountBefore,
            ]
        )
        guard database.changesCount == 1 else { throw SignerError.passkeyCounter }
    }

    func spend(_ uses: [PermissionUse], held hold: PermissionHold, recording event: AuditEvent) throws {
        for use in uses {
            guard try !isSpent(use), try !isWithdrawn(use.kind, use.id) else { throw use.kind.refusal }
            try database.execute(
                sql: "INSERT INTO permission_use (kind, id, item, digest) VALUES (?, ?, ?, ?)",
                arguments: [use.kind.rawValue, use.id, use.index, Data(use.fingerprint)]
            )
            try database.execute(
                sql: "INSERT INTO permission_hold (kind, id, item, holder, ends) VALUES (?, ?, ?, ?, ?)",
                arguments: [use.kind.rawValue, use.id, use.index, hold.holder, hold.ends.milliseconds]
            )
        }
        try record(event)
    }

    func withdraw(_ kind: PermissionKind, _ id: String, recording event: AuditEvent) throws {
        try database.execute(
            sql: "INSERT INTO withdrawn_permission (kind, id) VALUES (?, ?)",
            arguments: [kind.rawValue, id]
        )
        try record(event)
    }

    func keep(
        _ signatures: [SignatureValue],
        of kind: PermissionKind,
        _ id: String,
        recording event: AuditEvent
    ) throws {
        for signature in signatures {
            guard try putDown(kind, id, signature.index) else { throw SignerError.resultUnknown }
            try database.execute(
                sql: "INSERT INTO signature_value (kind, id, item, digest, value) VALUES (?, ?, ?, ?, ?)",
                arguments: [kind.rawValue, id, signature.index, signature.dtbsr, Data(signature.value.bytes)]
            )
        }
        try record(event)
    }

    func putDown(_ kind: PermissionKind, _ id: String, _ index: Int) throws -> Bool {
        try database.execute(
            sql: "DELETE FROM permission_hold WHERE kind = ? AND id = ? AND item = ?",
            arguments: [kind.rawValue, id, index]
        )
        return database.changesCount == 1
    }

    func endHolds(on kind: PermissionKind, _ id: String) throws {
        try database.execute(
            sql: "DELETE FROM permission_hold WHERE kind = ? AND id = ?",
            arguments: [kind.rawValue, id]
        )
    }

    func endHolds(of holder: String) throws {
        try database.execute(sql: "DELETE FROM permission_hold WHERE holder = ?", arguments: [holder])
    }

    func bury(keyFingerprint: [UInt8], of credential: String, at time: Timestamp) throws {
        try database.execute(
            sql: "INSERT INTO tombstone (key_fingerprint, credential, time) VALUES (?, ?, ?)",
            arguments: [Data(keyFingerprint), credential, time.milliseconds]
        )
    }

    func noteList(of issuer: [UInt8], thisUpdate: Timestamp) throws {
        try database.execute(
            sql: """
                INSERT INTO revocation_list_seen (issuer, this_update) VALUES (?, ?)
                ON CONFLICT (issuer) DO UPDATE SET this_update = max(this_update, excluded.this_update)
                """,
            arguments: [Data(issuer), thisUpdate.milliseconds]
        )
    }

    func countSignatureOperation() throws {
        try database.execute(sql: "UPDATE signature_operation SET count = count + 1 WHERE id = 1")
    }

    func record(_ event: AuditEvent) throws {
        let last = try lastEntry(of: event.chain)
        let record = event.record(
            sequence: (last?.sequence ?? 0) + 1,
            previous: last?.digest ?? AuditEntry.origin
        )
        try database.execute(
            sql: """
                INSERT INTO audit_entry (
                    chain, sequence, time, actor, action, salt, payload, payload_digest, previous, digest
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                event.chain, record.entry.sequence, event.time.milliseconds, event.actor, event.action.rawValue,
                Data(event.salt), Data(event.payload), Data(record.entry.payloadDigest.bytes),
                Data(record.entry.previous.bytes), Data(record.entry.digest.bytes),
            ]
        )
    }
}
