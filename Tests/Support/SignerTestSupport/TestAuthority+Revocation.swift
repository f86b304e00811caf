package import CMS
import Crypto
package import Foundation

extension TestAuthority {
    /// An OCSP answer by the issuer itself.
    package func ocspResponse(
        for certificate: Certificate,
        _ state: CertificateStatus.State,
        at time: Date
    ) throws -> [UInt8] {
        let (issuer, key) = certificate.issuer == root.subject ? (root, rootKey) : (issuing, issuingKey)
        let content = OCSPResponseContent(
            responderID: .keyHash(try CertificateExtension.keyIdentifier(of: issuer.publicKeyInfo)),
            producedAt: time,
            responses: [
                SingleResponse(
                    certificate: try CertID(certificate: certificate, issuer: issuer, hashAlgorithm: .sha1),
                    state: state,
                    thisUpdate: time,
                    nextUpdate: time.addingTimeInterval(86400),
                    extensions: []
                )
            ],
            nonce: nil,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return content.assemble(signature: try Self.sign(content.toBeSigned, key), certificates: [])
    }

    /// A revocation list of the issuing authority.
    package func revocationList(of revoked: [Certificate], at time: Date, number: Int) throws -> [UInt8] {
        let content = RevocationListContent(
            issuer: issuing.subject,
            thisUpdate: time,
            nextUpdate: time.addingTimeInterval(86400),
            entries: revoked.map {
                RevocationListEntry(serialNumber: $0.serialNumber, revocationDate: time, reason: nil)
            },
            number: number,
            authorityKeyIdentifier: try CertificateExtension.keyIdentifier(of: issuing.publicKeyInfo),
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return content.assemble(signature: try Self.sign(content.toBeSigned, issuingKey))
    }
}
