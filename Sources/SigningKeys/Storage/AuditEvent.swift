package import SignerProtocol

/// What the signer's audit chains can say.
package enum AuditAction: String, Hashable, Sendable, CaseIterable {
    case masterKeysMade = "master-keys-made"
    case credentialRequested = "credential-requested"
    case credentialKeyGenerated = "credential-key-generated"
    case certificationRequested = "certification-requested"
    case passkeyRegistered = "passkey-registered"
    case certificateInstalled = "certificate-installed"
    case credentialSuspended = "credential-suspended"
    case credentialResumed = "credential-resumed"
    case credentialRevoked = "credential-revoked"
    case credentialExpired = "credential-expired"
    case credentialRetired = "credential-retired"
    case credentialDestructionOrdered = "credential-destruction-ordered"
    case credentialDestroyed = "credential-destroyed"
    case serviceKeyMade = "service-key-made"
    case pooledKeyMade = "pooled-key-made"
    case pooledKeyTaken = "pooled-key-taken"
    case activationRequested = "activation-requested"
    case activationRefused = "activation-refused"
    case permissionWithdrawn = "permission-withdrawn"
    case signatureIntended = "signature-intended"
    case signatureMade = "signature-made"
    case signatureFailed = "signature-failed"
    case dataKeyMade = "data-key-made"
    case dataKeyOpened = "data-key-opened"
    case operatorRequested = "operator-requested"
    case operatorEnrolled = "operator-enrolled"
    case operatorAdmitted = "operator-admitted"
    case operatorCodeRefused = "operator-code-refused"
    case operatorRemoved = "operator-removed"
    case actRequested = "act-requested"
    case actApproved = "act-approved"
    case actPerformed = "act-performed"
}

/// A fact on its way to a chain.
///
/// The store gives it a number and the digest of the entry before.
package struct AuditEvent: Hashable, Sendable {
    package let chain: String
    package let time: Timestamp
    package let actor: String
    package let action: AuditAction
    package let salt: [UInt8]
    /// UTF-8 JSON.
    package let payload: [UInt8]

    init(
        _ action: AuditAction,
        chain: String,
        actor: String,
        at time: Timestamp,
        _ facts: [String: String]
    ) {
        self.chain = chain
        self.time = time
        self.actor = actor
        self.action = action
        self.salt = randomBytes(32)
        do {
            payload = try StrictJSON.encode(facts)
        } catch {
            preconditionFailure("text always encodes: \(error)")
        }
    }

    /// The entry after `previous`, with its salt and payload.
    package func record(sequence: Int, previous: Blob) -> AuditRecord {
        AuditRecord(
            entry: AuditEntry(
                chain: chain,
                sequence: sequence,
                time: time,
                actor: actor,
                action: action.rawValue,
                payloadDigest: AuditEntry.digest(ofPayload: payload, salt: salt),
                previous: previous
            ),
            salt: Blob(salt),
            payload: Blob(payload)
        )
    }
}

/// The chain of things that belong to no credential.
package let signerChain = "signer"
