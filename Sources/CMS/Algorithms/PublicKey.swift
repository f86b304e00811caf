import SwiftASN1

/// A public key that we can verify with.
///
///     SubjectPublicKeyInfo ::= SEQUENCE {
///         algorithm         AlgorithmIdentifier,
///         subjectPublicKey  BIT STRING }
///
/// - SeeAlso: RFC 5280 §4.1.2.7, RFC 5480 §2, RFC 8017 §A.1.1
package enum PublicKey: Hashable, Sendable {
    /// An uncompressed point on a named curve, with its leading 04.
    case ellipticCurve(Curve, point: [UInt8])
    /// `pss` is set for a key that is restricted to RSASSA-PSS with at least these parameters.
    case rsa(RSAPublicKey, restriction: RSARestriction)
    case ed25519([UInt8])

    /// Throws `CMSError.algorithmUnsupported` for kinds of keys and curves that we do not implement, and
    /// `.curveNotNamed` for explicit curve parameters. CMS-V9
    package init(publicKeyInfo der: [UInt8]) throws(CMSError) {
        var reader = try DERElement(der: der, .publicKeyInfo).sequence()
        let algorithm = try AlgorithmIdentifier(reader.next())
        let key = try reader.next(.bitString).bitString()
        try reader.end()
        switch algorithm.oid {
        case OID.ecPublicKey:
            let curve = try Curve(parameters: algorithm.parameters)
            guard key.count == 1 + 2 * curve.coordinateLength, key[0] == 4 else {
                throw .malformed(.publicKeyInfo, .value)
            }
            self = .ellipticCurve(curve, point: key)
        case OID.rsaEncryption:
            guard algorithm.parametersAreAbsentOrNull else { throw .algorithmParameters(algorithm.oid) }
            self = .rsa(try RSAPublicKey(der: key), restriction: .none)
        case OID.rsaPSS:
            var restriction = RSARestriction.pss(nil)
            if let parameters = algorithm.parameters { restriction = .pss(try PSSParameters(der: parameters)) }
            self = .rsa(try RSAPublicKey(der: key), restriction: restriction)
        case OID.ed25519:
            guard algorithm.parameters == nil else { throw .algorithmParameters(algorithm.oid) }
            guard key.count == 32 else { throw .malformed(.publicKeyInfo, .value) }
            self = .ed25519(key)
        default:
            throw .algorithmUnsupported(algorithm.oid)
        }
    }

    /// The size by which algorithm policies go: bits of the modulus or of the field.
    package var bits: Int {
        switch self {
        case .ellipticCurve(let curve, _): curve.bits
        case .rsa(let key, _): key.modulusBits
        case .ed25519: 256
        }
    }

    package enum RSARestriction: Hashable, Sendable {
        case none
        case pss(PSSParameters?)
    }

    /// The curves that we verify on.
    package enum Curve: String, Hashable, Sendable, CaseIterable {
        case p256, p384, p521

        package var oid: String {
            switch self {
            case .p256: OID.p256
            case .p384: OID.p384
            case .p521: OID.p521
            }
        }

        package var bits: Int {
            switch self {
            case .p256: 256
            case .p384: 384
            case .p521: 521
            }
        }

        package var coordinateLength: Int { (bits + 7) / 8 }

        init(parameters: [UInt8]?) throws(CMSError) {
            guard let parameters else { throw .curveNotNamed }
            let element = try DERElement(der: parameters, .publicKeyInfo)
            guard element.isTagged(.objectIdentifier) else { throw .curveNotNamed }
            let oid = try element.objectIdentifier()
            guard let match = Self.allCases.first(where: { $0.oid == oid }) else { throw .algorithmUnsupported(oid) }
            self = match
        }
    }
}

/// Makes SubjectPublicKeyInfo.
package enum PublicKeyInfo {
    /// `point` is uncompressed, with its leading 04.
    package static func ellipticCurve(_ curve: PublicKey.Curve, point: [UInt8]) -> [UInt8] {
        let algorithm = AlgorithmIdentifier(
            oid: OID.ecPublicKey,
            parameters: DEREncoding.objectIdentifier(curve.oid)
        )
        return DEREncoding.sequence(algorithm.der, DEREncoding.bitString(point))
    }

    package static func rsa(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
        let algorithm = AlgorithmIdentifier(oid: OID.rsaEncryption, parameters: DEREncoding.null)
        let key = DEREncoding.sequence(
            DEREncoding.integer(unsigned: modulus),
            DEREncoding.integer(unsigned: exponent)
        )
        return DEREncoding.sequence(algorithm.der, DEREncoding.bitString(key))
    }
}
