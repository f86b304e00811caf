import CMS
import Foundation
import SigningService
import Testing

@testable import Outbound

@Suite struct `A revocation client` {
    enum Responder: CaseIterable {
        case good, revoked, unknown, stale, otherNonce, otherCertificate, otherKey, down, otherContentType
    }

    @Test func `returns a verified OCSP response`() async throws {
        try await withResponder(.good) { data, _ in
            #expect(data.ocspResponses.count == 1)
            #expect(data.crls.isEmpty)
        }
    }

    @Test func `returns an answer that says revoked: judging it is not its matter`() async throws {
        try await withResponder(.revoked) { data, chain in
            let response = try OCSPResponse(der: try #require(data.ocspResponses.first))
            let status = try response.status(of: chain[0], issuer: chain[1])
            #expect(status.state != .good)
        }
    }

    @Test(arguments: Responder.allCases.filter { $0 != .good && $0 != .revoked })
    func `falls back to the list when the responder's answer cannot be used`(responder: Responder) async throws {
        try await withResponder(responder) { data, _ in
            #expect(data.ocspResponses.isEmpty)
            #expect(data.crls.count == 1)
        }
    }

    @Test func `has nothing when list and responder are down`() async throws {
        await #expect {
            try await withResponder(.down, listIsUp: false) { _, _ in Issue.record("data came out") }
        } throws: { error in
            if case ExternalServiceError.unavailable(service: "revocation", _) = error { true } else { false }
        }
    }

    @Test func `refuses to be led to an inside address`() async throws {
        let root = try Identity("TEST root", serial: 1, extensions: CertificateExtension.authority)
        let leaf = try Identity(
            "TEST leaf",
            serial: 2,
            by: root,
            extensions: [.authorityInformationAccess(ocsp: ["http://169.254.169.254/ocsp"], caIssuers: [])]
        )
        await #expect {
            try await client(exempt: []).revocation(of: [leaf.certificate.der, root.certificate.der])
        } throws: { error in
            if case ExternalServiceError.refused(service: "revocation", _) = error { true } else { false }
        }
    }

    @Test func `wants a chain that reaches its root`() async throws {
        let root = try Identity("TEST root", serial: 1, extensions: CertificateExtension.authority)
        let leaf = try Identity("TEST leaf", serial: 2, by: root)
        await #expect(throws: ExternalServiceError.self) {
            try await client(exempt: []).revocation(of: [leaf.certificate.der])
        }
    }

    private func client(exempt: Set<Origin>) -> RevocationClient {
        RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: exempt, resolve: resolveWithSystem),
            now: { Identity.now },
            randomBytes: systemRandomBytes
        )
    }

    private func withResponder(
        _ responder: Responder,
        listIsUp: Bool = true,
        _ body: @escaping @Sendable (RevocationData, [Certificate]) async throws -> Void
    ) async throws {
        let root = try Identity("TEST root", serial: 1, extensions: CertificateExtension.authority)
        let world = World(root: root, responder: responder, listIsUp: listIsUp)
        try await withStub({ try world.answer($0, $1) }) { origin in
            let leaf = try Identity(
                "TEST leaf",
                serial: 2,
                by: root,
                extensions: [
                    .authorityInformationAccess(ocsp: [origin + "/ocsp"], caIssuers: []),
                    .crlDistributionPoints([origin + "/root.crl"]),
                ]
            )
            let chain = [leaf.certificate, root.certificate]
            let exempt = try #require(Origin(text: origin))
            let data = try await client(exempt: [exempt]).revocation(of: chain.map(\.der))
            try await body(data, chain)
        }
    }
}

/// A responder and a list of one root.
private struct World: Sendable {
    let root: Identity
    let responder: `A revocation client`.Responder
    let listIsUp: Bool

    func answer(_ path: String, _ body: [UInt8]) throws -> StubAnswer {
        path == "/ocsp" ? try ocsp(body) : try list()
    }

    private func ocsp(_ body: [UInt8]) throws -> StubAnswer {
        guard responder != .down else { return StubAnswer(status: 503) }
        let request = try OCSPRequest(der: body)
        let asked = try #require(request.certificates.first)
        let other = try Identity("TEST other", serial: 77, by: root)
        let age: TimeInterval = responder == .stale ? -7200 : -60
        let single = SingleResponse(
            certificate: responder == .otherCertificate
                ? try CertID(certificate: other.certificate, issuer: root.certificate, hashAlgorithm: .sha1) : asked,
            state: responder == .revoked
                ? .revoked(at: Identity.now, .keyCompromise) : responder == .unknown ? .unknown : .good,
            thisUpdate: Identity.now.addingTimeInterval(age),
            nextUpdate: Identity.now.addingTimeInterval(age + 3600),
            extensions: []
        )
        let content = OCSPResponseContent(
            responderID: .name(root.certificate.subject),
            producedAt: Identity.now.addingTimeInterval(age),
            responses: [single],
            nonce: responder == .otherNonce ? Array(repeating: 0, count: 16) : request.nonce,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let signature = try (responder == .otherKey ? other : root).sign(content.toBeSigned)
        return StubAnswer(
            contentType: responder == .otherContentType ? "text/html" : "application/ocsp-response",
            body: content.assemble(signature: signature, certificates: [])
        )
    }

    private func list() throws -> StubAnswer {
        guard listIsUp else { return StubAnswer(status: 503) }
        let content = RevocationListContent(
            issuer: root.certificate.subject,
            thisUpdate: Identity.now.addingTimeInterval(-60),
            nextUpdate: Identity.now.addingTimeInterval(3600),
            entries: [],
            number: 1,
            authorityKeyIdentifier: try #require(root.certificate.subjectKeyIdentifier),
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let bytes = content.assemble(signature: try root.sign(content.toBeSigned))
        return StubAnswer(contentType: "application/pkix-crl", body: bytes)
    }
}
