import CMS
import SignerProtocol

/// A single-use instruction after its checks.
struct Instruction: Sendable {
    let kind: PermissionKind
    let id: String
    let purpose: ServiceKeyPurpose
    /// Named in every entry.
    let facts: [String: String]
    /// Kept with the entry that comes first.
    let evidence: [String: String]
    let used: CrashStep
    let made: CrashStep
    let recorded: CrashStep?
}

extension ServiceSeal {
    /// A service key whose certificate can be used now.
    struct UsableServiceKey: Sendable {
        let key: SigningKey
        let attributes: SignedAttributesCheck
        let lists: [SeenList]
    }

    func usable(
        _ purpose: ServiceKeyPurpose,
        _ validation: ValidationMaterial,
        at time: Timestamp
    ) async throws(SignerError) -> UsableServiceKey {
        guard let stored = try await room.store.reading({ try $0.serviceKey(purpose) }),
            let installed = stored.certificate
        else { throw .keyNotActive }
        try await room.keys.verify(
            .serviceCertificate(of: stored, chain: installed.chain),
            installed.binding
        )
        let (chain, lists) = try await room.checkedChain(installed.chain, validation, at: time)
        guard chain.leaf.publicKeyInfo == stored.publicKeyInfo else { throw .keyMismatch }
        try stored.type.checkUsable(at: time)
        return UsableServiceKey(
            key: .service(purpose, stored.type, publicKeyInfo: stored.publicKeyInfo),
            attributes: SignedAttributesCheck(certificate: chain.leaf, type: stored.type),
            lists: lists
        )
    }

    /// Spends the instruction, audited first, then signs.
    func sign(
        _ uses: [PermissionUse],
        _ usable: UsableServiceKey,
        _ instruction: Instruction,
        _ client: String
    ) async throws(SignerError) -> SignatureResponse {
        let intended = [
            instruction.kind.rawValue: instruction.id,
            "dtbsr": uses.map { $0.digest.hexadecimal }.joined(separator: ","),
            "keyFp": sha256(usable.key.publicKeyInfo).hexadecimal,
        ].merging(instruction.facts) { own, _ in own }.merging(instruction.evidence) { own, _ in own }
        let event = AuditEvent(
            .signatureIntended,
            chain: instruction.purpose.rawValue,
            actor: client,
            at: room.now(),
            intended
        )
        let lists = usable.lists
        let permissions = try await room.spend(uses, recording: event) { transaction in
            for list in lists { try transaction.noteList(of: list.issuer, thisUpdate: list.thisUpdate) }
        }
        room.crashPoint.reached(instruction.used)
        let signatures = try await room.sign(
            permissions,
            with: usable.key,
            SigningRecord(
                kind: instruction.kind,
                id: instruction.id,
                chain: instruction.purpose.rawValue,
                client: client,
                facts: instruction.facts,
                made: instruction.made,
                recorded: instruction.recorded
            )
        )
        return SignatureResponse(signatures: signatures)
    }
}
