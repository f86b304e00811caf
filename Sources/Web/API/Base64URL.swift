import Foundation

/// Bytes in JSON as WebAuthn writes them: base64url without padding.
///
/// - SeeAlso: RFC 4648 §5; WebAuthn Level 3 §3
struct Base64URL: Codable, Hashable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard !text.contains(where: { "+/=".contains($0) }), text.utf8.count % 4 != 1 else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64url")
        }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let standard = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let data = Data(base64Encoded: standard) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64url")
        }
        bytes = Array(data)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let standard = Data(bytes).base64EncodedString()
        try container.encode(standard.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }
}
