import CMS
import Crypto
import DeclaredPKI
import Testing

/// One fault at a time beside the right signature. CMS-V1…V7, V10
@Suite struct `A detached signature` {
    let authority: DeclaredPKI
    let signer: DeclaredIdentity
    let message: [UInt8] = Array("本契約".utf8)
    let digest: [UInt8]
    let right: CraftedSignedData

    init() throws {
        authority = try DeclaredPKI()
        signer = try authority.signer()
        digest = HashAlgorithm.sha256.digest(of: message)
        right = CraftedSignedData(over: message, by: signer, chain: [authority.issuing.certificate])
    }

    private func verify(_ crafted: CraftedSignedData) throws {
        try SignedData(paddedContents: crafted.der()).verify(contentDigest: digest)
    }

    @Test func `that is right verifies and names its signer`() throws {
        let signedData = try SignedData(der: right.der())
        #expect(try signedData.verify(contentDigest: digest) == signer.certificate)
        #expect(signedData.warnings.isEmpty)
    }

    // MARK: CMS-V1

    @Test func `may be followed by zeros in a PDF and by nothing elsewhere`() throws {
        let der = try right.der()
        let zeros = [UInt8](repeating: 0, count: 4000)
        try SignedData(paddedContents: der + zeros).verify(contentDigest: digest)
        #expect(throws: CMSError.trailingBytes(.signedData)) { try SignedData(paddedContents: der + zeros + [1]) }
        #expect(throws: CMSError.trailingBytes(.signedData)) { try SignedData(der: der + zeros) }
        #expect(CMSError.trailingBytes(.signedData).code == "CMS_TRAILING_BYTES")
    }

    @Test func `cut short is malformed`() throws {
        let der = try right.der()
        for length in stride(from: 0, to: der.count, by: 97) {
            #expect(throws: CMSError.self) { try SignedData(paddedContents: Array(der[..<length])) }
        }
    }

    // MARK: CMS-V2

    @Test(arguments: [0, 2, 3])
    func `has exactly one signer`(count: Int) {
        var wrong = right
        wrong.signerCount = count
        #expect(throws: CMSError.signerInfoCount(count)) { try verify(wrong) }
    }

    @Test func `has no content inside`() {
        var wrong = right
        wrong.content = message
        #expect(throws: CMSError.encapsulatedContentPresent) { try verify(wrong) }
    }

    // MARK: CMS-V3

    @Test func `has one content type with one value that names the content`() throws {
        let type = try #require(right.attribute(OID.contentTypeAttribute))
        var wrong = right
        wrong.replace(type.oid, with: [])
        #expect(throws: CMSError.attributeAbsent(type.oid)) { try verify(wrong) }
        wrong.replace(type.oid, with: [type, type])
        #expect(throws: CMSError.attributeRepeated(type.oid)) { try verify(wrong) }
        wrong.replace(type.oid, with: [Attribute(oid: type.oid, values: type.values + type.values)])
        #expect(throws: CMSError.attributeValueCount(type.oid, 2)) { try verify(wrong) }
        let other = DEREncoding.objectIdentifier(OID.tstInfo)
        wrong.replace(type.oid, with: [Attribute(oid: type.oid, values: [other])])
        #expect(throws: CMSError.contentTypeAttribute(OID.tstInfo)) { try verify(wrong) }
        wrong.replace(type.oid, with: [type])
        try verify(wrong)
    }

    @Test func `is over id-data`() throws {
        var wrong = right
        wrong.contentType = OID.tstInfo
        #expect(throws: CMSError.contentType(OID.tstInfo)) { try verify(wrong) }
    }

    @Test func `has one message digest with one value`() throws {
        let attribute = try #require(right.attribute(OID.messageDigestAttribute))
        var wrong = right
        wrong.replace(attribute.oid, with: [])
        #expect(throws: CMSError.attributeAbsent(attribute.oid)) { try verify(wrong) }
        wrong.replace(attribute.oid, with: [attribute, attribute])
        #expect(throws: CMSError.attributeRepeated(attribute.oid)) { try verify(wrong) }
        let zero = DEREncoding.octetString([UInt8](repeating: 0, count: 32))
        wrong.replace(attribute.oid, with: [Attribute(oid: attribute.oid, values: [zero])])
        #expect(throws: CMSError.messageDigestMismatch) { try verify(wrong) }
    }

    @Test func `has no attribute twice, known or not`() {
        let attribute = Attribute(oid: "1.2.3.4", values: [DEREncoding.null])
        var crafted = right
        crafted.replace("1.2.3.4", with: [attribute])
        #expect(throws: Never.self) { try verify(crafted) }
        crafted.replace("1.2.3.4", with: [attribute, Attribute(oid: "1.2.3.4", values: [DEREncoding.integer(1)])])
        #expect(throws: CMSError.attributeRepeated("1.2.3.4")) { try verify(crafted) }
    }

