import Crypto

/// Signature algorithms of a passkey, by their number in the COSE registry.
///
/// libfido2 1.12 reads no RSA keys out of a registration, so there is no RS256.
///
/// - SeeAlso: RFC 9053 §2; WebAuthn Level 3 §5.8.5
package enum PasskeyAlgorithm: Int, Hashable, Sendable, Codable, CaseIterable {
    case es256 = -7
    case edDSA = -8
    case es384 = -35

    /// Throws `PasskeyRefusal.algorithmUnsupported` for every other number.
    init(cose number: Int) throws(PasskeyRefusal) {
        guard let algorithm = PasskeyAlgorithm(rawValue: number) else { throw .algorithmUnsupported(number) }
        self = algorithm
    }

    /// Refuses a public key that is not one: a point outside of the curve, a modulus of another length.
    func check(publicKey: [UInt8]) throws(PasskeyRefusal) {
        do {
            switch self {
            case .es256: _ = try P256.Signing.PublicKey(rawRepresentation: publicKey)
            case .es384: _ = try P384.Signing.PublicKey(rawRepresentation: publicKey)
            case .edDSA: _ = try Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
            }
        } catch {
            throw .publicKeyMalformed
        }
    }
}
