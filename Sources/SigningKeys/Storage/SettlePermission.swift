import SignerProtocol

extension SigningRoom {
    /// Says once and for all what came of a permission: its values, or that there are none and never will be.
    ///
    /// Who lost the answer of an order asks here before asking the person again. An order that is still on its way would
    /// sign behind her back, so a permission of which nothing is spent is withdrawn in the same transaction.
    ///
    /// - Throws: `SignerError.inProgress` while a signer process uses the key, `.resultUnknown` when nothing was signed, or the
    ///   value was lost with a crash.
    func settle(
        _ kind: PermissionKind,
        _ id: String,
        chain: String,
        client: String
    ) async throws(SignerError) -> SignatureResponse {
        let time = now()
        let withdrawal = AuditEvent(
            .permissionWithdrawn,
            chain: chain,
            actor: client,
            at: time,
            [kind.rawValue: id]
        )
        let signatures = try await store.writing { transaction in
            let kept = try transaction.signatures(kind, id)
            guard kept.isEmpty else { return kept }
            if try transaction.isHeld(kind, id, at: time) { throw SignerError.inProgress }
            if try transaction.isTouched(kind, id) {
                // Whoever held it is dead, or slow: it will find that its value comes too late.
                try transaction.endHolds(on: kind, id)
            } else if try !transaction.isWithdrawn(kind, id) {
                try transaction.withdraw(kind, id, recording: withdrawal)
            }
            return []
        }
        guard !signatures.isEmpty else { throw .resultUnknown }
        return SignatureResponse(signatures: signatures)
    }
}
