import PostgresConnection
import SignerProtocol
import SigningKeys

extension PostgresSignerTransaction {
    func activation(_ id: String) throws -> StoredActivation? {
        try row("SELECT credential, context, created FROM activation WHERE id = $1", [.text(id)]).map { row in
            StoredActivation(
                id: id,
                credential: try row.text("credential"),
                context: try row.bytes("context"),
                created: try row.time("created")
            )
        }
    }

    func signCount(before assertion: [UInt8], activation: String) throws -> UInt32? {
        try row(
            "SELECT sign_count_before FROM accepted_assertion WHERE activation = $1 AND digest = $2",
            [.text(activation), .bytes(assertion)]
        ).map { try $0.signCount("sign_count_before") }
    }

    func isSpent(_ use: PermissionUse) throws -> Bool {
        try isAny(
            "SELECT 1 FROM permission_use WHERE kind = $1 AND id = $2 AND item = $3",
            [.text(use.kind.rawValue), .text(use.id), .count(use.index)]
        )
    }

    func isTouched(_ kind: PermissionKind, _ id: String) throws -> Bool {
        try isAny(
            "SELECT 1 FROM permission_use WHERE kind = $1 AND id = $2 LIMIT 1",
            [.text(kind.rawValue), .text(id)]
        )
    }

    func isHeld(_ kind: PermissionKind, _ id: String, at time: Timestamp) throws -> Bool {
        try isAny(
            "SELECT 1 FROM permission_hold WHERE kind = $1 AND id = $2 AND ends > $3 LIMIT 1",
            [.text(kind.rawValue), .text(id), .time(time)]
        )
    }

    func isWithdrawn(_ kind: PermissionKind, _ id: String) throws -> Bool {
        try isAny(
            "SELECT 1 FROM withdrawn_permission WHERE kind = $1 AND id = $2",
            [.text(kind.rawValue), .text(id)]
        )
    }

    func signatures(_ kind: PermissionKind, _ id: String) throws -> [SignatureValue] {
        try rows(
            "SELECT item, digest, value FROM signature_value WHERE kind = $1 AND id = $2 ORDER BY item",
            [.text(kind.rawValue), .text(id)]
        ).map { row in
            SignatureValue(
                index: try row.count("item"),
                dtbsr: try row.text("digest"),
                value: Blob(try row.bytes("value"))
            )
        }
    }
}

extension PostgresSignerTransaction {
    func keep(_ activation: StoredActivation, recording event: AuditEvent) throws {
        try execute(
            "INSERT INTO activation (id, credential, context, created) VALUES ($1, $2, $3, $4)",
            [.text(activation.id), .text(activation.credential), .bytes(activation.context), .time(activation.created)]
        )
        try record(event)
    }

    func accept(_ assertion: AcceptedAssertion) throws {
        guard try signCount(before: assertion.digest, activation: assertion.activation) == nil else { return }
        try execute(
            "INSERT INTO accepted_assertion (activation, digest, sign_count_before) VALUES ($1, $2, $3)",
            [.text(assertion.activation), .bytes(assertion.digest), .integer(Int64(assertion.signCountBefore))]
        )
        // Nobody may have used the passkey between its verification and now.
        let changed = try execute(
            """
            UPDATE credential
            SET passkey_sign_count = $1, passkey_backed_up = $2, version = version + 1
            WHERE id = $3 AND passkey_sign_count = $4
            """,
            [
                .integer(Int64(assertion.signCountAfter)), .boolean(assertion.backupState),
                .text(assertion.credential), .integer(Int64(assertion.signCountBefore)),
            ]
        )
        guard changed == 1 else { throw SignerError.passkeyCounter }
    }

    func spend(_ uses: [PermissionUse], held hold: PermissionHold, recording event: AuditEvent) throws {
        for use in uses {
            guard try !isSpent(use), try !isWithdrawn(use.kind, use.id) else { throw use.kind.refusal }
            let name: [Parameter] = [.text(use.kind.rawValue), .text(use.id), .count(use.index)]
            try execute(
                "INSERT INTO permission_use (kind, id, item, digest) VALUES ($1, $2, $3, $4)",
                name + [.bytes(use.fingerprint)]
            )
            try execute(
                "INSERT INTO permission_hold (kind, id, item, holder, ends) VALUES ($1, $2, $3, $4, $5)",
                name + [.text(hold.holder), .time(hold.ends)]
            )
        }
        try record(event)
    }

    func withdraw(_ kind: PermissionKind, _ id: String, recording event: AuditEvent) throws {
        try execute(
            "INSERT INTO withdrawn_permission (kind, id) VALUES ($1, $2)",
            [.text(kind.rawValue), .text(id)]
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
            let name: [Parameter] = [.text(kind.rawValue), .text(id), .count(signature.index)]
            guard try putDown(kind, id, signature.index) else { throw SignerError.resultUnknown }
            try execute(
                "INSERT INTO signature_value (kind, id, item, digest, value) VALUES ($1, $2, $3, $4, $5)",
                name + [.text(signature.dtbsr), .bytes(signature.value.bytes)]
            )
        }
        try record(event)
    }

    func putDown(_ kind: PermissionKind, _ id: String, _ index: Int) throws -> Bool {
        try execute(
            "DELETE FROM permission_hold WHERE kind = $1 AND id = $2 AND item = $3",
            [.text(kind.rawValue), .text(id), .count(index)]
        ) == 1
    }

    func endHolds(on kind: PermissionKind, _ id: String) throws {
        try execute(
            "DELETE FROM permission_hold WHERE kind = $1 AND id = $2",
            [.text(kind.rawValue), .text(id)]
        )
    }

    func endHolds(of holder: String) throws {
        try execute("DELETE FROM permission_hold WHERE holder = $1", [.text(holder)])
    }
}
