import Foundation

/// Bytes that cross the line as one base64 string (standard alphabet, padded).
package struct Blob: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var base64: String {
        Data(bytes).base64EncodedString()
    }
}

extension Blob: Codable {
    /// Throws `DecodingError.dataCorrupted` unless the string is padded base64 without white space.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let data = Data(base64Encoded: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
        }
        self.init(Array(data))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(base64)
    }
}
