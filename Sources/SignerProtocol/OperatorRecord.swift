import Crypto

/// The two duties that no one person holds: an act on keys needs one approval of each.
package enum OperatorDuty: String, Hashable, Sendable, Codable, CaseIterable {
    case keyCustodian = "key-custodian"
    case securityOfficer = "security-officer"
}

/// What the service may know of an operator of the signer.
package struct OperatorRecord: Hashable, Sendable, Codable {
    /// REQUESTED → ENROLLED (with a passkey) → ACTIVE → REMOVED.
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case requested = "REQUESTED"
        case enrolled = "ENROLLED"
        case active = "ACTIVE"
        case removed = "REMOVED"
    }

    package let id: String
    /// Her address: one person has one duty.
    package let subject: String
    package let name: String
    package let duty: OperatorDuty
    package let state: State
    /// With which her approvals can be verified; nil before there is one.
    package let passkey: Passkey?

    package struct Passkey: Hashable, Sendable, Codable {
        package let id: Blob
        package let publicKey: Blob
        /// Number in the COSE registry.
        package let algorithm: Int

        package init(id: Blob, publicKey: Blob, algorithm: Int) {
            self.id = id
            self.publicKey = publicKey
            self.algorithm = algorithm
        }

        /// SHA-256 of the public key: what its owner reads out to those who admit her.
        package var fingerprint: [UInt8] { Array(SHA256.hash(data: publicKey.bytes)) }
    }

    package init(
        id: String,
        subject: String,
        name: String,
        duty: OperatorDuty,
        state: State,
        passkey: Passkey?
    ) {
        self.id = id
        self.subject = subject
        self.name = name
        self.duty = duty
        self.state = state
        self.passkey = passkey
    }
}

/// Asks for a new operator.
package struct OperatorRequest: Hashable, Sendable, Codable {
    package let subject: String
    package let name: String
    package let duty: OperatorDuty

    package init(subject: String, name: String, duty: OperatorDuty) {
        self.subject = subject
        self.name = name
        self.duty = duty
    }
}

/// What a browser needs to make an operator's passkey.
package struct OperatorEnrolment: Hashable, Sendable, Codable {
    package let id: String
    package let challenge: Blob
    package let relyingParty: String
    package let userHandle: Blob

    package init(id: String, challenge: Blob, relyingParty: String, userHandle: Blob) {
        self.id = id
        self.challenge = challenge
        self.relyingParty = relyingParty
        self.userHandle = userHandle
    }
}

/// An operator's new passkey; `code` is that of the first operator of a duty, and absent for every other.
package struct OperatorRegistration: Hashable, Sendable, Codable {
    package let registration: PasskeyRegistrationBytes
    package let code: String?

    package init(registration: PasskeyRegistrationBytes, code: String?) {
        self.registration = registration
        self.code = code
    }
}
