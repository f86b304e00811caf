package import CMS
import PKCS11
import SignerProtocol

/// The types of signing keys that there are: the kind of key with the one way in which it signs.
///
/// A key keeps its type for life; settings say what the next one will be.
///
/// - SeeAlso: CMS-B4; SIGNING E
package enum KeyType: String, Hashable, Sendable, CaseIterable {
    case p256 = "P-256"
    case p384 = "P-384"
    case rsaPSS = "RSA-3072-PSS"
    case rsaPKCS1 = "RSA-3072-PKCS1"

    var kind: KeyKind {
        switch self {
        case .p256: .p256
        case .p384: .p384
        case .rsaPSS, .rsaPKCS1: .rsa3072
        }
    }

    /// Whether people's keys of this type are made ahead of time, because making one takes long.
    package var isPooled: Bool { kind == .rsa3072 }

    var mechanism: SignatureMechanism {
        switch self {
        case .p256, .p384: .ecdsa
        case .rsaPSS: .rsaPSS
        case .rsaPKCS1: .rsaPKCS1
        }
    }

    /// The hash of document and attributes. CMS-B3
    package var hash: HashAlgorithm {
        switch self {
        case .p256, .rsaPSS, .rsaPKCS1: .sha256
        case .p384: .sha384
        }
    }

    /// As requests and signatures name it.
    package var algorithm: AlgorithmIdentifier {
        switch self {
        case .p256: .ecdsaWithSHA256
        case .p384: .ecdsaWithSHA384
        case .rsaPSS: .rsaPSS(.sha256)
        case .rsaPKCS1: .sha256WithRSA
        }
    }

    /// What the HSM gets to sign for a message.
    func input(for message: [UInt8]) -> [UInt8] {
        let digest = hash.digest(of: message)
        return self == .rsaPKCS1 ? hash.digestInfo(digest) : digest
    }

    /// A raw value of the HSM as CMS and certificates hold it: DER of r and s for ECDSA. CMS-B4
    func encoded(_ value: [UInt8]) throws(CMSError) -> [UInt8] {
        switch self {
        case .p256, .p384: try ECDSASignature.der(raw: value)
        case .rsaPSS, .rsaPKCS1: value
        }
    }

    /// Whether a new signature may be made at this time: PKCS #1 v1.5 ends with 2028. SIGNING E, E-2
    func checkUsable(at time: Timestamp) throws(SignerError) {
        guard self != .rsaPKCS1 || time < Self.endOfPKCS1 else { throw .algorithmRefused }
    }

    /// 2029-01-01T00:00:00Z.
    private static let endOfPKCS1 = Timestamp(milliseconds: 1_861_920_000_000)
}

extension PublicKeyValue {
    /// SubjectPublicKeyInfo in DER.
    ///
    /// Whether it is the right one shows with the first signature, over the certification request, which is verified.
    ///
    /// - SeeAlso: RFC 5480 §2; RFC 8017 §A.1.1
    func info(_ kind: KeyKind) throws(SignerError) -> [UInt8] {
        let info: [UInt8]
        switch (kind, self) {
        case (.p256, .point(let point)): info = PublicKeyInfo.ellipticCurve(.p256, point: point)
        case (.p384, .point(let point)): info = PublicKeyInfo.ellipticCurve(.p384, point: point)
        case (.rsa3072, .rsa(let modulus, let exponent)):
            info = PublicKeyInfo.rsa(modulus: modulus, exponent: exponent)
        default: throw .hsmUnavailable
        }
        guard (try? PublicKey(publicKeyInfo: info)) != nil else { throw .hsmUnavailable }
        return info
    }
}
