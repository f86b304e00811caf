package import CMS
import Foundation

/// The roots whose certificates this signer accepts, from its own settings.
///
/// - SeeAlso: KEY-3
package struct PinnedRoots: Hashable, Sendable {
    package let certificates: [Certificate]

    package init(_ certificates: [Certificate]) {
        self.certificates = certificates
    }

    /// Reads every certificate of a PEM text (RFC 7468); explanatory text around them is allowed.
    ///
    /// - Throws: `PinnedRootsError`.
    package init(pem: String) throws(PinnedRootsError) {
        let begin = "-----BEGIN CERTIFICATE-----"
        let end = "-----END CERTIFICATE-----"
        var certificates: [Certificate] = []
        var rest = pem[...]
        while let start = rest.range(of: begin) {
            rest = rest[start.upperBound...]
            guard let stop = rest.range(of: end) else { throw .unfinished }
            let base64 = rest[..<stop.lowerBound].filter { !$0.isWhitespace }
            rest = rest[stop.upperBound...]
            guard let data = Data(base64Encoded: String(base64)) else { throw .notBase64 }
            do throws(CMSError) {
                certificates.append(try Certificate(der: Array(data)))
            } catch {
                throw .notCertificate(error)
            }
        }
        guard !certificates.isEmpty else { throw .empty }
        self.init(certificates)
    }
}

/// Why a PEM text names no roots.
package enum PinnedRootsError: Error {
    case empty
    case unfinished
    case notBase64
    case notCertificate(CMSError)
}
