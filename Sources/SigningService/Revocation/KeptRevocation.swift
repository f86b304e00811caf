package import SignerProtocol

/// An OCSP response or a CRL that was fetched and verified, kept for whoever asks next.
///
/// It is verified again whenever it is used: what stands in a database is no proof.
///
/// - SeeAlso: REV-10
package struct KeptRevocation: Hashable, Sendable {
    /// SHA-256 over what was asked: the issuer's key and the serial number, or the address of a list.
    package let key: [UInt8]
    package let der: [UInt8]
    package let fetchedAt: Timestamp
    /// From then on it is not used.
    package let expiresAt: Timestamp

    package init(key: [UInt8], der: [UInt8], fetchedAt: Timestamp, expiresAt: Timestamp) {
        self.key = key
        self.der = der
        self.fetchedAt = fetchedAt
        self.expiresAt = expiresAt
    }
}
