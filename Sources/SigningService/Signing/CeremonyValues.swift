package import SignerProtocol

/// What a signer gets for a link: a session of her own.
package struct OpenedSession: Sendable {
    package let session: SecretToken
    package let envelope: EnvelopeID
    package let signer: SignerID
    package let expiresAt: Timestamp
}

/// What a signer is shown before she signs.
package struct SigningOverview: Sendable {
    package let title: String
    package let senderName: String
    package let organisation: String
    package let envelope: EnvelopeID
    package let state: Envelope.State
    package let expiresAt: Timestamp?
    package let me: Signer
    /// Whether the party signer already has a signing passkey; nil for a witness.
    package let hasPasskey: Bool?
    package let documentName: String
    package let pages: Int
    /// SHA-256 of the bytes shown.
    package let sha256: [UInt8]
    package let statement: ConsentStatement
    package let waitingFor: Waiting?
}

/// A consent as the signer sent it.
package struct ConsentRequest: Hashable, Sendable {
    package let statement: String
    package let version: Int
    /// SHA-256 of the wording, hexadecimal.
    package let digest: String
    package let locale: Language
    package let action: String

    package init(statement: String, version: Int, digest: String, locale: Language, action: String) {
        self.statement = statement
        self.version = version
        self.digest = digest
        self.locale = locale
        self.action = action
    }
}

/// What `navigator.credentials.create` needs for a signing passkey.
package struct PasskeyOptions: Hashable, Sendable {
    package let relyingParty: String
    package let challenge: [UInt8]
    package let userHandle: [UInt8]
    /// The verified address.
    package let userName: String
    package let displayName: String
    /// Passkeys that the person has already.
    package let excluded: [[UInt8]]

    package init(
        relyingParty: String,
        challenge: [UInt8],
        userHandle: [UInt8],
        userName: String,
        displayName: String,
        excluded: [[UInt8]] = []
    ) {
        self.relyingParty = relyingParty
        self.challenge = challenge
        self.userHandle = userHandle
        self.userName = userName
        self.displayName = displayName
        self.excluded = excluded
    }
}

/// A signature prepared for a signer, waiting for her act.
package enum BegunSignature: Sendable {
    /// Party: `pending` carries the context bytes, the challenge, the passkey and the relying party.
    case party(PendingActivation, [ContextDocument])
    /// Witness: the digests she confirms.
    case witness(confirmation: String, [ContextDocument], ConsentStatement)
}

/// How far a signature is after the signer's act.
package enum SignatureProgress: Hashable, Sendable {
    case signed
    /// The value exists or is being fetched; the worker goes on. What it waits for, if known.
    case signing(waitingFor: Waiting?)
}
