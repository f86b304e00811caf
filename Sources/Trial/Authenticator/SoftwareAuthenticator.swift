import Crypto
import Foundation

/// A passkey in software, for the demonstration and for tests: it says "user verified" and nobody was.
///
/// Only `chigiri-trial` has one. ES256, a counter, no attestation or a packed self attestation.
///
/// - SeeAlso: WebAuthn Level 3 §6.3
struct SoftwareAuthenticator: Codable, Sendable {
    enum Attestation: String, Codable, Sendable {
        case none
        case packedSelf
    }

    /// What `navigator.credentials.create` returns.
    struct Registration: Sendable {
        let attestationObject: [UInt8]
        let clientDataJSON: [UInt8]
    }

    /// What `navigator.credentials.get` returns.
    struct Assertion: Sendable {
        let authenticatorData: [UInt8]
        let clientDataJSON: [UInt8]
        let signature: [UInt8]
    }

    let credentialID: Data
    let relyingParty: String
    let origin: String
    private let key: Data
    private(set) var counter: UInt32 = 0

    init(relyingParty: String, origin: String) {
        credentialID = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        key = P256.Signing.PrivateKey().rawRepresentation
        self.relyingParty = relyingParty
        self.origin = origin
    }

    func register(challenge: [UInt8], attestation: Attestation) throws -> Registration {
        let clientData = clientData("webauthn.create", challenge: challenge)
        let point = Array(try privateKey.publicKey.rawRepresentation)
        // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}. RFC 9053 §7.1.1
        var coseKey: [UInt8] = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]
        coseKey += point[..<32] + [0x22, 0x58, 32] + point[32...]
        let identifier = [0, UInt8(credentialID.count)] + Array(credentialID)
        let credential = Array(repeating: UInt8(0), count: 16) + identifier + coseKey
        let data = authenticatorData(flags: Self.userVerified | 0x40, credential)

        var object: [UInt8] = [0xa3] + Self.text("fmt")
        switch attestation {
        case .none: object += Self.text("none") + Self.text("attStmt") + [0xa0]
        case .packedSelf:
            let signature = try sign(data, clientData)
            object += Self.text("packed") + Self.text("attStmt") + [0xa2] + Self.text("alg") + [0x26]
            object += Self.text("sig") + [0x58, UInt8(signature.count)] + signature
        }
        object += Self.text("authData") + [0x58, UInt8(data.count)] + data
        return Registration(attestationObject: object, clientDataJSON: clientData)
    }

    mutating func assert(challenge: [UInt8]) throws -> Assertion {
        counter += 1
        let clientData = clientData("webauthn.get", challenge: challenge)
        let data = authenticatorData(flags: Self.userVerified, [])
        let signature = try sign(data, clientData)
        return Assertion(authenticatorData: data, clientDataJSON: clientData, signature: signature)
    }

    /// User present and user verified.
    private static let userVerified: UInt8 = 0x05

    private var privateKey: P256.Signing.PrivateKey {
        get throws { try P256.Signing.PrivateKey(rawRepresentation: key) }
    }

    private func clientData(_ type: String, challenge: [UInt8]) -> [UInt8] {
        let challenge = Base64URL.encode(challenge)
        return Array(
            #"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)","crossOrigin":false}"#.utf8
        )
    }

    private func authenticatorData(flags: UInt8, _ rest: [UInt8]) -> [UInt8] {
        let counter = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
        return Array(SHA256.hash(data: Array(relyingParty.utf8))) + [flags] + counter + rest
    }

    private func sign(_ authenticatorData: [UInt8], _ clientData: [UInt8]) throws -> [UInt8] {
        let message = authenticatorData + Array(SHA256.hash(data: clientData))
        return Array(try privateKey.signature(for: message).derRepresentation)
    }

    /// A CBOR text of at most 23 bytes.
    private static func text(_ text: String) -> [UInt8] {
        [0x60 | UInt8(text.utf8.count)] + Array(text.utf8)
    }
}
