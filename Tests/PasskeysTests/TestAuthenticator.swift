import Crypto
import Foundation
import Passkeys

/// An authenticator that does as it is told, wrong things too.
struct TestAuthenticator {
    let key = P256.Signing.PrivateKey()
    let credentialID: [UInt8] = Array("test credential".utf8)
    var relyingParty = "localhost"
    var origin = "https://localhost:8443"
    var challenge: [UInt8] = Array(repeating: 7, count: 32)
    var flags: AuthenticatorFlags = [.userPresent, .userVerified]
    var signCount: UInt32 = 1
    /// Inserted into the client data before its closing brace.
    var clientDataSuffix = #","crossOrigin":false"#
    var trailing: [UInt8] = []

    static let challenge: [UInt8] = Array(repeating: 7, count: 32)

    func clientData(_ type: String) -> [UInt8] {
        let challenge = Data(challenge).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Array(#"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)"\#(clientDataSuffix)}"#.utf8)
    }

    func authenticatorData(_ flags: AuthenticatorFlags, _ rest: [UInt8]) -> [UInt8] {
        let count = withUnsafeBytes(of: signCount.bigEndian) { Array($0) }
        return Array(SHA256.hash(data: Array(relyingParty.utf8))) + [flags.rawValue] + count + rest + trailing
    }

    func register() throws -> RegisteredPasskey {
        let point = Array(key.publicKey.rawRepresentation)
        let coseKey: [UInt8] =
            [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32] + point[..<32] + [0x22, 0x58, 32] + point[32...]
        let credential =
            Array(repeating: UInt8(0), count: 16) + [0, UInt8(credentialID.count)] + credentialID + coseKey
        let data = authenticatorData(flags.union(.attestedCredentialData), credential)
        let object: [UInt8] =
            [0xa3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8) + [0x67] + Array("attStmt".utf8) + [
                0xa0, 0x68,
            ]
            + Array("authData".utf8) + [0x58, UInt8(data.count)] + data
        return try PasskeyRegistration.verify(
            attestationObject: object,
            clientDataJSON: clientData("webauthn.create"),
            challenge: Self.challenge,
            relyingParty: "localhost",
            origins: ["https://localhost:8443"]
        )
    }

    func assert(
        as type: String = "webauthn.get",
        credentialID: [UInt8]? = nil,
        with passkey: RegisteredPasskey
    ) throws -> VerifiedAssertion {
        let clientData = clientData(type)
        let data = authenticatorData(flags, [])
        let signature = try key.signature(for: data + Array(SHA256.hash(data: clientData)))
        return try PasskeyAssertion.verify(
            credentialID: credentialID ?? self.credentialID,
            authenticatorData: data,
            clientDataJSON: clientData,
            signature: Array(signature.derRepresentation),
            challenge: Self.challenge,
            relyingParty: "localhost",
            origins: ["https://localhost:8443"],
            passkey: passkey
        )
    }
}
