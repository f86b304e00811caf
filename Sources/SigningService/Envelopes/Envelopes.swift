package import SignerProtocol

/// Everything a sender can ask of an envelope.
package struct Envelopes: Sendable {
    let needs: ServiceNeeds

    /// The most envelopes that a list shows.
    package static let listLimit = 200

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// An envelope of the sender's organisation; throws `ServiceError.envelopeUnknown`.
    package func envelope(_ id: EnvelopeID, for sender: SenderActor) async throws -> Envelope {
        try await withDocument(id, for: sender).envelope
    }

    /// Newest first, at most `limit`.
    package func envelopes(limit: Int, for sender: SenderActor) async throws -> [Envelope] {
        try await needs.store.read { try $0.envelopes(of: sender.organisation, limit: limit) }
    }

    /// Those whose title, or a signer's name or address, contains the text; newest first, at most `limit`.
    ///
    /// - Throws: `ServiceError.textRefused` unless it is one plain line of at most `SearchText.limit` characters.
    package func envelopes(matching text: String, limit: Int, for sender: SenderActor) async throws -> [Envelope] {
        let text = try SearchText(text)
        return try await needs.store.read { try $0.envelopes(of: sender.organisation, matching: text, limit: limit) }
    }

    /// The newest revision of the contract; the sealed one once the state says so.
    package func document(of id: EnvelopeID, for sender: SenderActor) async throws -> DocumentContent {
        let document = try await withDocument(id, for: sender).document
        return try await Custody(needs: needs).content(of: document, by: sender.auditName)
    }

    /// 合意締結証明書; throws `ServiceError.notReady` before the envelope is sealed.
    package func certificate(of id: EnvelopeID, for sender: SenderActor) async throws -> DocumentContent {
        try await artefact(of: id, for: sender) { $0.certificate }
    }

    /// The 印影 of a signer as SVG; throws `ServiceError.envelopeUnknown`.
    package func imprint(of signer: SignerID, in id: EnvelopeID, for sender: SenderActor) async throws -> String {
        guard let signer = try await envelope(id, for: sender).signer(signer) else {
            throw ServiceError.envelopeUnknown
        }
        return try signer.imprint.svg(name: signer.name, fonts: needs.fonts)
    }

    /// evidence.json; throws `ServiceError.notReady` before the envelope is sealed.
    package func evidence(of id: EnvelopeID, for sender: SenderActor) async throws -> DocumentContent {
        try await artefact(of: id, for: sender) { $0.evidence }
    }

    /// The validation report of the newest revision, JSON, judged now; throws `ServiceError.notReady` before a signature.
    package func validation(of id: EnvelopeID, for sender: SenderActor) async throws -> [UInt8] {
        let (envelope, document) = try await withDocument(id, for: sender)
        guard envelope.signers.contains(where: { $0.signedAt != nil }) else {
            throw ServiceError.notReady(state: envelope.state.name)
        }
        let open = try await Custody(needs: needs).open(document, by: sender.auditName, for: .read)
        return try await needs.onDocumentThreads {
            try open.source.surfacing { try Judge(needs: needs).report(on: open.source) }
        }
    }

    /// The audit chain so far.
    package func audit(of id: EnvelopeID, for sender: SenderActor) async throws -> [AuditRecord] {
        let envelope = try await envelope(id, for: sender)
        return try await needs.store.read { try $0.audit(chain: envelope.chain) }
    }

    func withDocument(
        _ id: EnvelopeID,
        for sender: SenderActor
    ) async throws -> (envelope: Envelope, document: StoredDocument) {
        let found = try await needs.envelopeWithDocument(id)
        guard found.envelope.organisation == sender.organisation else { throw ServiceError.envelopeUnknown }
        return found
    }

    private func artefact(
        of id: EnvelopeID,
        for sender: SenderActor,
        _ which: @Sendable (Sealed) -> DocumentID
    ) async throws -> DocumentContent {
        let envelope = try await envelope(id, for: sender)
        guard case .sealed(let sealed) = envelope.state else {
            throw ServiceError.notReady(state: envelope.state.name)
        }
        let wanted = which(sealed)
        guard let document = try await needs.store.read({ try $0.document(wanted) }) else {
            throw ServiceError.documentUnknown
        }
        return try await Custody(needs: needs).content(of: document, by: sender.auditName)
    }
}
