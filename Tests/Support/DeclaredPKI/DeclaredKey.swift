package import CMS
package import Crypto
package import CryptoExtras

/// A software key of a test with the algorithm that it signs with.
package enum DeclaredKey: Sendable {
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey, Padding)

    package enum Padding: Hashable, Sendable {
        case pss, pkcs1
    }

    /// A fresh key, the default of everything declared.
    package static func p256() -> DeclaredKey { .p256(P256.Signing.PrivateKey()) }

    package static func p384() -> DeclaredKey { .p384(P384.Signing.PrivateKey()) }

    /// The one RSA key of the process: making it takes long, and no test needs two.
    package static func rsa3072(_ padding: Padding) throws -> DeclaredKey {
        .rsa(try sharedRSAKey.get(), padding)
    }

    private static let sharedRSAKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits3072) }

    /// SubjectPublicKeyInfo in DER.
    package var publicKeyInfo: [UInt8] {
        switch self {
        case .p256(let key): PublicKeyInfo.ellipticCurve(.p256, point: Array(key.publicKey.x963Representation))
        case .p384(let key): PublicKeyInfo.ellipticCurve(.p384, point: Array(key.publicKey.x963Representation))
        case .rsa(let key, _): Array(key.publicKey.derRepresentation)
        }
    }

    package var algorithm: AlgorithmIdentifier {
        switch self {
        case .p256: .ecdsaWithSHA256
        case .p384: .ecdsaWithSHA384
        case .rsa(_, .pss): .rsaPSS(.sha256)
        case .rsa(_, .pkcs1): .sha256WithRSA
        }
    }

    package var digestAlgorithm: HashAlgorithm {
        switch self {
        case .p256, .rsa: .sha256
        case .p384: .sha384
        }
    }

    /// A signature as certificates and CMS hold it: DER of r and s, or as many bytes as the modulus has.
    package func sign(_ message: [UInt8]) throws -> [UInt8] {
        switch self {
        case .p256(let key): Array(try key.signature(for: message).derRepresentation)
        case .p384(let key): Array(try key.signature(for: message).derRepresentation)
        case .rsa(let key, .pss):
            Array(try key.signature(for: SHA256.hash(data: message), padding: .PSS).rawRepresentation)
        case .rsa(let key, .pkcs1):
            Array(try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }
}

/// The types of keys that signers have.
package enum DeclaredKeyType: String, Hashable, Sendable, CaseIterable {
    case p256, p384, rsaPSS, rsaPKCS1

    package func key() throws -> DeclaredKey {
        switch self {
        case .p256: .p256()
        case .p384: .p384()
        case .rsaPSS: try .rsa3072(.pss)
        case .rsaPKCS1: try .rsa3072(.pkcs1)
        }
    }
}
