package import SignerProtocol

/// Everything a sender can ask of an envelope.
package struct Envelopes: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Makes a draft; every name must have its glyphs and every box lie on its page.
    package func create(_ request: EnvelopeRequest, by sender: SenderActor) async throws -> Envelope {
        throw ServiceError.envelopeUnknown
    }

    /// An envelope of the sender's organisation; throws `ServiceError.envelopeUnknown`.
    package func envelope(_ id: EnvelopeID, for sender: SenderActor) async throws -> Envelope {
        throw ServiceError.envelopeUnknown
    }

    /// Newest first, at most `limit`.
    package func envelopes(limit: Int, for sender: SenderActor) async throws -> [Envelope] {
        throw ServiceError.envelopeUnknown
    }

    /// Adds all signature fields and asks the first signers.
    package func send(_ id: EnvelopeID, by sender: SenderActor) async throws -> Envelope {
        throw ServiceError.envelopeUnknown
    }

    /// Ends an envelope that is not signed by all yet.
    package func void(_ id: EnvelopeID, by sender: SenderActor) async throws -> Envelope {
        throw ServiceError.envelopeUnknown
    }

    /// The newest revision of the contract; the sealed one once the state says so.
    package func document(of id: EnvelopeID, for sender: SenderActor) async throws -> DocumentContent {
        throw ServiceError.envelopeUnknown
    }

    /// 合意締結証明書; throws `ServiceError.notReady` before the envelope is sealed.
    package func certificate(of id: EnvelopeID, for sender: SenderActor) async throws -> DocumentContent {
        throw ServiceError.envelopeUnknown
    }

    /// evidence.json; throws `ServiceError.notReady` before the envelope is sealed.
    package func evidence(of id: EnvelopeID, for sender: SenderActor) async throws -> DocumentContent {
        throw ServiceError.envelopeUnknown
    }

    /// The validation report of the newest revision, JSON, judged now.
    package func validation(of id: EnvelopeID, for sender: SenderActor) async throws -> [UInt8] {
        throw ServiceError.envelopeUnknown
    }

    /// The audit chain so far.
    package func audit(of id: EnvelopeID, for sender: SenderActor) async throws -> [AuditRecord] {
        throw ServiceError.envelopeUnknown
    }
}
