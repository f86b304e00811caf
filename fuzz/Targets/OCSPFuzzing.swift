import CMS
import DeclaredPKI

/// An OCSP response or request.
enum OCSPFuzzing {
    static func read(_ bytes: [UInt8]) {
        _ = try? OCSPRequest(der: bytes)
        guard let response = try? OCSPResponse(der: bytes) else { return }
        _ = try? response.checkNonce([1, 2, 3, 4, 5, 6, 7, 8])
        for certificate in response.certificates.prefix(4) {
            for issuer in response.certificates.prefix(4) { _ = try? response.status(of: certificate, issuer: issuer) }
        }
        guard let issuing = Declared.issuing, let signer = Declared.signer else { return }
        _ = try? response.status(of: signer.certificate, issuer: issuing.certificate)
    }
}