    @Test func `over other content has a wrong hash, not a wrong signature`() throws {
        #expect(throws: CMSError.messageDigestMismatch) {
            try SignedData(der: right.der()).verify(contentDigest: HashAlgorithm.sha256.digest(of: message + [0]))
        }
    }

    // MARK: CMS-V4

    @Test func `names its certificate by identifier and by digest`() throws {
        // The same issuer, serial number and key in another certificate.
        let twin = try authority.signer(key: signer.key)
        var wrong = right
        wrong.certificates = [twin.certificate.der]
        #expect(throws: CMSError.signingCertificateMismatch) { try verify(wrong) }
        // Beside the right one it does no harm.
        wrong.certificates = [twin.certificate.der, signer.certificate.der]
        try verify(wrong)
        wrong.certificates = []
        #expect(throws: CMSError.signerCertificateAbsent) { try verify(wrong) }
        let found = try SignedData(der: wrong.der()).signerCertificate(among: [signer.certificate])
        #expect(found == signer.certificate)
    }

    @Test func `without signing-certificate is no AdES, but has a signer`() throws {
        var wrong = right
        wrong.replace(OID.signingCertificateV2, with: [])
        #expect(throws: CMSError.signingCertificateAttributeAbsent) { try verify(wrong) }
        #expect(try SignedData(der: wrong.der()).signerCertificate() == signer.certificate)
    }

    // MARK: CMS-V5

    @Test func `does not mix digest algorithms`() {
        var wrong = right
        wrong.replace(OID.algorithmProtection, with: [])
        #expect(throws: Never.self) { try verify(wrong) }
        wrong.digestAlgorithm = HashAlgorithm.sha384.identifier
        #expect(throws: CMSError.algorithmConfusion(.signatureDigest)) { try verify(wrong) }
    }

    @Test func `uses the algorithms that its protection names`() {
        var wrong = right
        wrong.digestAlgorithm = HashAlgorithm.sha384.identifier
        #expect(throws: CMSError.algorithmConfusion(.protectedDigest)) { try verify(wrong) }
        wrong = right
        wrong.signatureAlgorithm = .ecdsaWithSHA512
        #expect(throws: CMSError.algorithmConfusion(.protectedSignature)) { try verify(wrong) }
        #expect(CMSError.algorithmConfusion(.protectedSignature).code == "ALG_CONFUSION")
    }

    // MARK: CMS-V6

    @Test func `is verified over the original bytes, and noted when they are not in DER order`() throws {
        var unordered = right
        unordered.attributes?.reverse()
        let signedData = try SignedData(der: unordered.der())
        try signedData.verify(contentDigest: digest)
        #expect(signedData.warnings == [.attributesNotInOrder])
        // Signed in order and written out of order: the original bytes do not verify.
        unordered.signedInstead = DEREncoding.setOf((right.attributes ?? []).map(\.der))
        #expect(throws: CMSError.signatureInvalid) { try verify(unordered) }
    }

    // MARK: CMS-V7

    @Test func `has signed attributes`() {
        var wrong = right
        wrong.attributes = nil
        wrong.signedInstead = message
        #expect(throws: CMSError.signedAttributesAbsent) { try verify(wrong) }
        #expect(CMSError.signedAttributesAbsent.code == "SIGNED_ATTRS_REQUIRED")
    }

    // MARK: CMS-V10

    @Test func `may be wrapped in BER in a PDF, which is noted`() throws {
        let der = try right.der()
        // The outer SEQUENCE with indefinite length.
        let header = 2 + Int(der[1] & 0x7F)
        let ber = [0x30, 0x80] + der[header...] + [0, 0]
        let signedData = try SignedData(paddedContents: ber + [UInt8](repeating: 0, count: 50))
        try signedData.verify(contentDigest: digest)
        #expect(signedData.warnings == [.notDER])
        #expect(throws: CMSError.malformed(.signedData, .notDER)) { try SignedData(der: ber) }
        #expect(throws: CMSError.malformed(.signedData, .notDER)) {
            try SignedData(paddedContents: ber + [0, 0, 1])
        }
    }

    // MARK: One mutation at a time

    @Test func `with one byte changed never names another signer or content`() throws {
        var small = right
        small.certificates = [signer.certificate.der]
        let der = try small.der()
        let attributes = try SignedData(der: der).signedAttributes()
        for index in stride(from: 0, to: der.count, by: 2) {
            var changed = der
            changed[index] ^= index % 4 == 0 ? 0x01 : 0x80
            guard let signedData = try? SignedData(der: changed),
                let certificate = try? signedData.verify(contentDigest: digest)
            else { continue }
            // Only what no signature covers: version and the list of digest algorithms.
            #expect(certificate == signer.certificate, "byte \(index)")
            #expect(try signedData.signedAttributes() == attributes, "byte \(index)")
        }
    }
}
