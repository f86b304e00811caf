package import SignerProtocol

/// Those who send contracts together.
package struct Organisation: Hashable, Sendable {
    package let id: OrganisationID
    package let name: String
    package let createdAt: Timestamp

    package init(id: OrganisationID, name: String, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
    }
}

/// A person who sends contracts for an organisation.
package struct Account: Hashable, Sendable {
    package let id: AccountID
    package let organisation: OrganisationID
    package let name: String
    package let address: MailAddress
    /// May bring people in and give them their roles.
    package internal(set) var isAdministrator: Bool
    package internal(set) var roles: Set<Role>
    package let state: State
    package let createdAt: Timestamp

    /// active ⇄ locked, and from both closed, for good.
    package enum State: String, Hashable, Sendable, CaseIterable {
        case active
        /// For a while: nothing of hers opens anything.
        case locked
        case closed
    }

    package init(
        id: AccountID,
        organisation: OrganisationID,
        name: String,
        address: MailAddress,
        isAdministrator: Bool,
        roles: Set<Role> = [],
        state: State = .active,
        createdAt: Timestamp
    ) {
        self.id = id
        self.organisation = organisation
        self.name = name
        self.address = address
        self.isAdministrator = isAdministrator
        self.roles = roles
        self.state = state
        self.createdAt = createdAt
    }
}

/// A sender whose API token has been checked.
package struct SenderActor: Hashable, Sendable {
    package let account: Account

    package init(account: Account) {
        self.account = account
    }

    package var organisation: OrganisationID { account.organisation }

    /// The name under which this actor appears in audit entries and read tickets.
    package var auditName: String { "account:\(account.id)" }
}

/// A signer whose session has been checked; belongs to one envelope.
package struct SignerActor: Hashable, Sendable {
    package let envelope: EnvelopeID
    package let signer: SignerID
    /// Digest of the session, never the session itself.
    package let session: TokenDigest
    package let authenticatedAt: Timestamp

    package init(envelope: EnvelopeID, signer: SignerID, session: TokenDigest, authenticatedAt: Timestamp) {
        self.envelope = envelope
        self.signer = signer
        self.session = session
        self.authenticatedAt = authenticatedAt
    }

    package var auditName: String { "signer:\(signer)" }
}
