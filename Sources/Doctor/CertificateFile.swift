package import CMS
import Foundation

/// Certificates in a PEM file.
///
/// - SeeAlso: RFC 7468 §5
package enum CertificateFile {
    /// Every certificate of the file, at least one; nil when it cannot be read, or one of them cannot.
    package static func read(_ path: String) -> [Certificate]? {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        var certificates: [Certificate] = []
        var rest = text[...]
        while let begin = rest.range(of: "-----BEGIN CERTIFICATE-----") {
            guard let end = rest.range(of: "-----END CERTIFICATE-----", range: begin.upperBound..<rest.endIndex),
                let der = Data(
                    base64Encoded: rest[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
                ),
                let certificate = try? Certificate(der: Array(der))
            else { return nil }
            certificates.append(certificate)
            rest = rest[end.upperBound...]
        }
        return certificates.isEmpty ? nil : certificates
    }
}
