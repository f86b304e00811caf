package import CMS
import Foundation

/// Certificates in a PEM file.
///
/// - SeeAlso: RFC 7468 §5
package enum CertificateFile {
    /// Every certificate of the file, at least one; nil when it cannot be read, or one of them cannot.
    package static func read(_ path: String) -> [Certificate]? {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return Certificate.list(pem: String(decoding: bytes, as: UTF8.self))
    }
}
