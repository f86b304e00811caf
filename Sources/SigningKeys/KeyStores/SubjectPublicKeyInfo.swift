import Crypto
import SignerProtocol

/// SubjectPublicKeyInfo in DER of a P-256 point, which must lie on the curve.
///
/// - SeeAlso: RFC 5480 §2
func subjectPublicKeyInfo(ofPoint point: [UInt8]) throws(SignerError) -> [UInt8] {
    guard let key = try? P256.Signing.PublicKey(x963Representation: point) else { throw .hsmUnavailable }
    return Array(key.derRepresentation)
}
