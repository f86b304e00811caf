package import SignerProtocol

/// A person who approves critical acts, with a passkey that this signer alone accepts.
///
/// - SeeAlso: SIGNING 0a, 10 and 24
package struct Operator: Hashable, Sendable {
    package let id: String
    package let subject: String
    package let name: String
    package internal(set) var duty: OperatorDuty
    /// WebAuthn user handle.
    package let userHandle: [UInt8]
    package internal(set) var state: OperatorRecord.State
    /// Counts the saves; 0 before the first.
    package internal(set) var version: Int
    package internal(set) var openRegistration: OpenRegistration?
    package internal(set) var passkey: EnrolledPasskey?
    /// The HSM's HMAC over person, duty and passkey, made when she is admitted: a state alone makes nobody an operator.
    package internal(set) var admission: [UInt8]?

    package init(
        id: String,
        subject: String,
        name: String,
        duty: OperatorDuty,
        userHandle: [UInt8],
        state: OperatorRecord.State,
        version: Int,
        openRegistration: OpenRegistration?,
        passkey: EnrolledPasskey?,
        admission: [UInt8]?
    ) {
        self.id = id
        self.subject = subject
        self.name = name
        self.duty = duty
        self.userHandle = userHandle
        self.state = state
        self.version = version
        self.openRegistration = openRegistration
        self.passkey = passkey
        self.admission = admission
    }

    var record: OperatorRecord {
        OperatorRecord(
            id: id,
            subject: subject,
            name: name,
            duty: duty,
            state: state,
            passkey: passkey.map {
                OperatorRecord.Passkey(id: Blob($0.id), publicKey: Blob($0.publicKey), algorithm: $0.algorithm)
            }
        )
    }

    /// What an act on her is approved for: this person, this duty, this passkey.
    var facts: [String: String] {
        [
            "subject": subject, "name": name, "duty": duty.rawValue, "state": state.rawValue,
            "passkey": passkey.map { sha256($0.publicKey).hexadecimal } ?? "",
        ]
    }

    /// Decides a change with its entry in the signer's chain.
    func changed(
        _ action: AuditAction,
        by actor: String,
        at time: Timestamp,
        _ facts: [String: String]
    ) -> OperatorChange {
        var changed = self
        changed.version += 1
        return OperatorChange(
            subject: changed,
            expectedVersion: version,
            audit: AuditEvent(
                action,
                chain: signerChain,
                actor: actor,
                at: time,
                facts.merging(["operator": id, "duty": duty.rawValue, "state": state.rawValue]) { $1 }
            )
        )
    }
}

/// A decided change of an operator with its audit entry.
package struct OperatorChange: Hashable, Sendable {
    package let subject: Operator
    package let expectedVersion: Int
    package let audit: AuditEvent
}
