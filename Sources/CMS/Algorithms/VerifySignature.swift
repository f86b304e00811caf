import Crypto
import Foundation

/// Verifies a signature over `message`.
///
/// The algorithm decides everything: the hash, the encoding and which kind of key may be used. Whether the algorithm
/// was acceptable at some time is policy and not asked here.
///
/// - Parameters:
///   - signature: for ECDSA the DER of r and s.
///   - algorithm: as written next to the signature.
///   - message: the bytes that were signed, not hashed.
///   - publicKeyInfo: DER of a SubjectPublicKeyInfo.
/// - Throws: `CMSError.signatureInvalid` when the signature is not one over the message; `.algorithmUnsupported` and
///   its neighbours when nothing could be said.
/// - SeeAlso: FND-1, FND-2, CMS-V8, CMS-V9
package func verifySignature(
    _ signature: [UInt8],
    algorithm: AlgorithmIdentifier,
    of message: [UInt8],
    publicKeyInfo: [UInt8]
) throws(CMSError) {
    let scheme = try SignatureScheme(algorithm)
    let key = try PublicKey(publicKeyInfo: publicKeyInfo)
    switch (scheme, key) {
    case (.ecdsa(let hash), .ellipticCurve(let curve, let point)):
        try verifyECDSA(signature, of: message, hash, curve, point)
    case (.rsaPKCS1(let hash), .rsa(let key, restriction: .none)):
        try key.verifyPKCS1(signature, of: message, hash: hash)
    case (.rsaPSS(let parameters), .rsa(let key, let restriction)):
        guard restriction.allows(parameters) else { throw .keyUnsuitable(algorithm: algorithm.oid) }
        try key.verifyPSS(signature, of: message, parameters)
    case (.ed25519, .ed25519(let point)):
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else {
            throw .malformed(.publicKeyInfo, .value)
        }
        guard key.isValidSignature(signature, for: message) else { throw .signatureInvalid }
    default:
        throw .keyUnsuitable(algorithm: algorithm.oid)
    }
}

extension PublicKey.RSARestriction {
    /// Hash and mask as the key says, and a salt at least as long. RFC 4055 §3.3
    fileprivate func allows(_ parameters: PSSParameters) -> Bool {
        guard case .pss(.some(let limit)) = self else { return true }
        return parameters.hash == limit.hash && parameters.maskHash == limit.maskHash
            && parameters.saltLength >= limit.saltLength
    }
}

private func verifyECDSA(
    _ signature: [UInt8],
    of message: [UInt8],
    _ hash: HashAlgorithm,
    _ curve: PublicKey.Curve,
    _ point: [UInt8]
) throws(CMSError) {
    // A value that is not strict DER is no signature.
    guard let raw = try? ECDSASignature.raw(der: signature, coordinateLength: curve.coordinateLength) else {
        throw .signatureInvalid
    }
    let isValid: Bool
    do {
        switch curve {
        case .p256:
            let key = try P256.Signing.PublicKey(x963Representation: point)
            let value = try P256.Signing.ECDSASignature(rawRepresentation: raw)
            isValid =
                switch hash {
                case .sha1: key.isValidSignature(value, for: Insecure.SHA1.hash(data: message))
                case .sha256: key.isValidSignature(value, for: SHA256.hash(data: message))
                case .sha384: key.isValidSignature(value, for: SHA384.hash(data: message))
                case .sha512: key.isValidSignature(value, for: SHA512.hash(data: message))
                }
        case .p384:
            let key = try P384.Signing.PublicKey(x963Representation: point)
            let value = try P384.Signing.ECDSASignature(rawRepresentation: raw)
            isValid =
                switch hash {
                case .sha1: key.isValidSignature(value, for: Insecure.SHA1.hash(data: message))
                case .sha256: key.isValidSignature(value, for: SHA256.hash(data: message))
                case .sha384: key.isValidSignature(value, for: SHA384.hash(data: message))
                case .sha512: key.isValidSignature(value, for: SHA512.hash(data: message))
                }
        case .p521:
            let key = try P521.Signing.PublicKey(x963Representation: point)
            let value = try P521.Signing.ECDSASignature(rawRepresentation: raw)
            isValid =
                switch hash {
                case .sha1: key.isValidSignature(value, for: Insecure.SHA1.hash(data: message))
                case .sha256: key.isValidSignature(value, for: SHA256.hash(data: message))
                case .sha384: key.isValidSignature(value, for: SHA384.hash(data: message))
                case .sha512: key.isValidSignature(value, for: SHA512.hash(data: message))
                }
        }
    } catch {
        // The point is not on the curve, or a value is out of range.
        throw .signatureInvalid
    }
    guard isValid else { throw .signatureInvalid }
}
