package import CMS
package import Foundation

extension DeclaredIdentity {
    /// A revocation list, current for an hour where nothing else is said.
    ///
    /// `issuer` differs from this identity in lists that are to be refused.
    package func crl(
        revoking revoked: [RevocationListEntry] = [],
        number: Int = 1,
        issuer: DeclaredIdentity? = nil,
        thisUpdate: Date = DeclaredPKI.now,
        nextUpdate: Date? = nil
    ) throws -> [UInt8] {
        let named = (issuer ?? self).certificate
        let content = RevocationListContent(
            issuer: named.subject,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate ?? thisUpdate.addingTimeInterval(3600),
            entries: revoked,
            number: number,
            authorityKeyIdentifier: try CertificateExtension.keyIdentifier(of: named.publicKeyInfo),
            signatureAlgorithm: key.algorithm
        )
        return content.assemble(signature: try sign(content.toBeSigned))
    }

    /// An OCSP answer by this identity, with its certificate, about a certificate of `issuer`.
    package func ocsp(
        about subject: Certificate,
        issuedBy issuer: Certificate,
        _ state: CertificateStatus.State = .good,
        hashAlgorithm: HashAlgorithm = .sha256,
        thisUpdate: Date = DeclaredPKI.now,
        nextUpdate: Date?
    ) throws -> [UInt8] {
        let single = SingleResponse(
            certificate: try CertID(certificate: subject, issuer: issuer, hashAlgorithm: hashAlgorithm),
            state: state,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            extensions: []
        )
        return try ocsp(single, producedAt: thisUpdate)
    }

    /// An OCSP answer of which every part may be wrong alone.
    package func ocsp(
        _ single: SingleResponse,
        producedAt: Date = DeclaredPKI.now,
        responderID: ResponderID? = nil,
        nonce: [UInt8]? = nil,
        certificates: [Certificate]? = nil
    ) throws -> [UInt8] {
        let content = OCSPResponseContent(
            responderID: responderID ?? .name(certificate.subject),
            producedAt: producedAt,
            responses: [single],
            nonce: nonce,
            signatureAlgorithm: key.algorithm
        )
        return content.assemble(
            signature: try sign(content.toBeSigned),
            certificates: certificates ?? [certificate]
        )
    }
}

extension RevocationListEntry {
    package init(_ certificate: Certificate, at time: Date = DeclaredPKI.now, _ reason: RevocationReason? = nil) {
        self.init(serialNumber: certificate.serialNumber, revocationDate: time, reason: reason)
    }
}
