package import SignerProtocol

/// One contract on its way: a document, its signers in order, a deadline.
package struct Envelope: Hashable, Sendable {
    package let id: EnvelopeID
    package let organisation: OrganisationID
    package let sender: AccountID
    package let title: String
    package let language: Language
    /// The envelope's own copy of the upload; grows with each signature.
    package let document: DocumentID
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package var signers: [Signer]
    package var state: State
    /// What the next step waits for, while a dependency is down.
    package var waitingFor: Waiting?
    /// Grows by one with each saved change.
    package var version: Int

    /// draft → outForSigning → awaitingSeal → sealed, or declined, voided, expired.
    package enum State: Hashable, Sendable, Codable {
        case draft
        case outForSigning(since: Timestamp)
        case awaitingSeal(since: Timestamp, Sealing)
        case sealed(Sealed)
        case declined(by: SignerID, at: Timestamp)
        case voided(by: AccountID, at: Timestamp)
        case expired(at: Timestamp)

        package var name: String {
            switch self {
            case .draft: "draft"
            case .outForSigning: "outForSigning"
            case .awaitingSeal: "awaitingSeal"
            case .sealed: "sealed"
            case .declined: "declined"
            case .voided: "voided"
            case .expired: "expired"
            }
        }
    }

    package init(
        id: EnvelopeID,
        organisation: OrganisationID,
        sender: AccountID,
        title: String,
        language: Language,
        document: DocumentID,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        signers: [Signer],
        state: State,
        waitingFor: Waiting?,
        version: Int
    ) {
        self.id = id
        self.organisation = organisation
        self.sender = sender
        self.title = title
        self.language = language
        self.document = document
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.signers = signers
        self.state = state
        self.waitingFor = waitingFor
        self.version = version
    }

    /// Name of the envelope's audit chain.
    package var chain: String { Self.chain(of: id) }

    package static func chain(of id: EnvelopeID) -> String { "envelope/\(id)" }
}

/// How far the seal has come.
package enum Sealing: Hashable, Sendable, Codable {
    /// Validation data and document timestamp are still to be added.
    case contractOpen
    /// The contract is B-LTA; the completion certificate is still to be made.
    case contractSealed(at: Timestamp, renewBy: Timestamp)
    /// The certificate's bytes are kept; they are still to be sealed.
    case certificateDrafted(at: Timestamp, renewBy: Timestamp, certificate: DocumentID)
}

/// What a finished envelope has.
package struct Sealed: Hashable, Sendable, Codable {
    package let at: Timestamp
    /// Always B-LTA.
    package let level: String
    /// When the document timestamp has to be renewed at the latest.
    package let renewBy: Timestamp
    package let certificate: DocumentID
    package let evidence: DocumentID

    package init(at: Timestamp, level: String, renewBy: Timestamp, certificate: DocumentID, evidence: DocumentID) {
        self.at = at
        self.level = level
        self.renewBy = renewBy
        self.certificate = certificate
        self.evidence = evidence
    }
}
