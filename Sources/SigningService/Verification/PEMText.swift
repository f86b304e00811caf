import Foundation

/// Certificates as text.
///
/// - SeeAlso: RFC 7468 §5
package enum PEMText {
    /// One certificate in lines of 64 characters, with a line end after the last.
    package static func certificate(_ der: [UInt8]) -> String {
        let lines = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(lines)\n-----END CERTIFICATE-----\n"
    }
}
