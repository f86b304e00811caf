import CMS
package import SignerProtocol

/// Lets a person's key sign what her passkey approved, and nothing else.
///
/// `request` writes what she is to approve; `activate` checks that she did and signs once. The service may refuse or
/// delay, but cannot substitute: the digest that is signed is the digest in the signer's own copy of the context.
///
/// - SeeAlso: ARCHITECTURE §8(b); SAD-1…6
package struct SignatureActivationModule: Sendable {
    let room: SigningRoom

    package init(room: SigningRoom) {
        self.room = room
    }

    /// Writes the activation context, keeps it and gives the challenge.
    package func request(
        _ request: ActivationRequest,
        client: String
    ) async throws(SignerError) -> PendingActivation {
        let time = room.now()
        guard let credential = try await room.store.reading({ try $0.credential(request.credential) }) else {
            throw .unknownCredential
        }
        guard credential.subject == request.subject else { throw .otherSubject }
        guard let passkey = credential.passkey else { throw .passkeyMissing }
        let certificate = try await usableCertificate(of: credential, request.validation, at: time).chain.leaf
        let type = credential.keyType
        let documents = try documents(of: request, SignedAttributesCheck(certificate: certificate, type: type))
        guard isName(request.transaction), isName(request.authentication), isConsent(request.consent) else {
            throw .malformed
        }

        let room = room
        let id = randomBytes(16).hexadecimal
        let nonce = Blob(randomBytes(32))
        let salted = AuditEvent(
            .activationRequested,
            chain: credential.id,
            actor: client,
            at: time,
            ["activation": id, "transaction": request.transaction, "documents": String(documents.count)]
        )
        let context = try await room.store.writing { transaction in
            let context = ActivationContext(
                txn: request.transaction,
                aud: room.policy.audience,
                client_id: client,
                sub: credential.subject,
                cred: credential.id,
                keyFp: sha256(certificate.publicKeyInfo).hexadecimal,
                certFp: sha256(certificate.der).hexadecimal,
                signAlg: type.algorithm.oid,
                hashAlg: type.hash.oid,
                docs: documents,
                nonce: nonce,
                iat: time,
                exp: time.advanced(by: SignerPolicy.activationLifetime),
                acr: request.authentication,
                consent: request.consent,
                prev: try transaction.auditHead(credential.id).bytes.hexadecimal
            )
            let bytes = try StrictJSON.encode(context)
            let activation = StoredActivation(id: id, credential: credential.id, context: bytes, created: time)
            try transaction.keep(activation, recording: salted)
            return bytes
        }
        room.crashPoint.reached(.activationStored)
        return PendingActivation(
            id: id,
            context: Blob(context),
            challenge: Blob(ActivationContext.challenge(of: context)),
            passkey: Blob(passkey.id),
            relyingParty: room.policy.relyingParty,
            expires: time.advanced(by: SignerPolicy.activationLifetime)
        )
    }

    /// The documents as the context names them; the digest to be signed is computed here. SIGNING 0a, 19
    private func documents(
        of request: ActivationRequest,
        _ attributes: SignedAttributesCheck
    ) throws(SignerError) -> [ContextDocument] {
        let count = request.documents.count
        guard (1...SignerPolicy.documentLimit).contains(count),
            Set(request.documents.map(\.id)).count == count
        else { throw .documentCount }
        var documents: [ContextDocument] = []
        for document in request.documents {
            guard isName(document.id), isName(document.name),
                document.shownDigest.bytes.count == 32
            else { throw .malformed }
            try attributes.check(
                document.signedAttributes.bytes,
                byteRangeDigest: document.byteRangeDigest.bytes.hexadecimal
            )
            documents.append(
                ContextDocument(
                    id: document.id,
                    name: document.name,
                    sd: document.shownDigest.bytes.hexadecimal,
                    br: document.byteRangeDigest.bytes.hexadecimal,
                    dtbsr: attributes.digest(of: document.signedAttributes.bytes).hexadecimal
                )
            )
        }
        return documents
    }

    /// Values kept from an earlier activation; where there are none, there will be none.
    ///
    /// - Throws: as `SigningRoom.settle` does; `SignerError.unknownActivation`, `.otherAudience`.
    package func settle(_ id: String, client: String) async throws(SignerError) -> SignatureResponse {
        guard let stored = try await room.store.reading({ try $0.activation(id) }) else { throw .unknownActivation }
        guard try StrictJSON.decode(ActivationContext.self, from: stored.context).client_id == client else {
            throw .otherAudience
        }
        return try await room.settle(.activation, id, chain: stored.credential, client: client)
    }
}

/// Whether a consent names a wording, a language that we have and an explicit act. SAD-6
func isConsent(_ consent: ConsentReference) -> Bool {
    isDigest(consent.textDigest) && ["ja", "en"].contains(consent.locale) && isName(consent.action)
}
