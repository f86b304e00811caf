import SignerProtocol

extension SigningRoom {
    /// Says once and for all what came of a permission: its values, or that there are none and never will be.
    ///
    /// Who lost the answer of an order asks here before asking the person again. An order that is still on its way would
    /// sign behind her back, so a permission of which nothing is spent is withdrawn in the same transaction.
    ///
    /// - Throws: `SignerError.inProgress` while the key is being used, `.resultUnknown` when nothing was signed, or the
    ///   value was lost with a crash.
    func settle(
        _ kind: PermissionKind,
        _ id: String,
        chain: String,
        client: String
    ) async throws(SignerError) -> SignatureResponse {
        let name = PermissionsInHand.Name(kind: kind, id: id)
        let withdrawal = AuditEvent(
            .permissionWithdrawn,
            chain: chain,
            actor: client,
            at: now(),
            [kind.rawValue: id]
        )
        let hands = permissionsInHand
        let signatures = try await store.writing { transaction in
            let kept = try transaction.signatures(kind, id)
            guard kept.isEmpty else { return kept }
            // Asked inside the transaction: a value is kept before its permission leaves the hand.
            if hands.contains(name), try transaction.isTouched(kind, id) { throw SignerError.inProgress }
            if try !transaction.isTouched(kind, id), try !transaction.isWithdrawn(kind, id) {
                try transaction.withdraw(kind, id, recording: withdrawal)
            }
            return []
        }
        guard !signatures.isEmpty else { throw .resultUnknown }
        return SignatureResponse(signatures: signatures)
    }
}
