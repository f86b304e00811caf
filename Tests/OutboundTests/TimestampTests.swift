import CMS
import DeclaredPKI
import Foundation
import SigningService
import Testing

@testable import Outbound

@Suite struct `A timestamp client` {
    static let policy = "2.25.274637420155013839245863518163418915921.4"
    let digest = [UInt8](repeating: 7, count: 32)

    @Test func `returns a token that answers its request`() async throws {
        let authority = try StubAuthority()
        let digest = digest
        try await withStub({ try authority.answer($1) }) { origin in
            let token = try TimestampToken(der: try await client([origin + "/tsa"]).timestamp(sha256: digest))
            #expect(token.info.imprint.digest == digest)
        }
    }

    @Test(arguments: StubAuthority.Fault.allCases)
    func `refuses every other answer`(fault: StubAuthority.Fault) async throws {
        let authority = try StubAuthority(fault)
        try await withStub({ try authority.answer($1) }) { origin in
            await expectUnavailable(try client([origin + "/tsa"]))
        }
    }

    @Test func `asks the next authority when the first fails`() async throws {
        let authority = try StubAuthority()
        let digest = digest
        try await withStub({ path, body in
            path == "/down" ? StubAnswer(status: 500) : try authority.answer(body)
        }) { origin in
            let token = try await client([origin + "/down", origin + "/tsa"]).timestamp(sha256: digest)
            #expect(!token.isEmpty)
        }
    }

    @Test func `does not wait for ever`() async throws {
        try await withStub({ _, _ in
            try await Task.sleep(for: .seconds(10))
            return StubAnswer()
        }) { origin in
            let start = ContinuousClock.now
            await expectUnavailable(try client([origin + "/tsa"], timeLimit: .milliseconds(200)))
            #expect(ContinuousClock.now - start < .seconds(9))
        }
    }

    @Test func `says so when nobody listens`() async throws {
        await expectUnavailable(try client(["http://127.0.0.1:9/tsa"]))
    }

    @Test func `has no authority, then no token`() async throws {
        await expectUnavailable(try client([]))
    }

    private func client(_ urls: [String], timeLimit: Duration = .seconds(60)) throws -> TimestampClient {
        TimestampClient(
            authorities: try urls.map { try #require(URL(string: $0)) },
            policies: [Self.policy],
            now: { DeclaredPKI.now },
            randomBytes: systemRandomBytes,
            timeLimit: timeLimit
        )
    }

    private func expectUnavailable(_ client: TimestampClient) async {
        do {
            _ = try await client.timestamp(sha256: digest)
            Issue.record("a token came out")
        } catch ExternalServiceError.unavailable(let service, _) {
            #expect(service == "tsa")
        } catch {
            Issue.record("\(error)")
        }
    }
}

/// A TSA with one fault.
struct StubAuthority: Sendable {
    enum Fault: CaseIterable {
        case serverError, otherContentType, garbage, tooLarge, rejection, redirect
        case otherImprint, otherNonce, noNonce, otherPolicy, future, brokenSignature
        case usageNotCritical, otherUsage, noUsage
    }

    private let fault: Fault?
    private let identity: DeclaredIdentity

    init(_ fault: Fault? = nil) throws {
        self.fault = fault
        let usage: [CertificateExtension] =
            switch fault {
            case .usageNotCritical: [.extendedKeyUsage([OID.timeStamping], isCritical: false)]
            case .otherUsage: [.extendedKeyUsage([OID.timeStamping, OID.ocspSigning], isCritical: true)]
            case .noUsage: []
            default: [.extendedKeyUsage([OID.timeStamping], isCritical: true)]
            }
        identity = try DeclaredIdentity(DeclaredCertificate("TEST TSA", usage + [.keyUsage([.digitalSignature])]))
    }

    func answer(_ body: [UInt8]) throws -> StubAnswer {
        switch fault {
        case .serverError: return StubAnswer(status: 500)
        case .garbage: return reply(Array("nothing".utf8))
        case .tooLarge: return reply(Array(repeating: 0, count: 65 * 1024))
        case .rejection: return reply(TimestampResponse.refusing(.badAlgorithm, text: "no"))
        case .redirect: return StubAnswer(status: 302, location: "/elsewhere")
        default:
            var answer = reply(TimestampResponse.granting(try token(for: TimestampRequest(der: body))))
            if fault == .otherContentType { answer.contentType = "text/html" }
            return answer
        }
    }

    private func reply(_ bytes: [UInt8]) -> StubAnswer {
        StubAnswer(contentType: "application/timestamp-reply", body: bytes)
    }

    private func token(for request: TimestampRequest) throws -> [UInt8] {
        let content = TSTInfoContent(
            policy: fault == .otherPolicy ? "1.2.3" : `A timestamp client`.policy,
            imprint: fault == .otherImprint ? MessageImprint(of: [1], hashAlgorithm: .sha256) : request.imprint,
            serialNumber: [1],
            genTime: DeclaredPKI.now.addingTimeInterval(fault == .future ? 61 : 0),
            accuracyInSeconds: 1,
            nonce: fault == .noNonce ? nil : fault == .otherNonce ? [0x41, 1, 2, 3, 4, 5, 6, 7] : request.nonce
        )
        return try identity.timestamp(content) { fault == .brokenSignature ? [0] : $0 }
    }
}
