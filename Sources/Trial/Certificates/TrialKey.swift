import CMS
import Crypto
import Foundation

/// A software P-256 key of the trial.
///
/// Worth nothing to anyone, and guarded like it.
struct TrialKey: Sendable {
    let privateKey: P256.Signing.PrivateKey

    init() {
        privateKey = P256.Signing.PrivateKey()
    }

    init(pem: String) throws {
        privateKey = try P256.Signing.PrivateKey(pemRepresentation: pem)
    }

    var pem: String { privateKey.pemRepresentation }

    /// SubjectPublicKeyInfo in DER.
    var publicKeyInfo: [UInt8] { Array(privateKey.publicKey.derRepresentation) }

    /// The subjectPublicKey bit string.
    var point: [UInt8] { Array(privateKey.publicKey.x963Representation) }

    /// SHA-1 of the point. RFC 5280 §4.2.1.2 (1)
    var identifier: [UInt8] { Array(Insecure.SHA1.hash(data: point)) }

    static let algorithm = AlgorithmIdentifier.ecdsaWithSHA256

    /// ecdsa-with-SHA256, DER.
    func sign(_ message: [UInt8]) throws -> [UInt8] {
        Array(try privateKey.signature(for: message).derRepresentation)
    }
}
