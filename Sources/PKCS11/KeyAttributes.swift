import CPKCS11

/// What a token says of a key, read back from it.
///
/// - SeeAlso: KEY-1
package struct KeyAttributes: Hashable, Sendable {
    package var type: TokenKeyType
    package var isTokenObject: Bool
    package var isPrivate: Bool
    package var isSensitive: Bool
    package var isExtractable: Bool
    package var wasAlwaysSensitive: Bool
    package var wasNeverExtractable: Bool
    /// Whether the token made it, rather than took it from elsewhere.
    package var isLocal: Bool
    package var uses: Set<KeyUse>

    /// Whether the key was made in the token, cannot leave it, and can do nothing but `uses`.
    package func staysInside(for uses: Set<KeyUse>) -> Bool {
        isTokenObject && isPrivate && isSensitive && !isExtractable && wasAlwaysSensitive && wasNeverExtractable
            && self.uses == uses
    }
}

/// The type of a key, as the token names it.
package enum TokenKeyType: Hashable, Sendable, CustomStringConvertible {
    case rsa, ellipticCurve, aes, genericSecret
    case other(UInt)

    init(_ number: CK_ULONG) {
        self =
            switch number {
            case CK_ULONG(CKK_RSA): .rsa
            case CK_ULONG(CKK_EC): .ellipticCurve
            case CK_ULONG(CKK_AES): .aes
            case CK_ULONG(CKK_GENERIC_SECRET): .genericSecret
            default: .other(UInt(number))
            }
    }

    package var description: String {
        switch self {
        case .rsa: "RSA"
        case .ellipticCurve: "EC"
        case .aes: "AES"
        case .genericSecret: "GENERIC_SECRET"
        case .other(let number): "0x" + String(number, radix: 16)
        }
    }
}

/// An operation that a key may be allowed to do.
package enum KeyUse: String, Hashable, Sendable, CaseIterable {
    case sign, verify, encrypt, decrypt, wrap, unwrap, derive

    var attribute: Int {
        switch self {
        case .sign: Int(CKA_SIGN)
        case .verify: Int(CKA_VERIFY)
        case .encrypt: Int(CKA_ENCRYPT)
        case .decrypt: Int(CKA_DECRYPT)
        case .wrap: Int(CKA_WRAP)
        case .unwrap: Int(CKA_UNWRAP)
        case .derive: Int(CKA_DERIVE)
        }
    }
}

/// A template's permission bits: exactly these uses.
func uses(_ allowed: Set<KeyUse>, of candidates: [KeyUse]) -> [Attribute] {
    candidates.map { Attribute($0.attribute, allowed.contains($0)) }
}

extension KeyUse {
    /// The uses a private key's template names.
    static let ofPrivateKey: [KeyUse] = [.sign, .decrypt, .unwrap, .derive]
    /// The uses a secret key's template names.
    static let ofSecretKey: [KeyUse] = [.sign, .verify, .encrypt, .decrypt, .wrap, .unwrap, .derive]
}
