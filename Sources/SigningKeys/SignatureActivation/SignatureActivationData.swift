import SignerProtocol

/// A person's permission, checked in every point but the last: that it is unused.
///
/// Redeeming it consumes it.
///
/// - SeeAlso: SAD-2, SAD-3
package struct SignatureActivationData: ~Copyable, Sendable {
    let activation: StoredActivation
    let credential: Credential
    let key: SigningKey
    /// The documents of the context to sign now, in the order asked for.
    let uses: [PermissionUse]
    let assertion: AcceptedAssertion
    /// The assertion as the browser gave it: the evidence.
    let assertionBytes: PasskeyAssertionBytes
    let lists: [SeenList]
}
