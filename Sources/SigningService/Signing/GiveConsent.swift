extension SigningCeremony {
    /// The acts that count as a consent: explicit ones, never a box that may have been ticked. SAD-6
    package static let acts: Set<String> = ["press-and-hold", "typed-name"]

    /// Records the consent to the wording in force and to the bytes shown.
    ///
    /// - Throws: `ServiceError.notViewed`, `.consentMismatch` when the wording or the act is another.
    package func consent(_ request: ConsentRequest, by actor: SignerActor) async throws {
        try await consent(request, to: nil, by: actor)
    }

    /// Records the consent to exactly these bytes; throws `ServiceError.digestMismatch`, too, when the document has grown.
    package func consent(_ request: ConsentRequest, to shown: [UInt8]?, by actor: SignerActor) async throws {
        let statement = needs.consent(in: request.locale)
        guard request.statement == statement.id, request.version == statement.version,
            request.digest == statement.digest.hexadecimal, Self.acts.contains(request.action)
        else { throw ServiceError.consentMismatch }
        let time = needs.now()
        try await needs.change(actor.envelope) { envelope, transaction in
            guard let document = try transaction.document(envelope.document) else {
                throw ServiceError.documentUnknown
            }
            if let shown, shown != document.sha256 { throw ServiceError.digestMismatch }
            let consent = Consent(
                statement: statement.id,
                version: statement.version,
                locale: statement.locale,
                digest: statement.digest,
                action: request.action,
                documentDigest: document.sha256,
                at: time
            )
            return try transaction.freed(envelope, for: actor.signer, at: time).consented(consent, by: actor)
        }
    }
}
