import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import Testing

/// CMS-B1…B8: detached CAdES signatures of any file.
@Suite struct `A detached signature` {
    let pki: DeclaredPKI
    let authority: DeclaredIdentity
    let content = BytesSource(Array("契約の付属資料\n".utf8))

    init() throws {
        pki = try DeclaredPKI()
        authority = try pki.root.issue(.timestamping("TSA"))
    }

    private func prepared(_ signer: DeclaredIdentity) throws -> PreparedDetachedSignature {
        try PreparedDetachedSignature(
            content: content,
            certificate: signer.certificate.der,
            algorithm: signer.key.algorithm,
            signingTime: DeclaredPKI.now,
            mimeType: "text/plain",
            commitment: .proofOfApproval
        )
    }

    private func finished(_ signer: DeclaredIdentity) throws -> [UInt8] {
        let prepared = try prepared(signer)
        let value = try signer.sign(prepared.signedAttributes)
        return try prepared.finished(
            signature: value,
            certificateChain: [signer.certificate.der, pki.issuing.certificate.der],
            timestampToken: authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        )
    }

    @Test(arguments: DeclaredKeyType.allCases)
    func `holds the baseline's attributes and verifies`(type: DeclaredKeyType) throws {
        let signer = try pki.issuing.issue(.signer("契 太郎"), key: type.key())
        let signature = try SignedData(der: finished(signer))
        let hash = try signature.digestAlgorithm()
        try signature.verify(contentDigest: contentDigest(of: content, by: hash))
        let attributes = try signature.signedAttributes()
        #expect(attributes.signingTime == DeclaredPKI.now)
        #expect(attributes.signingCertificate?.names(signer.certificate) == true)
        #expect(try attributes.attribute(OID.mimeType)?.soleValue() == DEREncoding.utf8String("text/plain"))
        #expect(attributes.attribute(OID.commitmentType) != nil)
        #expect(attributes.isInDEROrder)
        #expect(throws: CMSError.messageDigestMismatch) {
            try signature.verify(contentDigest: hash.digest(of: [0]))
        }
    }

    /// CMS-B5.
    @Test func `is not made of another's value`() throws {
        let signer = try pki.issuing.issue(.signer("One"))
        let other = try pki.issuing.issue(.signer("Two"))
        let prepared = try prepared(signer)
        #expect(throws: PAdESError.valueRefused) {
            try prepared.finished(
                signature: other.sign(prepared.signedAttributes),
                certificateChain: [signer.certificate.der],
                timestampToken: nil
            )
        }
    }

    @Test func `is not made with a timestamp over something else`() throws {
        let signer = try pki.issuing.issue(.signer("One"))
        let prepared = try prepared(signer)
        #expect(throws: PAdESError.timestampOfOtherData) {
            try prepared.finished(
                signature: signer.sign(prepared.signedAttributes),
                certificateChain: [signer.certificate.der],
                timestampToken: authority.timestamp(overDigest: HashAlgorithm.sha256.digest(of: [0]))
            )
        }
    }

    @Test func `survives being stored half-way`() throws {
        let signer = try pki.issuing.issue(.signer("One"))
        let prepared = try prepared(signer)
        let stored = try JSONDecoder().decode(
            PreparedDetachedSignature.self,
            from: JSONEncoder().encode(prepared)
        )
        #expect(stored == prepared)
        #expect(try stored.digestToBeSigned == HashAlgorithm.sha256.digest(of: prepared.signedAttributes))
    }

    /// EN 319 122-1 §6.3: validation data in the SignedData, RFC 5940.
    @Test func `carries certificates, OCSP responses and CRLs once each at B-LT`() throws {
        let signer = try pki.issuing.issue(.signer("One"))
        let responder = try pki.issuing.issue(.responder("OCSP"))
        let response = try responder.ocsp(
            about: signer.certificate,
            issuedBy: pki.issuing.certificate,
            nextUpdate: DeclaredPKI.now.addingTimeInterval(60)
        )
        let crl = try pki.root.crl()
        let before = try finished(signer)
        var signature = before
        for _ in 0..<2 {
            signature = try addingDetachedValidationData(
                certificates: [pki.issuing.certificate.der, pki.root.certificate.der],
                ocspResponses: [response],
                crls: [crl],
                to: signature
            )
        }
        let read = try SignedData(der: signature)
        #expect(read.version == 5)
        #expect(read.ocspResponses == [response])
        #expect(read.revocationLists == [crl])
        #expect(
            Set(read.certificates)
                == [signer, pki.issuing, pki.root].map(\.certificate).reduce(into: []) { $0.insert($1) }
        )
        #expect(try read.soleSigner() == SignedData(der: before).soleSigner())
        #expect(throws: PAdESError.self) {
            try addingDetachedValidationData(certificates: [[1, 2]], ocspResponses: [], crls: [], to: signature)
        }
    }

    /// CMS-B8.
    @Test(arguments: [HashAlgorithm.sha256, .sha512])
    func `is archived by timestamps that cover everything in it`(hash: HashAlgorithm) throws {
        let signer = try pki.issuing.issue(.signer("One"))
        var signature = try addingDetachedValidationData(
            certificates: [pki.root.certificate.der],
            ocspResponses: [],
            crls: [pki.root.crl()],
            to: finished(signer)
        )
        for round in 0..<3 {
            let prepared = try PreparedArchiveTimestamp(signature: signature, content: content, hash: hash)
            #expect(throws: PAdESError.timestampOfOtherData) {
                try prepared.finished(token: authority.timestamp(overDigest: HashAlgorithm.sha256.digest(of: [0])))
            }
            let time = DeclaredPKI.now.addingTimeInterval(Double(round))
            signature = try prepared.finished(token: authority.timestamp(over: prepared.imprint, at: time))
        }
        let read = try SignedData(der: signature)
        let digest = try contentDigest(of: content, by: hash)
        let tokens = try read.soleSigner().archiveTimestampTokens
        #expect(tokens.count == 3)
        let indexed = try tokens.map {
            try read.checkArchiveTimestamp(TimestampToken(der: $0), contentDigest: digest).attributeValues.count
        }
        #expect(indexed.sorted() == [1, 2, 3])
        for token in try tokens.map({ try TimestampToken(der: $0) }) {
            #expect(throws: CMSError.timestampImprintMismatch) {
                try read.checkArchiveTimestamp(token, contentDigest: hash.digest(of: [0]))
            }
        }
        // Without one of the certificates that the index names, it no longer holds.
        let bare = try SignedData(der: finished(signer))
        let token = try TimestampToken(der: tokens[0])
        #expect(throws: CMSError.self) { try bare.checkArchiveTimestamp(token, contentDigest: digest) }
    }

    /// LTA-3.
    @Test func `is not archived over content that was not signed`() throws {
        let signature = try finished(pki.issuing.issue(.signer("One")))
        #expect(throws: PAdESError.archiveOfOtherContent) {
            try PreparedArchiveTimestamp(signature: signature, content: BytesSource([0]))
        }
    }
}
