package import CMS
package import DeclaredPKI
package import Foundation
import SignerProtocol

/// What the signer's tests ask of their authority.
extension DeclaredPKI {
    /// The authority that the signer pins: ten years from a day before its clock.
    package static func ofSigner() throws -> DeclaredPKI {
        let start = SignerFixture.start.date.addingTimeInterval(-86400)
        return try DeclaredPKI(from: start, until: start.addingTimeInterval(10 * 365 * 86400))
    }

    /// A certificate of a person: CN and SAN are her address.
    package func person(_ address: String, publicKeyInfo: [UInt8], until end: Date? = nil) throws -> Certificate {
        try leaf(.signer(address).with([.subjectAltName([.rfc822(address)])]), publicKeyInfo, end)
    }

    /// A certificate of a service.
    package func service(_ name: String, publicKeyInfo: [UInt8]) throws -> Certificate {
        try leaf(.signer(name), publicKeyInfo, nil)
    }

    private func leaf(
        _ declared: DeclaredCertificate,
        _ publicKeyInfo: [UInt8],
        _ end: Date?
    ) throws -> Certificate {
        let authority = issuing.certificate
        return try issuing.certify(
            declared.valid(from: authority.notBefore, until: end ?? authority.notAfter),
            publicKeyInfo: publicKeyInfo
        )
    }

    /// An OCSP answer by the issuer itself.
    package func status(
        of certificate: Certificate,
        _ state: CertificateStatus.State,
        at time: Date
    ) throws -> [UInt8] {
        let issuer = certificate.issuer == root.certificate.subject ? root : issuing
        return try issuer.ocsp(
            about: certificate,
            issuedBy: issuer.certificate,
            state,
            hashAlgorithm: .sha1,
            thisUpdate: time,
            nextUpdate: time.addingTimeInterval(86400)
        )
    }
}
