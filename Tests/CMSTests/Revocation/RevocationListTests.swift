import CMS
import DeclaredPKI
import Foundation
import Testing

/// REV-5, REV-6, REV-8.
@Suite struct `A revocation list` {
    let authority: DeclaredPKI
    let subject: DeclaredIdentity

    init() throws {
        authority = try DeclaredPKI()
        subject = try authority.signer()
    }

    private func list(
        by signer: DeclaredIdentity,
        entries: [RevocationListEntry] = [],
        issuer: DeclaredIdentity? = nil
    ) throws -> CertificateRevocationList {
        try CertificateRevocationList(der: signer.crl(revoking: entries, number: 300, issuer: issuer))
    }

    private func status(_ list: CertificateRevocationList) throws -> CertificateStatus {
        try list.status(of: subject.certificate, issuer: authority.issuing.certificate)
    }

    @Test func `without the certificate says good`() throws {
        let list = try list(by: authority.issuing)
        let status = try status(list)
        #expect(status.state == .good && status.nextUpdate == DeclaredPKI.now.addingTimeInterval(3600))
        #expect(list.number == [1, 0x2C])
        try status.checkCurrent(at: DeclaredPKI.now)
        #expect(throws: CMSError.self) { try status.checkCurrent(at: DeclaredPKI.now.addingTimeInterval(3601)) }
    }

    @Test(arguments: [RevocationReason.keyCompromise, .certificateHold, nil])
    func `with the certificate says revoked, when and why`(reason: RevocationReason?) throws {
        let entry = RevocationListEntry(subject.certificate, reason)
        let other = RevocationListEntry(serialNumber: [99], revocationDate: DeclaredPKI.now, reason: nil)
        #expect(
            try status(list(by: authority.issuing, entries: [other, entry])).state
                == .revoked(at: DeclaredPKI.now, reason)
        )
    }

    @Test func `by another key, another issuer or without cRLSign is refused`() throws {
        #expect(throws: CMSError.signatureInvalid) {
            try status(list(by: authority.root, issuer: authority.issuing))
        }
        #expect(throws: CMSError.revocationListIssuerMismatch) { try status(list(by: authority.root)) }
        let unable = try authority.root.issue(
            DeclaredCertificate(
                "TEST Issuing CA",
                [.basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign])]
            ),
            key: authority.issuing.key
        )
        #expect(throws: CMSError.revocationListUsage) {
            try list(by: authority.issuing).verify(issuer: unable.certificate)
        }
    }

    /// REV-8.
    @Test func `from before the certificate or after its end says nothing`() throws {
        let status = try status(list(by: authority.issuing))
        #expect(status.coversLifetime(of: subject.certificate))
        let later = CertificateStatus(
            state: .good,
            thisUpdate: subject.certificate.notAfter.addingTimeInterval(1),
            nextUpdate: nil,
            producedAt: DeclaredPKI.now,
            signer: .issuer,
            signatureAlgorithm: .ecdsaWithSHA256,
            archiveCutoff: nil
        )
        #expect(!later.coversLifetime(of: subject.certificate))
    }

    /// REV-5: what is not implemented is refused by name.
    @Test(
        arguments: [
            (OID.deltaCRLIndicator, [0x02, 0x01, 0x01], CMSError.revocationListScope(.delta)),
            (OID.issuingDistributionPoint, [0x30, 0x03, 0x84, 0x01, 0xFF], .revocationListScope(.indirect)),
            (OID.issuingDistributionPoint, [0x30, 0x03, 0x82, 0x01, 0xFF], .revocationListScope(.notForUsers)),
            (
                OID.issuingDistributionPoint, [0x30, 0x03, 0x85, 0x01, 0xFF],
                .revocationListScope(.attributeCertificates)
            ),
            (OID.issuingDistributionPoint, [0x30, 0x04, 0x83, 0x02, 0x06, 0x40], .revocationListScope(.someReasons)),
            ("1.2.3", [0x05, 0x00], .criticalExtensionUnknown("1.2.3")),
        ] as [(String, [UInt8], CMSError)]
    )
    func `with another scope is refused`(oid: String, value: [UInt8], error: CMSError) throws {
        let list = try listWith(CertificateExtension(oid: oid, isCritical: true, value: value))
        #expect(throws: error) { try status(list) }
    }

    @Test(arguments: [("http://localhost/issuing.crl", true), ("http://localhost/other.crl", false)])
    func `covers the distribution point of the certificate only`(url: String, isCovered: Bool) throws {
        let name = DEREncoding.implicit(0, constructed: GeneralName.uri(url).der)
        let value = DEREncoding.sequence(DEREncoding.explicit(0, name))
        let list = try listWith(
            CertificateExtension(oid: OID.issuingDistributionPoint, isCritical: true, value: value)
        )
        if isCovered {
            #expect(try status(list).state == .good)
        } else {
            #expect(throws: CMSError.revocationListScope(.otherDistributionPoint)) { try status(list) }
        }
    }

    private func listWith(_ item: CertificateExtension) throws -> CertificateRevocationList {
        let algorithm = AlgorithmIdentifier.ecdsaWithSHA256.der
        let tbs = DEREncoding.sequence(
            DEREncoding.integer(1),
            algorithm,
            authority.issuing.certificate.subject.der,
            DEREncoding.time(DeclaredPKI.now),
            DEREncoding.explicit(0, DEREncoding.sequence(item.der))
        )
        let signature = DEREncoding.bitString(try authority.issuing.sign(tbs))
        return try CertificateRevocationList(der: DEREncoding.sequence(tbs, algorithm, signature))
    }
}
