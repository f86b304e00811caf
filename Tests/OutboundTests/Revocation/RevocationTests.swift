import CMS
import DeclaredPKI
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
        let root = try DeclaredIdentity(.authority("TEST root"))
        let leaf = try root.issue(
            DeclaredCertificate(
                "TEST leaf",
                [.authorityInformationAccess(ocsp: ["http://169.254.169.254/ocsp"], caIssuers: [])]
            )
        )
        await #expect {
            try await client(exempt: []).revocation(of: [leaf.certificate.der, root.certificate.der])
        } throws: { error in
            if case ExternalServiceError.refused(service: "revocation", _) = error { true } else { false }
        }
    }

    @Test func `wants a chain that reaches its root`() async throws {
        let root = try DeclaredIdentity(.authority("TEST root"))
        let leaf = try root.issue(.signer("TEST leaf"))
        await #expect(throws: ExternalServiceError.self) {
            try await client(exempt: []).revocation(of: [leaf.certificate.der])
        }
    }

    private func client(exempt: Set<Origin>) -> RevocationClient {
        RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: exempt, resolve: resolveWithSystem),
            now: { DeclaredPKI.now },
            randomBytes: systemRandomBytes,
            timeLimit: .seconds(60)
        )
    }

    private func withResponder(
        _ responder: Responder,
        listIsUp: Bool = true,
        _ body: @escaping @Sendable (RevocationData, [Certificate]) async throws -> Void
    ) async throws {
        let root = try DeclaredIdentity(.authority("TEST root"))
        let world = World(root: root, responder: responder, listIsUp: listIsUp)
        try await withStub({ try world.answer($0, $1) }) { origin in
            let leaf = try root.issue(
                DeclaredCertificate(
                    "TEST leaf",
                    [
                        .authorityInformationAccess(ocsp: [origin + "/ocsp"], caIssuers: []),
                        .crlDistributionPoints([origin + "/root.crl"]),
                    ]
                )
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
    let root: DeclaredIdentity
    let responder: `A revocation client`.Responder
    let listIsUp: Bool

    func answer(_ path: String, _ body: [UInt8]) throws -> StubAnswer {
        path == "/ocsp" ? try ocsp(body) : try list()
    }

    private func ocsp(_ body: [UInt8]) throws -> StubAnswer {
        guard responder != .down else { return StubAnswer(status: 503) }
        let request = try OCSPRequest(der: body)
        let asked = try #require(request.certificates.first)
        let other = try root.issue(.signer("TEST other"))
        let age: TimeInterval = responder == .stale ? -7200 : -60
        let single = SingleResponse(
            certificate: responder == .otherCertificate
                ? try CertID(certificate: other.certificate, issuer: root.certificate, hashAlgorithm: .sha1) : asked,
            state: responder == .revoked
                ? .revoked(at: DeclaredPKI.now, .keyCompromise) : responder == .unknown ? .unknown : .good,
            thisUpdate: DeclaredPKI.now.addingTimeInterval(age),
            nextUpdate: DeclaredPKI.now.addingTimeInterval(age + 3600),
            extensions: []
        )
        let body = try (responder == .otherKey ? other : root).ocsp(
            single,
            producedAt: DeclaredPKI.now.addingTimeInterval(age),
            responderID: .name(root.certificate.subject),
            nonce: responder == .otherNonce ? Array(repeating: 0, count: 16) : request.nonce,
            certificates: []
        )
        return StubAnswer(
            contentType: responder == .otherContentType ? "text/html" : "application/ocsp-response",
            body: body
        )
    }

    private func list() throws -> StubAnswer {
        guard listIsUp else { return StubAnswer(status: 503) }
        let bytes = try root.crl(thisUpdate: DeclaredPKI.now.addingTimeInterval(-60))
        return StubAnswer(contentType: "application/pkix-crl", body: bytes)
    }
}
