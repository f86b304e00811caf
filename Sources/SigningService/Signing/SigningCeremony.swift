package import SignerProtocol

/// Everything a signer can do, from the mailed link to the signature.
package struct SigningCeremony: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Opens a session for a mailed link. `sender` is whoever the request's own bearer token belongs to, if it has one.
    ///
    /// - Throws: `ServiceError.linkUnknown`, `.linkOver`, `.linkOpenedBySender`.
    package func exchange(token: String, openedBy sender: SenderActor?) async throws -> OpenedSession {
        throw ServiceError.linkUnknown
    }

    /// The signer to whom a session belongs; throws `ServiceError.sessionUnknown`.
    package func signer(bearing session: String) async throws -> SignerActor {
        throw ServiceError.sessionUnknown
    }

    package func overview(for signer: SignerActor) async throws -> SigningOverview {
        throw ServiceError.sessionUnknown
    }

    /// The exact bytes shown, the newest revision.
    package func document(for signer: SignerActor) async throws -> DocumentContent {
        throw ServiceError.sessionUnknown
    }

    /// Records that the document was shown.
    package func viewed(by signer: SignerActor) async throws {
        throw ServiceError.sessionUnknown
    }

    /// Records the consent to the wording in force and to the bytes shown.
    package func consent(_ request: ConsentRequest, by signer: SignerActor) async throws {
        throw ServiceError.sessionUnknown
    }

    /// Options for a signing passkey; makes the key in the HSM when there is none yet.
    ///
    /// - Throws: `ServiceError.passkeyAlreadyEnrolled` when the address has an active credential: go on to `begin`.
    package func passkeyOptions(for signer: SignerActor) async throws -> PasskeyOptions {
        throw ServiceError.sessionUnknown
    }

    /// Binds the passkey and has the certificate issued; repeat it when a dependency was down. The credential's id.
    package func registerPasskey(
        _ registration: PasskeyRegistrationBytes,
        for signer: SignerActor
    ) async throws -> String {
        throw ServiceError.sessionUnknown
    }

    /// Prepares the signature and holds the document for a moment.
    ///
    /// - Throws: `ServiceError.busy` while another signer holds it, `.waiting` when a dependency is down.
    package func begin(by signer: SignerActor) async throws -> BegunSignature {
        throw ServiceError.sessionUnknown
    }

    /// Party: uses the key with her passkey's assertion.
    package func activate(
        _ activation: String,
        assertion: PasskeyAssertionBytes,
        by signer: SignerActor
    ) async throws -> SignatureProgress {
        throw ServiceError.sessionUnknown
    }

    /// Witness: instructs the operator's seal; `digests` are the DTBS/R she was shown, hexadecimal, in order.
    package func confirm(
        _ confirmation: String,
        digests: [String],
        by signer: SignerActor
    ) async throws -> SignatureProgress {
        throw ServiceError.sessionUnknown
    }

    /// Refuses to sign, with a reason; ends the envelope for everyone.
    package func decline(reason: String, by signer: SignerActor) async throws {
        throw ServiceError.sessionUnknown
    }
}
