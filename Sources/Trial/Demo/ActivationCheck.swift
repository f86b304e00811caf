import Crypto
import Foundation

/// The signer's own look at what her passkey is asked to approve.
///
/// Written from the documentation and not shared with the signer process, so that one mistake cannot hide another.
///
/// - SeeAlso: SAD-1, SAD-2; SIGNING 0a, 1
struct ActivationCheck {
    private struct Context: Decodable {
        let ver: Int
        let docs: [API.Digests]
        let n: Int
        let sub: String
        let hashAlg: String
        let iat: Int64
        let exp: Int64
    }

    /// Hexadecimal digits of a digest, by the OID of its algorithm: SHA-256, SHA-384.
    private static let digits = ["2.16.840.1.101.3.4.2.1": 64, "2.16.840.1.101.3.4.2.2": 96]

    /// The challenge to answer.
    let challenge: [UInt8]

    /// `digest` is the SHA-256 of what she read.
    ///
    /// - Throws: `DemoFailure.contextMismatch` with what does not fit.
    init(_ begin: API.Begin, ofDocument digest: [UInt8], address: String, authenticator: SoftwareAuthenticator) throws {
        guard let bytes = begin.context.flatMap({ Data(base64Encoded: $0) }), let options = begin.publicKey else {
            throw DemoFailure.contextMismatch("context")
        }
        let context = try JSONDecoder().decode(Context.self, from: bytes)
        let challenge = Array(SHA256.hash(data: Data("chigiri-sad-v1\0".utf8) + bytes))
        let facts: [(String, Bool)] = [
            ("ver", context.ver == 1),
            ("challenge", Base64URL.encode(challenge) == options.challenge),
            ("rpId", options.rpId == authenticator.relyingParty),
            ("userVerification", options.userVerification == "required"),
            ("credential", options.allowCredentials.map(\.id) == [Base64URL.encode(authenticator.credentialID)]),
            ("sub", context.sub == address),
            ("n", context.n == 1 && context.docs.count == 1),
            ("documents", context.docs == begin.documents),
            ("sd", context.docs.first?.sd == hexadecimal(digest)),
            ("dtbsr", context.docs.first?.dtbsr.utf8.count == Self.digits[context.hashAlg]),
            ("lifetime", context.exp > context.iat && context.exp - context.iat <= 300_000),
        ]
        for (name, holds) in facts where !holds { throw DemoFailure.contextMismatch(name) }
        self.challenge = challenge
    }
}
