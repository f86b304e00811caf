import Passkeys
package import SignerProtocol

extension SignatureActivationModule {
    /// Checks a SAD, redeems it and signs: at most one signature per document of an activation, ever.
    ///
    /// - Throws: `SignerError` by the first check that fails, in the order of SAD-3. The refusal is audited.
    package func activate(
        _ id: String,
        _ data: ActivationData,
        client: String
    ) async throws(SignerError) -> SignatureResponse {
        guard data.activation == id else { throw .malformed }
        guard let stored = try await room.store.reading({ try $0.activation(id) }) else { throw .unknownActivation }
        do throws(SignerError) {
            let sad = try await checked(data, stored, client)
            return try await activate(sad, client: client)
        } catch {
            let refusal = AuditEvent(
                .activationRefused,
                chain: stored.credential,
                actor: client,
                at: room.now(),
                ["activation": id, "reason": error.rawValue]
            )
            try await room.store.writing { try $0.record(refusal) }
            throw error
        }
    }

    /// Redeems and signs.
    ///
    /// Spent permissions stay spent whatever happens afterwards.
    private func activate(
        _ sad: consuming SignatureActivationData,
        client: String
    ) async throws(SignerError) -> SignatureResponse {
        let id = sad.activation.id
        let credential = sad.credential.id
        let key = sad.key
        let contextDigest = sha256(sad.activation.context).hexadecimal
        let assertionDigest = sad.assertion.digest.hexadecimal
        let permissions = try await redeem(sad, client: client)
        room.crashPoint.reached(.activationRedeemed)
        let signatures = try await room.sign(
            permissions,
            with: key,
            SigningRecord(
                kind: .activation,
                id: id,
                chain: credential,
                client: client,
                facts: ["context": contextDigest, "assertion": assertionDigest],
                made: .signatureMade,
                recorded: .signatureRecorded
            )
        )
        return SignatureResponse(signatures: signatures)
    }

    /// The last check: unused, decided with the state of the key in one transaction. SAD-3; SIGNING 0a, 5 and 22
    private func redeem(
        _ sad: consuming SignatureActivationData,
        client: String
    ) async throws(SignerError) -> SpentPermissions {
        let assertion = sad.assertion
        let credential = sad.credential
        let lists = sad.lists
        let evidence: [UInt8]
        do {
            evidence = try StrictJSON.encode(sad.assertionBytes)
        } catch {
            throw .malformed
        }
        let event = AuditEvent(
            .signatureIntended,
            chain: credential.id,
            actor: client,
            at: room.now(),
            [
                "activation": sad.activation.id,
                "context": sha256(sad.activation.context).hexadecimal,
                "assertion": assertion.digest.hexadecimal,
                "assertionBytes": Blob(evidence).base64,
                "indexes": sad.uses.map { String($0.index) }.joined(separator: ","),
                "dtbsr": sad.uses.map { $0.digest.hexadecimal }.joined(separator: ","),
                "keyFp": sha256(sad.key.publicKeyInfo).hexadecimal,
            ]
        )
        return try await room.spend(sad.uses, recording: event) { transaction in
            guard try transaction.credential(credential.id)?.state == .active else { throw SignerError.keyNotActive }
            try transaction.accept(assertion)
            for list in lists { try transaction.noteList(of: list.issuer, thisUpdate: list.thisUpdate) }
        }
    }
}
