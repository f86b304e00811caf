import Foundation

/// The browser's account of a ceremony.
///
/// - SeeAlso: WebAuthn Level 3 §5.8.1
struct ClientData {
    enum Ceremony: String {
        case registration = "webauthn.create"
        case assertion = "webauthn.get"
    }

    /// Refuses client data of another ceremony, challenge or origin, or made in a foreign frame.
    ///
    /// Origins are compared as whole strings: scheme, host and port.
    ///
    /// - SeeAlso: WebAuthn Level 3 §7.1 steps 5–11, §7.2 steps 8–13
    static func check(
        _ bytes: [UInt8],
        is ceremony: Ceremony,
        challenge: [UInt8],
        origins: [String]
    ) throws(PasskeyRefusal) {
        guard bytes.count <= 8192 else { throw .tooLong(bytes.count) }
        let members: [String: StrictJSONObject.Value]
        do {
            members = try StrictJSONObject(bytes).members
        } catch {
            throw .clientDataMalformed
        }
        guard case .text(let type) = members["type"], case .text(let sent) = members["challenge"],
            case .text(let origin) = members["origin"]
        else { throw .clientDataMalformed }

        guard type == ceremony.rawValue else { throw .ceremony(type) }
        guard !challenge.isEmpty, sent == base64URL(challenge) else { throw .challenge }
        guard origins.contains(where: { Array($0.utf8) == Array(origin.utf8) }) else { throw .origin(origin) }

        switch members["crossOrigin"] {
        case nil, .truth(false): break
        case .truth(true): throw .crossOrigin
        default: throw .clientDataMalformed
        }
        guard members["topOrigin"] == nil else { throw .crossOrigin }
    }

    /// The challenge that the browser says it answered; nothing is verified yet.
    static func claimedChallenge(_ bytes: [UInt8]) throws(PasskeyRefusal) -> [UInt8] {
        guard bytes.count <= 8192 else { throw .tooLong(bytes.count) }
        guard let members = try? StrictJSONObject(bytes).members, case .text(let sent) = members["challenge"] else {
            throw .clientDataMalformed
        }
        let plain = sent.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), base64URL(Array(data)) == sent else {
            throw .clientDataMalformed
        }
        return Array(data)
    }

    /// base64url without padding, the only spelling of a challenge. RFC 4648 §5
    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// Finds which of several open challenges an answer is about.
package enum ClaimedChallenge {
    /// The challenge in the client data of a registration or an assertion, unverified: `verify` says whether it is true.
    ///
    /// - Throws: `PasskeyRefusal.clientDataMalformed` or `.tooLong`.
    package static func read(clientDataJSON: [UInt8]) throws(PasskeyRefusal) -> [UInt8] {
        try ClientData.claimedChallenge(clientDataJSON)
    }
}
