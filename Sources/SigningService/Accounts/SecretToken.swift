import Crypto
import Foundation

/// A secret that opens something: an API token, an invitation link, a session.
///
/// Shown once, never stored.
package struct SecretToken: Hashable, Sendable, CustomStringConvertible {
    /// 43 characters of base64url, 32 random bytes.
    package let text: String

    package init(from randomBytes: RandomBytes) {
        text = Data(randomBytes(32)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil unless the text has the shape of a token.
    package init?(_ text: String) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(Self.isBase64URL) else { return nil }
        self.text = text
    }

    /// What is stored of it.
    package var digest: TokenDigest { TokenDigest(of: text) }

    package var description: String { "•••" }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }
}

/// SHA-256 of a secret token with a label; 256 random bits need no salt and no slow hash.
package struct TokenDigest: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(of text: String) {
        bytes = Array(SHA256.hash(data: Array("chigiri-token-v1\0".utf8) + Array(text.utf8)))
    }

    /// Nil unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package var hexadecimal: String { bytes.hexadecimal }
}
