import CMS
import DeclaredPKI
import Foundation
import Testing

/// REV-1: times of responders that write fractions of a second, which certomancer does.
@Suite struct `The times of an OCSP answer` {
    let authority: DeclaredPKI
    let subject: DeclaredIdentity

    init() throws {
        authority = try DeclaredPKI()
        subject = try authority.signer()
    }

    /// An answer of the issuing authority whose three times are these.
    private func answer(_ time: String) throws -> [UInt8] {
        let issuing = authority.issuing
        let encoded: [UInt8] = [0x18, UInt8(time.utf8.count)] + Array(time.utf8)
        let identifier = try CertID(
            certificate: subject.certificate,
            issuer: issuing.certificate,
            hashAlgorithm: .sha1
        )
        let single = DEREncoding.sequence(
            identifier.der,
            DEREncoding.implicit(0, primitive: []),
            encoded,
            DEREncoding.explicit(0, encoded)
        )
        let toBeSigned = DEREncoding.sequence(
            DEREncoding.explicit(1, issuing.certificate.subject.der),
            encoded,
            DEREncoding.sequence(single)
        )
        let basic = DEREncoding.sequence(
            toBeSigned,
            issuing.key.algorithm.der,
            DEREncoding.bitString(try issuing.sign(toBeSigned))
        )
        let typed = DEREncoding.sequence(
            DEREncoding.objectIdentifier("1.3.6.1.5.5.7.48.1.1"),
            DEREncoding.octetString(basic)
        )
        return DEREncoding.sequence(DEREncoding.enumerated(0), DEREncoding.explicit(0, typed))
    }

    private func status(_ time: String) throws -> CertificateStatus {
        try OCSPResponse(der: answer(time)).status(of: subject.certificate, issuer: authority.issuing.certificate)
    }

    @Test(arguments: ["20260921141320Z", "20260921141320.5Z", "20260921141320.563522Z"])
    func `may have a fraction of a second`(time: String) throws {
        let status = try status(time)
        #expect(status.state == .good && status.nextUpdate == status.thisUpdate)
        #expect(abs(status.thisUpdate.timeIntervalSince(DeclaredPKI.now)) < 1)
    }

    @Test(arguments: [
        "20260921141320.50Z", "20260921141320.Z", "20260921141320,5Z", "20260921141320.5", "202609211413Z",
    ])
    func `are refused when they are not DER`(time: String) {
        #expect(throws: CMSError.malformed(.ocspResponse, .time)) { try status(time) }
    }
}
