import CMS
import Foundation
import SignatureValidation

/// A certificate, judged as its own issuer: names, extensions, constraints and policies are all looked at.
enum CertificateFuzzing {
    static func read(_ bytes: [UInt8]) {
        guard let certificate = try? Certificate(der: bytes) else { return }
        Promise.holds(certificate.der == bytes, "a certificate is kept as it was read")
        Promise.holds((try? Certificate(der: certificate.der)) == certificate, "a certificate can be read again")
        look(at: certificate)
        _ = try? CertificationRequest(der: bytes)
    }

    /// Everything that is derived from a certificate, and a path from it to itself.
    static func look(at certificate: Certificate) {
        _ = certificate.subject.display
        _ = certificate.issuer.display
        _ = certificate.crlURLs
        _ = certificate.rfc822Names
        _ = try? certificate.verify(issuedBy: certificate)
        let path = CertificatePath(certificates: [certificate, certificate], anchor: certificate)
        _ = path.findings(at: certificate.notBefore)
    }
}
