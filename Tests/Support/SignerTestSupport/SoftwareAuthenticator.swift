import Crypto
import Foundation
package import SignerProtocol

/// An authenticator in software, with a browser around it, both as honest as a test wants.
///
/// - SeeAlso: WebAuthn Level 3 §6
package struct SoftwareAuthenticator: Sendable {
    package let id: [UInt8]
    private let key = P256.Signing.PrivateKey()
    package var origin = "https://localhost:8443"
    package var relyingParty = "localhost"
    /// UP and UV.
    package var flags: UInt8 = 0x05

    /// x and y, 64 bytes.
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    package init() {
        id = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// `navigator.credentials.create`.
    package func register(challenge: [UInt8]) -> PasskeyRegistrationBytes {
        let credential =
            [UInt8](repeating: 0, count: 16) + [0, UInt8(id.count)] + id + coseKey
        let data = authenticatorData(flags: flags | 0x40, count: 0) + credential
        // 148 bytes: the shortest form of the length is one byte.
        let length: [UInt8] = [0x58, UInt8(data.count)]
        let object =
            [0xA3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8)
            + [0x67] + Array("attStmt".utf8) + [0xA0]
            + [0x68] + Array("authData".utf8) + length + data
        return PasskeyRegistrationBytes(
            attestationObject: Blob(object),
            clientDataJSON: Blob(clientData("webauthn.create", challenge))
        )
    }

    /// `navigator.credentials.get`.
    package func assert(challenge: [UInt8], count: UInt32 = 0) throws -> PasskeyAssertionBytes {
        let data = authenticatorData(flags: flags, count: count)
        let client = clientData("webauthn.get", challenge)
        let signature = try key.signature(for: data + Array(SHA256.hash(data: client)))
        return PasskeyAssertionBytes(
            credentialID: Blob(id),
            authenticatorData: Blob(data),
            clientDataJSON: Blob(client),
            signature: Blob(Array(signature.derRepresentation))
        )
    }

    private func authenticatorData(flags: UInt8, count: UInt32) -> [UInt8] {
        Array(SHA256.hash(data: Array(relyingParty.utf8))) + [flags]
            + withUnsafeBytes(of: count.bigEndian) { Array($0) }
    }

    private func clientData(_ type: String, _ challenge: [UInt8]) -> [UInt8] {
        let text = Data(challenge).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Array(
            #"{"type":"\#(type)","challenge":"\#(text)","origin":"\#(origin)","crossOrigin":false}"#.utf8
        )
    }

    /// COSE_Key of ES256: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    private var coseKey: [UInt8] {
        let point = Array(key.publicKey.rawRepresentation)
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + point.prefix(32)
            + [0x22, 0x58, 0x20] + point.suffix(32)
    }
}
