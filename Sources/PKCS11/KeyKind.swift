import CPKCS11

/// The kinds of signing keys that we make.
package enum KeyKind: Hashable, Sendable, CaseIterable {
    case p256, p384, rsa3072

    /// Bytes of a raw signature value: r ‖ s, or as many as the modulus has.
    package var signatureLength: Int {
        switch self {
        case .p256: 64
        case .p384: 96
        case .rsa3072: 384
        }
    }

    var type: CK_ULONG {
        switch self {
        case .p256, .p384: CK_ULONG(CKK_EC)
        case .rsa3072: CK_ULONG(CKK_RSA)
        }
    }

    var generation: CK_MECHANISM_TYPE {
        switch self {
        case .p256, .p384: CK_MECHANISM_TYPE(CKM_EC_KEY_PAIR_GEN)
        case .rsa3072: CK_MECHANISM_TYPE(CKM_RSA_PKCS_KEY_PAIR_GEN)
        }
    }

    /// What the public template says of the key: the curve, or modulus length and exponent 65537.
    var parameters: [Attribute] {
        switch self {
        case .p256, .p384: [Attribute(Int(CKA_EC_PARAMS), namedCurve)]
        case .rsa3072:
            [Attribute(Int(CKA_MODULUS_BITS), number: 3072), Attribute(Int(CKA_PUBLIC_EXPONENT), [1, 0, 1])]
        }
    }

    /// The curve as a DER OBJECT IDENTIFIER; empty for RSA.
    var namedCurve: [UInt8] {
        switch self {
        case .p256: [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
        case .p384: [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]
        case .rsa3072: []
        }
    }
}

/// The public half of a key pair, as the token tells it.
package enum PublicKeyValue: Hashable, Sendable {
    /// 0x04, x, y.
    case point([UInt8])
    /// Big-endian.
    case rsa(modulus: [UInt8], exponent: [UInt8])
}

/// A new key pair.
package struct KeyPair: Sendable {
    package let privateKey: KeyHandle
    package let publicKey: PublicKeyValue
}

/// How a private key signs.
///
/// Everything is hashed before it comes here: Debian's SoftHSM has no mechanism that hashes and signs with ECDSA.
package enum SignatureMechanism: Hashable, Sendable {
    /// Over a digest as long as the curve.
    case ecdsa
    /// RSASSA-PKCS1-v1_5 over a DigestInfo.
    case rsaPKCS1
    /// RSASSA-PSS over a SHA-256 digest, MGF1 with SHA-256, 32 bytes of salt.
    case rsaPSS

    var type: CK_MECHANISM_TYPE {
        switch self {
        case .ecdsa: CK_MECHANISM_TYPE(CKM_ECDSA)
        case .rsaPKCS1: CK_MECHANISM_TYPE(CKM_RSA_PKCS)
        case .rsaPSS: CK_MECHANISM_TYPE(CKM_RSA_PKCS_PSS)
        }
    }
}
