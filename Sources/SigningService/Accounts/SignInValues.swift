package import SignerProtocol

/// A passkey with which an account signs in.
///
/// It is a passkey of its own: those for signatures live in the signer process and are never accepted here, nor these
/// there.
package struct SignInPasskey: Hashable, Sendable {
    package let credentialID: [UInt8]
    package let account: AccountID
    /// The credential record of WebAuthn Level 3 §4 as JSON.
    package let record: String
    package let signCount: Int
    package let createdAt: Timestamp

    package init(credentialID: [UInt8], account: AccountID, record: String, signCount: Int, createdAt: Timestamp) {
        self.credentialID = credentialID
        self.account = account
        self.record = record
        self.signCount = signCount
        self.createdAt = createdAt
    }
}

/// A challenge that was given to a browser and may be answered once.
package struct SignInChallenge: Hashable, Sendable {
    /// What an answer to it does.
    package enum Purpose: Hashable, Sendable {
        case signIn
        case registration(AccountID)
    }

    /// SHA-256 of the challenge.
    package let digest: [UInt8]
    package let purpose: Purpose
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp

    package init(digest: [UInt8], purpose: Purpose, issuedAt: Timestamp, expiresAt: Timestamp) {
        self.digest = digest
        self.purpose = purpose
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    /// Whom a registration is for.
    package var account: AccountID? {
        switch purpose {
        case .signIn: nil
        case .registration(let account): account
        }
    }
}

/// A browser in which somebody has signed in.
package struct AccountSession: Hashable, Sendable {
    package let digest: TokenDigest
    package let account: AccountID
    package let openedAt: Timestamp
    package let expiresAt: Timestamp

    package init(digest: TokenDigest, account: AccountID, openedAt: Timestamp, expiresAt: Timestamp) {
        self.digest = digest
        self.account = account
        self.openedAt = openedAt
        self.expiresAt = expiresAt
    }
}

/// The relying party of WebAuthn, as the operator named it.
package struct RelyingPartySettings: Hashable, Sendable {
    package let id: String
    package let origins: [String]

    package init(id: String, origins: [String]) {
        self.id = id
        self.origins = origins
    }
}
