import CMS
import Foundation
import Testing

/// Reads PEM as other makers' test data has it.
enum PEM {
    /// The DER of every block with this label.
    static func blocks(_ label: String, in text: String) throws -> [[UInt8]] {
        try text.components(separatedBy: "-----BEGIN \(label)-----").dropFirst().map { part in
            let body = try #require(part.components(separatedBy: "-----END").first)
            return Array(try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters)))
        }
    }

    static func certificates(_ text: String) throws -> [Certificate] {
        try blocks("CERTIFICATE", in: text).map { try Certificate(der: $0) }
    }
}
