/// What a key may be used for; bit numbers as in the standard.
///
/// - SeeAlso: RFC 5280 §4.2.1.3
package struct KeyUsage: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let digitalSignature = KeyUsage(rawValue: 1 << 0)
    /// Also called contentCommitment.
    package static let nonRepudiation = KeyUsage(rawValue: 1 << 1)
    package static let keyEncipherment = KeyUsage(rawValue: 1 << 2)
    package static let dataEncipherment = KeyUsage(rawValue: 1 << 3)
    package static let keyAgreement = KeyUsage(rawValue: 1 << 4)
    package static let keyCertSign = KeyUsage(rawValue: 1 << 5)
    package static let cRLSign = KeyUsage(rawValue: 1 << 6)
    package static let encipherOnly = KeyUsage(rawValue: 1 << 7)
    package static let decipherOnly = KeyUsage(rawValue: 1 << 8)
}

/// Whether a key may sign certificates, and how many may follow.
///
/// - SeeAlso: RFC 5280 §4.2.1.9
package struct BasicConstraints: Hashable, Sendable {
    package let isAuthority: Bool
    package let pathLength: Int?
}
