package import SignerProtocol

/// Signs with the service's own keys: for people who instructed it (立会人型), and on its own records.
///
/// Every signature needs an instruction that is used once: a confirmation record, or a seal order.
///
/// - SeeAlso: SAD-13; SIGNING 0a, 9 and 23
package struct ServiceSeal: Sendable {
    let room: SigningRoom

    package init(room: SigningRoom) {
        self.room = room
    }

    /// Signs what a person confirmed.
    ///
    /// - Throws: `SignerError.confirmationMismatch` when the digests are not those of the record, `.alreadyUsed` the
    ///   second time.
    package func confirm(_ order: ConfirmationOrder, client: String) async throws(SignerError) -> SignatureResponse {
        let time = room.now()
        let record = try StrictJSON.decode(ConfirmationRecord.self, from: order.record.bytes)
        guard record.ver == 1, order.record.bytes.count <= 256 * 1024,
            isIdentifier(record.id), isName(record.envelope), isName(record.signer), isName(record.signerName),
            isName(record.authentication.method), isDigest(record.authentication.session),
            isConsent(record.consent)
        else { throw .malformed }
        try checkAge(record.time, at: time)
        guard record.authentication.at <= record.time else { throw .confirmationMismatch }
        guard (1...SignerPolicy.documentLimit).contains(record.docs.count),
            order.signedAttributes.count == record.docs.count,
            Set(record.docs.map(\.id)).count == record.docs.count
        else { throw .documentCount }

        let key = try await usable(.witness, order.validation, at: time)
        var uses: [PermissionUse] = []
        for (index, (document, der)) in zip(record.docs, order.signedAttributes).enumerated() {
            guard isName(document.id), isName(document.name), isDigest(document.sd) else { throw .malformed }
            let digest = key.attributes.digest(of: der.bytes)
            guard digest.hexadecimal == document.dtbsr else { throw .confirmationMismatch }
            try key.attributes.check(der.bytes, byteRangeDigest: document.br)
            uses.append(
                PermissionUse(
                    kind: .confirmation,
                    id: record.id,
                    index: index,
                    signedAttributes: der.bytes,
                    digest: digest
                )
            )
        }
        return try await sign(
            uses,
            key,
            Instruction(
                kind: .confirmation,
                id: record.id,
                purpose: .witness,
                facts: ["envelope": record.envelope, "signer": record.signer],
                evidence: ["record": order.record.base64],
                used: .confirmationUsed,
                made: .confirmationSigned,
                recorded: .confirmationRecorded
            ),
            client
        )
    }

    /// Seals one of the service's own records.
    package func seal(_ order: SealOrder, client: String) async throws(SignerError) -> SignatureResponse {
        let time = room.now()
        guard isIdentifier(order.id), isName(order.subject), (1...1000).contains(order.evidence.count),
            order.evidence.allSatisfy(isDigest)
        else { throw .malformed }
        try checkAge(order.time, at: time)
        let key = try await usable(.record, order.validation, at: time)
        let der = order.signedAttributes.bytes
        let digest = key.attributes.digest(of: der)
        guard digest.hexadecimal == order.dtbsr else { throw .confirmationMismatch }
        try key.attributes.check(der, byteRangeDigest: order.br)
        return try await sign(
            [PermissionUse(kind: .seal, id: order.id, index: 0, signedAttributes: der, digest: digest)],
            key,
            Instruction(
                kind: .seal,
                id: order.id,
                purpose: .record,
                facts: ["subject": order.subject],
                evidence: [
                    "evidence": order.evidence.joined(separator: ","), "br": order.br,
                    "orderTime": String(order.time.milliseconds),
                ],
                used: .sealUsed,
                made: .sealSigned,
                recorded: nil
            ),
            client
        )
    }

    /// Values kept from an earlier confirmation or order; where there are none, there will be none.
    ///
    /// - Throws: as `SigningRoom.settle` does.
    package func settle(
        _ kind: PermissionKind,
        _ id: String,
        client: String
    ) async throws(SignerError) -> SignatureResponse {
        guard isIdentifier(id) else { throw .malformed }
        let purpose: ServiceKeyPurpose = kind == .seal ? .record : .witness
        return try await room.settle(kind, id, chain: purpose.rawValue, client: client)
    }

    private func checkAge(_ made: Timestamp, at time: Timestamp) throws(SignerError) {
        guard made <= time.advanced(by: SignerPolicy.clockSkew) else { throw .issuedInTheFuture }
        guard time <= made.advanced(by: SignerPolicy.instructionLifetime) else { throw .expired }
    }
}
