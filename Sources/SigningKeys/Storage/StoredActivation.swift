package import SignerProtocol

/// An activation context as the signer keeps it.
package struct StoredActivation: Hashable, Sendable {
    package let id: String
    package let credential: String
    /// The exact bytes of the `ActivationContext`; the challenge is their digest.
    package let context: [UInt8]
    package let created: Timestamp

    package init(id: String, credential: String, context: [UInt8], created: Timestamp) {
        self.id = id
        self.credential = credential
        self.context = context
        self.created = created
    }
}
