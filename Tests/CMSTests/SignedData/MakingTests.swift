import CMS
import Crypto
import DeclaredPKI
import Foundation
import Testing

/// CMS-B1…B6.
@Suite struct `Signed data that we make` {
    let authority: DeclaredPKI
    let signer: DeclaredIdentity
    let attributes: SignedAttributes
    let digest = HashAlgorithm.sha256.digest(of: [1, 2, 3])

    init() throws {
        authority = try DeclaredPKI()
        signer = try authority.signer()
        attributes = SignedAttributes(
            messageDigest: digest,
            signingCertificate: signer.certificate,
            digestAlgorithm: .sha256,
            signatureAlgorithm: .ecdsaWithSHA256
        )
    }

    private func encoded(certificates: [Certificate], timestamp: [UInt8]? = nil) throws -> [UInt8] {
        try SignedData.encode(
            signedAttributes: attributes,
            signature: signer.sign(attributes.der),
            signatureAlgorithm: .ecdsaWithSHA256,
            certificates: certificates,
            timestampToken: timestamp
        )
    }

    @Test func `is version 1 over id-data, detached, with one signer and the chain`() throws {
        let signedData = try SignedData(
            der: encoded(certificates: [signer.certificate, authority.issuing.certificate])
        )
        #expect(signedData.version == 1)
        #expect(signedData.content == nil)
        #expect(Set(signedData.certificates) == [signer.certificate, authority.issuing.certificate])
        #expect(signedData.warnings.isEmpty)
        try signedData.verify(contentDigest: digest)
    }

    /// CMS-B2.
    @Test func `signs exactly four attributes in DER order, without a time`() throws {
        #expect(
            Set(attributes.attributes.map(\.oid)) == [
                OID.contentTypeAttribute, OID.messageDigestAttribute, OID.signingCertificateV2, OID.algorithmProtection,
            ]
        )
        #expect(attributes.isInDEROrder && attributes.signingTime == nil)
        #expect(attributes.contentType == OID.data && attributes.messageDigest == digest)
        let reference = try #require(attributes.signingCertificate)
        #expect(reference.names(signer.certificate) && !reference.names(authority.issuing.certificate))
        #expect(reference.serialNumber == signer.certificate.serialNumber && reference.hashAlgorithm == .sha256)
        let protection = try #require(attributes.algorithmProtection)
        #expect(protection.digestAlgorithm == HashAlgorithm.sha256.identifier)
        #expect(protection.signatureAlgorithm == .ecdsaWithSHA256)
        #expect(attributes.digest == Array(SHA256.hash(data: attributes.der)))
    }

    @Test func `reads attributes back only in DER order`() throws {
        #expect(try SignedAttributes(der: attributes.der) == attributes)
        let reversed = DEREncoding.value(tag: 0x31, Array(attributes.attributes.reversed().map(\.der).joined()))
        #expect(throws: CMSError.malformed(.signedAttributes, .order)) { try SignedAttributes(der: reversed) }
        #expect(throws: CMSError.self) { try SignedAttributes(der: attributes.der + [0]) }
    }

    @Test func `needs the certificate that the attributes name`() {
        #expect(throws: CMSError.signerCertificateAbsent) { try encoded(certificates: []) }
        #expect(throws: CMSError.signingCertificateMismatch) {
            try encoded(certificates: [authority.issuing.certificate])
        }
    }

    /// CMS-B6.
    @Test func `carries a timestamp over the octets of the signature`() throws {
        let bare = try SignedData(der: encoded(certificates: [signer.certificate]))
        let token = try TimestampTests.token(
            over: MessageImprint(of: bare.soleSigner().signature, hashAlgorithm: .sha256),
            by: authority.timestampAuthority()
        )
        let stamped = try SignedData(der: encoded(certificates: [signer.certificate], timestamp: token))
        let found = try #require(stamped.soleSigner().signatureTimestampTokens.first)
        #expect(found == token)
        try stamped.verify(contentDigest: digest)
    }
}
