import CMS
import Foundation
import Testing

@testable import Trial

@Suite struct `The trial's CA` {
    let fixture: TrialFixture

    init() throws {
        fixture = try TrialFixture()
    }

    @Test func `decides the subject and the policy itself`() async throws {
        let certificate = try await fixture.issued()
        try certificate.verify(issuedBy: fixture.hierarchy.issuing.certificate)
        #expect(certificate.subject == .test("hanako@party.example"))
        #expect(certificate.rfc822Names == ["hanako@party.example"])
        #expect(certificate.policies == [PolicyArc.noProofing])
        #expect(certificate.ocspURLs == ["http://127.0.0.1:30002/ocsp"])
    }

    @Test func `wants an address for a person`() async throws {
        let request = try fixture.request(for: "nobody")
        await #expect(throws: RequestFault.addressMissing) {
            try await fixture.issuing.issue(request, profile: .signer, now: fixture.now)
        }
    }

    @Test func `wants proof that the key is the requester's`() async throws {
        var request = try fixture.request(for: "hanako@party.example")
        request[request.count - 1] ^= 1
        let changed = request
        await #expect(throws: RequestFault.proofOfPossession) {
            try await fixture.issuing.issue(changed, profile: .signer, now: fixture.now)
        }
    }

    @Test func `remembers what it issued and revoked`() async throws {
        let certificate = try await fixture.issued()
        let serial = hexadecimal(certificate.serialNumber)
        _ = try await fixture.register.revoke(serial, reason: 1, at: fixture.now)
        let again = try CertificateRegister(file: fixture.prepared.folder.register)
        #expect(await again.entry(serial)?.revocation?.at == fixture.now)
        await #expect(throws: RequestFault.unknownSerial) {
            try await fixture.register.revoke("00", reason: 1, at: fixture.now)
        }
    }
}

@Suite struct `The trial's status answers` {
    let fixture: TrialFixture

    init() throws {
        fixture = try TrialFixture()
    }

    @Test(arguments: [HashAlgorithm.sha1, .sha256])
    func `say good until the certificate is revoked`(hash: HashAlgorithm) async throws {
        let certificate = try await fixture.issued()
        #expect(try await status(certificate, hash).state == .good)
        _ = try await fixture.register.revoke(hexadecimal(certificate.serialNumber), reason: 1, at: fixture.now)
        #expect(try await status(certificate, hash).state == .revoked(at: fixture.now, .keyCompromise))
    }

    @Test func `are unknown for what was never issued`() async throws {
        let certificate = try await fixture.issued()
        let other = OCSPResponder(
            hierarchy: fixture.hierarchy,
            register: try CertificateRegister(file: fixture.prepared.folder.trial.appending(path: "empty.jsonl"))
        )
        let request = try OCSPRequest(
            certificate: certificate,
            issuer: fixture.hierarchy.issuing.certificate,
            nonce: nil
        )
        let answer = try OCSPResponse(der: try await other.answer(request.der, now: fixture.now))
        let status = try answer.status(of: certificate, issuer: fixture.hierarchy.issuing.certificate)
        #expect(status.state == .unknown)
    }

    @Test func `are refusals for other authorities' certificates and for garbage`() async throws {
        let other = try TrialFixture()
        let certificate = try await other.issued()
        let request = try OCSPRequest(certificate: certificate, issuer: other.hierarchy.issuing.certificate, nonce: nil)
        #expect(try await fixture.responder.answer(request.der, now: fixture.now) == OCSPResponseContent.failure(6))
        #expect(try await fixture.responder.answer([0x30, 0], now: fixture.now) == OCSPResponseContent.failure(1))
    }

    @Test func `are about another certificate when the responder is confused, and then say nothing about this one`()
        async throws
    {
        let certificate = try await fixture.issued()
        let issuer = fixture.hierarchy.issuing.certificate
        let request = try OCSPRequest(certificate: certificate, issuer: issuer, nonce: nil)
        let der = try await fixture.responder.answer(request.der, about: .another, now: fixture.now)
        let answer = try OCSPResponse(der: der)
        #expect(throws: CMSError.self) { try answer.status(of: certificate, issuer: issuer) }
    }

    @Test func `are repeated by the CRL`() async throws {
        let certificate = try await fixture.issued()
        _ = try await fixture.register.revoke(hexadecimal(certificate.serialNumber), reason: 4, at: fixture.now)
        let entries = await fixture.register.all().compactMap(\.listed)
        let der = try fixture.hierarchy.issuing.revocationList(entries, now: fixture.now)
        let list = try CertificateRevocationList(der: der)
        try list.verify(issuer: fixture.hierarchy.issuing.certificate)
        #expect(list.entries.map(\.serialNumber) == [certificate.serialNumber])
    }

    private func status(_ certificate: Certificate, _ hash: HashAlgorithm) async throws -> CertificateStatus {
        let issuer = fixture.hierarchy.issuing.certificate
        let nonce = Array(repeating: UInt8(9), count: 16)
        let request = try OCSPRequest(certificate: certificate, issuer: issuer, nonce: nonce, hashAlgorithm: hash)
        let answer = try OCSPResponse(der: try await fixture.responder.answer(request.der, now: fixture.now))
        #expect(answer.nonce == nonce)
        return try answer.status(of: certificate, issuer: issuer)
    }
}
