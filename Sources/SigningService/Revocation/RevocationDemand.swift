package import SignerProtocol

/// How new revocation data have to be.
package enum RevocationDemand: Hashable, Sendable {
    /// Asked for now: a key is about to be used.
    case now
    /// What the source has after this moment, where it has published since.
    ///
    /// - SeeAlso: REV-9
    case since(Timestamp)
    /// As they are kept, as long as they are current.
    case current
}
