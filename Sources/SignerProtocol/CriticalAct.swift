import Crypto

/// An act that two operators have to approve: what is done, to what, and why.
///
/// The signer process writes it once as UTF-8 JSON. Those exact bytes are stored, hashed for the challenge of both
/// passkeys, and shown; nobody encodes them a second time.
///
/// - SeeAlso: SIGNING 0a, 10
package struct CriticalAct: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A person's key is destroyed by the operator; the target is a credential.
        case destroyCredential = "destroy-credential"
        /// Somebody becomes an operator; the target is her enrolment.
        case admitOperator = "admit-operator"
        /// Somebody is no operator any more.
        case removeOperator = "remove-operator"
    }

    /// Format; this is version 1.
    package let ver: Int
    /// The signer process that has to check the approvals, `sam:` and its instance id.
    package let aud: String
    /// The service instance that asked, by its name in the client certificate.
    package let client_id: String
    package let kind: Kind
    /// Id of what is acted on.
    package let target: String
    /// What the signer knows of the target now; an act on something that has changed is not performed.
    package let facts: [String: String]
    /// Why, in the words of whoever asked.
    package let reason: String
    /// 32 random bytes of the signer.
    package let nonce: Blob
    package let iat: Timestamp
    package let exp: Timestamp

    package init(
        aud: String,
        client_id: String,
        kind: Kind,
        target: String,
        facts: [String: String],
        reason: String,
        nonce: Blob,
        iat: Timestamp,
        exp: Timestamp
    ) {
        ver = 1
        self.aud = aud
        self.client_id = client_id
        self.kind = kind
        self.target = target
        self.facts = facts
        self.reason = reason
        self.nonce = nonce
        self.iat = iat
        self.exp = exp
    }

    /// The WebAuthn challenge for these exact bytes: SHA-256("chigiri-critical-act-v1\0" ‖ bytes).
    package static func challenge(of bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: Array("chigiri-critical-act-v1\0".utf8) + bytes))
    }
}

/// Asks that an act be put before the operators.
package struct CriticalActRequest: Hashable, Sendable, Codable {
    package let kind: CriticalAct.Kind
    package let target: String
    package let reason: String
    /// Who asks, as the service says it, such as `account:…`; nil: the service itself, for all that the signer knows.
    package let proposer: String?

    package init(kind: CriticalAct.Kind, target: String, reason: String, proposer: String? = nil) {
        self.kind = kind
        self.target = target
        self.reason = reason
        self.proposer = proposer
    }
}

/// An act with its approvals, as the signer keeps it.
package struct CriticalActRecord: Hashable, Sendable, Codable {
    /// One operator's approval, which anyone can verify again with her passkey.
    package struct Approval: Hashable, Sendable, Codable {
        package let `operator`: String
        package let duty: OperatorDuty
        package let time: Timestamp
        package let assertion: PasskeyAssertionBytes

        package init(operator: String, duty: OperatorDuty, time: Timestamp, assertion: PasskeyAssertionBytes) {
            self.operator = `operator`
            self.duty = duty
            self.time = time
            self.assertion = assertion
        }
    }

    package let id: String
    /// The exact bytes of the `CriticalAct`.
    package let act: Blob
    package let approvals: [Approval]
    /// Nil until both have approved.
    package let performedAt: Timestamp?

    package init(id: String, act: Blob, approvals: [Approval], performedAt: Timestamp?) {
        self.id = id
        self.act = act
        self.approvals = approvals
        self.performedAt = performedAt
    }
}
