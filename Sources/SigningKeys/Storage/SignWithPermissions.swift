import SignerProtocol

/// How a set of signatures is named in the audit, and where a test may stop.
struct SigningRecord: Sendable {
    let kind: PermissionKind
    let id: String
    let chain: String
    let client: String
    let facts: [String: String]
    /// Reached when the HSM has signed.
    let made: CrashStep
    /// Reached when the value is kept.
    let recorded: CrashStep?
}

extension SigningRoom {
    /// Signs with spent permissions and keeps the values, so that they can be fetched after a crash of either side.
    ///
    /// A failure leaves the permissions spent: at most once, never twice.
    func sign(
        _ permissions: consuming SpentPermissions,
        with key: SigningKey,
        _ record: SigningRecord
    ) async throws(SignerError) -> [SignatureValue] {
        let uses = permissions.uses
        var signatures: [SignatureValue] = []
        do throws(SignerError) {
            while let permission = permissions.next() {
                let use = permission.use
                let value = try await keys.sign(permission, with: key)
                crashPoint.reached(record.made)
                signatures.append(
                    SignatureValue(index: use.index, dtbsr: use.digest.hexadecimal, value: Blob(value))
                )
            }
        } catch {
            try await end(uses, record, reason: error)
            throw error
        }
        let made = event(
            .signatureMade,
            record,
            [
                "dtbsr": signatures.map(\.dtbsr).joined(separator: ","),
                "signatures": signatures.map { sha256($0.value.bytes).hexadecimal }.joined(separator: ","),
                "keyFp": sha256(key.publicKeyInfo).hexadecimal,
            ]
        )
        let values = signatures
        do throws(SignerError) {
            try await store.writing { try $0.keep(values, of: record.kind, record.id, recording: made) }
        } catch .resultUnknown {
            // The service was told that there is no value, so there is none.
            try await end(uses, record, reason: .resultUnknown)
            throw .resultUnknown
        }
        if let recorded = record.recorded { crashPoint.reached(recorded) }
        return signatures
    }

    /// Notes that no value will come of these permissions.
    private func end(
        _ uses: [PermissionUse],
        _ record: SigningRecord,
        reason: SignerError
    ) async throws(SignerError) {
        let failure = event(.signatureFailed, record, ["reason": reason.rawValue])
        try await store.writing { transaction in
            for use in uses { try transaction.putDown(use.kind, use.id, use.index) }
            try transaction.record(failure)
        }
    }

    private func event(_ action: AuditAction, _ record: SigningRecord, _ facts: [String: String]) -> AuditEvent {
        AuditEvent(
            action,
            chain: record.chain,
            actor: record.client,
            at: now(),
            record.facts.merging(facts) { _, new in new }.merging([record.kind.rawValue: record.id]) { _, new in new }
        )
    }
}
