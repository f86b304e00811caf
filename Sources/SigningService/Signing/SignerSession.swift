package import SignerProtocol

/// Access of one signer to one envelope, opened by exchanging the mailed link.
package struct SignerSession: Hashable, Sendable {
    package let digest: TokenDigest
    package let envelope: EnvelopeID
    package let signer: SignerID
    package let openedAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        digest: TokenDigest,
        envelope: EnvelopeID,
        signer: SignerID,
        openedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.digest = digest
        self.envelope = envelope
        self.signer = signer
        self.openedAt = openedAt
        self.expiresAt = expiresAt
    }
}
