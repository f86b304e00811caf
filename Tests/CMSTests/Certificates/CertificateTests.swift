import CMS
import Crypto
import DeclaredPKI
import Foundation
import Testing

@Suite struct `A certificate` {
    let authority: DeclaredPKI
    let signer: DeclaredIdentity

    init() throws {
        authority = try DeclaredPKI()
        signer = try authority.signer()
    }

    @Test func `that we make reads back with everything in it`() throws {
        let certificate = signer.certificate
        #expect(certificate.subject.commonName == "佐藤 太郎")
        #expect(certificate.subject.display == "CN=佐藤 太郎,O=TEST ENVIRONMENT 試験環境,C=JP")
        #expect(certificate.keyUsage == [.digitalSignature, .nonRepudiation])
        #expect(certificate.rfc822Names == ["taro@example.test"])
        #expect(certificate.policies == ["2.25.274637420155013839245863518163418915921.1"])
        #expect(certificate.ocspURLs == ["http://localhost/ocsp"])
        #expect(certificate.crlURLs == ["http://localhost/issuing.crl"])
        #expect(certificate.authorityKeyIdentifier == authority.issuing.certificate.subjectKeyIdentifier)
        #expect(!certificate.isAuthority && authority.root.certificate.isSelfIssued)
        #expect(certificate.isValid(at: DeclaredPKI.now) && !certificate.isValid(at: .distantFuture))
        try certificate.verify(issuedBy: authority.issuing.certificate)
    }

    @Test func `by another authority does not verify`() throws {
        #expect(throws: CMSError.certificateIssuerMismatch) {
            try signer.certificate.verify(issuedBy: authority.root.certificate)
        }
        let imitation = try DeclaredPKI().issuing.certificate
        #expect(throws: CMSError.signatureInvalid) { try signer.certificate.verify(issuedBy: imitation) }
    }

    @Test func `is DER to the last byte`() throws {
        let der = signer.certificate.der
        #expect(throws: CMSError.malformed(.certificate, .notDER)) { try Certificate(der: der + [0]) }
        #expect(throws: CMSError.malformed(.certificate, .notDER)) { try Certificate(der: Array(der.dropLast())) }
    }

    /// RFC 5280 §4.1.1.2.
    @Test func `names one algorithm inside and outside`() throws {
        var content = example(extensions: [])
        content.signatureAlgorithm = .ecdsaWithSHA384
        let tbs = content.toBeSigned
        let der = DEREncoding.sequence(tbs, AlgorithmIdentifier.ecdsaWithSHA256.der, DEREncoding.bitString([0]))
        #expect(throws: CMSError.algorithmConfusion(.innerOuter)) { try Certificate(der: der) }
    }

    @Test func `has no extension twice`() throws {
        let twice = example(extensions: [.ocspNoCheck, .ocspNoCheck]).assemble(signature: [0])
        #expect(throws: CMSError.malformed(.certificate, .repeated)) { try Certificate(der: twice) }
        #expect(try Certificate(der: example(extensions: [.ocspNoCheck]).assemble(signature: [0])).hasOCSPNoCheck)
    }

    /// CMS-V10.
    @Test(arguments: [[0x30, 0x03, 0x01, 0x01, 0x01], [0x30, 0x04, 0x02, 0x02, 0x00, 0x01]] as [[UInt8]])
    func `with a loose boolean or integer in a known extension is refused`(value: [UInt8]) {
        let loose = CertificateExtension(oid: OID.basicConstraints, isCritical: true, value: value)
        #expect(throws: CMSError.self) { try Certificate(der: example(extensions: [loose]).assemble(signature: [0])) }
    }

    private func example(extensions: [CertificateExtension]) -> CertificateContent {
        CertificateContent(
            serialNumber: [1],
            issuer: authority.root.certificate.subject,
            subject: signer.certificate.subject,
            notBefore: DeclaredPKI.now,
            notAfter: DeclaredPKI.now,
            publicKeyInfo: signer.certificate.publicKeyInfo,
            extensions: extensions,
            signatureAlgorithm: .ecdsaWithSHA256
        )
    }
}

/// Attack 36.
@Suite struct `A name for people` {
    @Test(arguments: [
        ("a,b", #"CN=a\,b"#), ("\u{202E}lla", #"CN=\E2\80\AElla"#), ("a\u{0}b", #"CN=a\00b"#), (" a", #"CN=\ a"#),
        ("髙﨑", "CN=髙﨑"), ("#1", "CN=\\#1"),
    ])
    func `escapes what could mislead`(value: String, display: String) {
        #expect(DistinguishedName([(OID.commonName, value)]).display == display)
    }

    @Test func `matches beyond ASCII too`() {
        let name = DistinguishedName([(OID.organizationName, "契 ÜBER")])
        #expect(name.matches(DistinguishedName([(OID.organizationName, "契\u{3000}über ")])))
        #expect(!name.matches(DistinguishedName([(OID.organizationName, "契 UBER")])))
    }

    @Test func `matches another regardless of spelling, not of words`() {
        let name = DistinguishedName([(OID.organizationName, "Chigiri Test")])
        #expect(name.matches(DistinguishedName([(OID.organizationName, " chigiri  TEST ")])))
        #expect(name.matches(DistinguishedName([(OID.organizationName, "CHIGIRI\t\r\nTest\n")])))
        #expect(!name.matches(DistinguishedName([(OID.organizationName, "ChigiriTest")])))
        #expect(!name.matches(DistinguishedName([(OID.commonName, "Chigiri Test")])))
    }
}

@Suite struct `A certification request` {
    let key = P256.Signing.PrivateKey()

    private func request() async throws -> [UInt8] {
        let content = CertificationRequestContent(
            subject: DistinguishedName([(OID.commonName, "taro@example.test")]),
            publicKeyInfo: DeclaredKey.p256(key).publicKeyInfo,
            extensions: [.subjectAltName([.rfc822("taro@example.test")])],
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try await content.signed { Array(try key.signature(for: $0).derRepresentation) }
    }

    @Test func `reads back and proves possession`() async throws {
        let request = try CertificationRequest(der: await request())
        #expect(request.rfc822Names == ["taro@example.test"])
        #expect(request.subject.commonName == "taro@example.test")
        #expect(request.publicKeyInfo == DeclaredKey.p256(key).publicKeyInfo)
        try request.verifyPossession()
    }

    @Test func `with another key or address proves nothing`() async throws {
        let der = try await request()
        let text = Array("taro".utf8)
        let place = try #require(der.indices.last { der[$0...].starts(with: text) })
        var changed = der
        changed[place] = UInt8(ascii: "j")
        #expect(throws: CMSError.signatureInvalid) { try CertificationRequest(der: changed).verifyPossession() }
    }
}
