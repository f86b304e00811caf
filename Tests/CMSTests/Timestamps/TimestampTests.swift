import CMS
import Crypto
import DeclaredPKI
import Foundation
import Testing

/// TSP-1…4, each check with its own fault.
@Suite struct `A timestamp` {
    typealias Tests = TimestampTests
    let authority: DeclaredPKI
    let tsa: DeclaredIdentity
    let request: TimestampRequest

    init() throws {
        authority = try DeclaredPKI()
        tsa = try authority.timestampAuthority()
        request = try TimestampRequest(
            imprint: HashAlgorithm.sha256.digest(of: [1]),
            nonce: [0xFF, 2, 3, 4, 5, 6, 7, 8]
        )
    }

    private func verify(_ token: [UInt8], now: Date = DeclaredPKI.now) throws {
        let response = try TimestampResponse(der: TimestampResponse.granting(token))
        try response.token().verify(answering: request, policies: [Tests.policy], now: now)
    }

    @Test func `that answers the request is accepted`() throws {
        try verify(Tests.token(over: request.imprint, nonce: request.nonce, by: tsa))
    }

    /// TSP-1.
    @Test func `is asked for with a nonce of fixed width and the certificate`() throws {
        let read = try TimestampRequest(der: request.der)
        #expect(read == request)
        #expect(read.nonce == [0x7F, 2, 3, 4, 5, 6, 7, 8] && read.wantsCertificate)
        #expect(
            try TimestampRequest(imprint: request.imprint.digest, nonce: [0, 0, 0, 0, 0, 0, 0, 0]).nonce?.count == 8
        )
        #expect(throws: CMSError.self) { try TimestampRequest(imprint: [1], nonce: [0, 0, 0, 0, 0, 0, 0, 0]) }
        #expect(throws: CMSError.self) { try TimestampRequest(imprint: request.imprint.digest, nonce: []) }
    }

    /// TSP-2.
    @Test func `that is refused says why`() throws {
        let response = try TimestampResponse(der: TimestampResponse.refusing(.badAlgorithm, text: "no"))
        #expect(throws: CMSError.timestampRefused(status: 2, failures: [.badAlgorithm], text: "no")) {
            try response.token()
        }
        let empty = DEREncoding.sequence(DEREncoding.sequence(DEREncoding.integer(0)))
        #expect(throws: CMSError.timestampTokenAbsent) { try TimestampResponse(der: empty) }
    }

    /// TSP-3.
    @Test func `over other data, with another nonce or without one is refused`() throws {
        let other = MessageImprint(of: [2], hashAlgorithm: .sha256)
        #expect(throws: CMSError.timestampImprintMismatch) {
            try verify(Tests.token(over: other, nonce: request.nonce, by: tsa))
        }
        #expect(throws: CMSError.timestampNonceMismatch) {
            try verify(Tests.token(over: request.imprint, nonce: [9], by: tsa))
        }
        #expect(throws: CMSError.timestampNonceMismatch) { try verify(Tests.token(over: request.imprint, by: tsa)) }
    }

    /// TSP-3.
    @Test func `of another policy or time is refused`() throws {
        #expect(throws: CMSError.timestampPolicyMismatch("1.2.3")) {
            try verify(Tests.token(over: request.imprint, nonce: request.nonce, policy: "1.2.3", by: tsa))
        }
        let token = try Tests.token(over: request.imprint, nonce: request.nonce, by: tsa)
        try verify(token, now: DeclaredPKI.now.addingTimeInterval(-60))
        #expect(throws: CMSError.timestampTimeOff(seconds: 61)) {
            try verify(token, now: DeclaredPKI.now.addingTimeInterval(-61))
        }
    }

    /// TSP-4.
    @Test(arguments: [
        ([], TimestampUsageFault.absent),
        ([CertificateExtension.extendedKeyUsage([OID.timeStamping], isCritical: false)], .notCritical),
        ([.extendedKeyUsage([OID.timeStamping, OID.emailProtection], isCritical: true)], .otherPurposes),
        ([.extendedKeyUsage([OID.emailProtection], isCritical: true)], .absent),
    ])
    func `by a certificate for other uses is refused`(extensions: [CertificateExtension], fault: TimestampUsageFault)
        throws
    {
        let wrong = try authority.root.issue(DeclaredCertificate("TEST TSA", extensions))
        #expect(throws: CMSError.timestampAuthorityUsage(fault)) {
            try verify(Tests.token(over: request.imprint, nonce: request.nonce, by: wrong))
        }
    }

    @Test func `without the certificate that was asked for is refused`() throws {
        let token = try Tests.token(
            over: request.imprint,
            nonce: request.nonce,
            by: tsa,
            change: { $0.certificates = [] }
        )
        #expect(throws: CMSError.timestampCertificateAbsent) { try verify(token) }
    }

    @Test func `over plain data or without content is no timestamp`() throws {
        #expect(throws: CMSError.contentType(OID.data)) {
            try TimestampToken(der: CraftedSignedData(over: [1], by: tsa).der())
        }
        let empty = try Tests.token(over: request.imprint, by: tsa, change: { $0.content = nil })
        #expect(throws: CMSError.encapsulatedContentAbsent) { try TimestampToken(der: empty) }
    }

    @Test func `with other content than was signed has a wrong hash`() throws {
        let other = TSTInfoContent(
            policy: Tests.policy,
            imprint: request.imprint,
            serialNumber: [2],
            genTime: DeclaredPKI.now,
            accuracyInSeconds: nil,
            nonce: request.nonce
        )
        let token = try Tests.token(
            over: request.imprint,
            nonce: request.nonce,
            by: tsa,
            change: { $0.content = other.der }
        )
        #expect(throws: CMSError.messageDigestMismatch) { try verify(token) }
    }

    /// RFC 3161 §2.4.2, TSP-9.
    @Test(arguments: [("20260921171320.5Z", true), ("20260921171320.50Z", false), ("20260921171320Z", true)])
    func `may have a fraction of a second`(time: String, isCanonical: Bool) throws {
        let info = try TSTInfo(der: tstInfo(time))
        #expect(info.genTimeIsCanonical == isCanonical)
        #expect(info.genTime.timeIntervalSince1970 == (time.contains(".") ? 1_790_010_800.5 : 1_790_010_800))
    }

    @Test(arguments: ["20260921171320", "2026092117132Z", "20260921171320.Z", "20261321171320Z", "20260921171320+0900"])
    func `has a time in UTC to the second`(time: String) {
        #expect(throws: CMSError.malformed(.timestampToken, .time)) { try TSTInfo(der: tstInfo(time)) }
    }

    private func tstInfo(_ time: String) -> [UInt8] {
        DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.objectIdentifier("1.2.3"),
            DEREncoding.sequence(HashAlgorithm.sha256.identifier.der, DEREncoding.octetString(request.imprint.digest)),
            DEREncoding.integer(1),
            DEREncoding.value(tag: 0x18, Array(time.utf8))
        )
    }
}

/// Makes tokens for tests.
enum TimestampTests {
    static let policy = "2.25.274637420155013839245863518163418915921.4"

    static func token(
        over imprint: MessageImprint,
        nonce: [UInt8]? = nil,
        policy: String = policy,
        by tsa: DeclaredIdentity,
        change: (inout CraftedSignedData) -> Void = { _ in }
    ) throws -> [UInt8] {
        let content = TSTInfoContent(
            policy: policy,
            imprint: imprint,
            serialNumber: [1],
            genTime: DeclaredPKI.now,
            accuracyInSeconds: 1,
            nonce: nonce
        )
        let attributes = try content.signedAttributes(
            signingCertificate: tsa.certificate,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        var crafted = CraftedSignedData(over: content.der, by: tsa)
        crafted.contentType = OID.tstInfo
        crafted.content = content.der
        crafted.attributes = attributes.attributes
        change(&crafted)
        return try crafted.der()
    }
}
