import CMS
import SwiftASN1

/// What a signature algorithm identifier says: the family, and the hash that goes with it.
struct SignatureSuite: Hashable, Sendable {
    let family: SignatureFamily
    /// The hash algorithm's OID.
    let hash: String
    /// The OID of the hash in the mask generation function of RSASSA-PSS.
    let maskHash: String?

    private static let combined: [String: (SignatureFamily, String)] = [
        "1.2.840.113549.1.1.4": (.rsa, "1.2.840.113549.2.5"),
        "1.2.840.113549.1.1.5": (.rsa, "1.3.14.3.2.26"),
        "1.2.840.113549.1.1.14": (.rsa, "2.16.840.1.101.3.4.2.4"),
        "1.2.840.113549.1.1.11": (.rsa, "2.16.840.1.101.3.4.2.1"),
        "1.2.840.113549.1.1.12": (.rsa, "2.16.840.1.101.3.4.2.2"),
        "1.2.840.113549.1.1.13": (.rsa, "2.16.840.1.101.3.4.2.3"),
        "1.2.840.10045.4.1": (.ecdsa, "1.3.14.3.2.26"),
        "1.2.840.10045.4.3.1": (.ecdsa, "2.16.840.1.101.3.4.2.4"),
        "1.2.840.10045.4.3.2": (.ecdsa, "2.16.840.1.101.3.4.2.1"),
        "1.2.840.10045.4.3.3": (.ecdsa, "2.16.840.1.101.3.4.2.2"),
        "1.2.840.10045.4.3.4": (.ecdsa, "2.16.840.1.101.3.4.2.3"),
    ]

    init?(_ algorithm: AlgorithmIdentifier) {
        if let (family, hash) = Self.combined[algorithm.oid] {
            self.family = family
            self.hash = hash
            maskHash = nil
        } else if algorithm.oid == OID.rsaPSS, let parameters = algorithm.parameters,
            let pss = try? PSSParameters(der: parameters)
        {
            family = .rsaPSS
            hash = pss.hash.oid
            maskHash = pss.maskHash.oid
        } else {
            return nil
        }
    }

    private static let curves = [
        "1.2.840.10045.3.1.7": 256, "1.3.132.0.34": 384, "1.3.132.0.35": 521, "1.3.132.0.33": 224,
        "1.2.840.10045.3.1.1": 192,
    ]

    /// The length of the modulus, or of the field of a named curve.
    static func keyBits(_ publicKeyInfo: [UInt8]) -> Int? {
        guard let parts = (try? DER.parse(publicKeyInfo))?.children(.sequence), parts.count == 2,
            let algorithm = parts[0].children(.sequence), let first = algorithm.first,
            let oid = try? ASN1ObjectIdentifier(derEncoded: first)
        else { return nil }
        if oid.description == "1.2.840.10045.2.1" {
            guard algorithm.count == 2, let curve = try? ASN1ObjectIdentifier(derEncoded: algorithm[1]) else {
                return nil
            }
            return curves[curve.description]
        }
        guard let key = try? ASN1BitString(derEncoded: parts[1]),
            let numbers = (try? DER.parse(Array(key.bytes)))?.children(.sequence),
            let modulus = numbers.first?.primitiveBytes?.drop(while: { $0 == 0 }), let top = modulus.first
        else { return nil }
        return modulus.count * 8 - top.leadingZeroBitCount
    }
}
