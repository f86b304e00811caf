import CMS
import DeclaredPKI
import Foundation
import Logging
import SignerProtocol
import SigningService
import Synchronization
import Testing

@testable import Outbound

/// TSP-1…9.
@Suite struct `A timestamp client` {
    static let policy = "2.25.274637420155013839245863518163418915921.4"
    let digest = [UInt8](repeating: 7, count: 32)

    @Test func `returns a token that answers its request`() async throws {
        let authority = try StubAuthority()
        let digest = digest
        try await withStub({ try authority.answer($1) }) { origin in
            let (client, _) = try client([authority.at(origin + "/tsa")])
            let token = try TimestampToken(der: await client.timestamp(sha256: digest))
            #expect(token.info.imprint.digest == digest)
        }
    }

    /// TSP-1.
    @Test func `asks with a nonce of eight octets, for the certificate, and under the policy of the settings`()
        async throws
    {
        let authority = try StubAuthority()
        let asked = Recorded<[UInt8]>()
        let digest = digest
        try await withStub({
            asked.add($1)
            return try authority.answer($1)
        }) { origin in
            let one = try authority.at(origin + "/tsa", requestedPolicy: Self.policy)
            let (client, _) = try client([one])
            _ = try await client.timestamp(sha256: digest)
            let request = try TimestampRequest(der: try #require(asked.all.first))
            #expect(request.nonce?.count == 8 && request.wantsCertificate && request.policy == Self.policy)
            #expect(request.imprint.hashAlgorithm == .sha256)
        }
    }

    /// TSP-2, TSP-3, TSP-4, TSP-7: status 1 and a fraction that ends in a zero are fine, the rest is not.
    @Test(arguments: StubAuthority.Fault.allCases)
    func `refuses every other answer`(fault: StubAuthority.Fault) async throws {
        let authority = try StubAuthority(fault)
        try await withStub({ try authority.answer($1) }) { origin in
            let (client, calls) = try client([authority.at(origin + "/tsa")])
            await expectUnavailable(client)
            guard case .failed? = calls.all.first?.outcome else {
                Issue.record("\(calls.all)")
                return
            }
            #expect(calls.all.count == 1)
        }
    }

    @Test(arguments: StubAuthority.Oddity.allCases)
    func `accepts what is odd and harmless`(oddity: StubAuthority.Oddity) async throws {
        let authority = try StubAuthority(oddity: oddity)
        let digest = digest
        try await withStub({ try authority.answer($1) }) { origin in
            let (client, _) = try client([authority.at(origin + "/tsa")])
            #expect(try await !client.timestamp(sha256: digest).isEmpty)
        }
    }

    /// TSP-6.
    @Test func `asks the next authority with the same imprint and a new nonce when the first fails`() async throws {
        let authority = try StubAuthority()
        let asked = Recorded<(path: String, request: [UInt8])>()
        let digest = digest
        try await withStub({ path, body in
            asked.add((path, body))
            return path == "/down" ? StubAnswer(status: 500) : try authority.answer(body)
        }) { origin in
            let (client, calls) = try client([
                authority.at(origin + "/down", name: "first"), authority.at(origin + "/tsa", name: "second"),
            ])
            _ = try await client.timestamp(sha256: digest)
            let requests = try asked.all.map { try TimestampRequest(der: $0.request) }
            #expect(asked.all.map(\.path) == ["/down", "/tsa"])
            #expect(Set(requests.map(\.imprint)).count == 1 && Set(requests.compactMap(\.nonce)).count == 2)
            #expect(calls.all.map(\.authority) == ["first", "second"])

            // The one that has just failed comes last for a while, and is not forgotten.
            _ = try await client.timestamp(sha256: digest)
            #expect(asked.all.map(\.path) == ["/down", "/tsa", "/tsa"])
        }
    }

    @Test func `asks even those that have just failed before it gives up`() async throws {
        let asked = Recorded<String>()
        let authority = try StubAuthority()
        try await withStub({ path, _ in
            asked.add(path)
            return StubAnswer(status: 503)
        }) { origin in
            let (client, _) = try client([
                authority.at(origin + "/a", name: "a"), authority.at(origin + "/b", name: "b"),
            ])
            await expectUnavailable(client)
            await expectUnavailable(client)
            #expect(asked.all == ["/a", "/b", "/a", "/b"])
        }
    }

    /// TSP-5.
    @Test func `takes no token of an authority that leads to none of its anchors`() async throws {
        let (ours, foreign) = (try StubAuthority(), try StubAuthority())
        let digest = digest
        try await withStub({ path, body in try (path == "/foreign" ? foreign : ours).answer(body) }) { origin in
            let (client, calls) = try client([
                ours.at(origin + "/foreign", name: "foreign"), ours.at(origin + "/tsa", name: "ours"),
            ])
            let token = try TimestampToken(der: await client.timestamp(sha256: digest))
            #expect(try token.signerCertificate() == ours.certificate)
            #expect(calls.all.first?.outcome.reason?.contains("notTrusted") == true)
        }
    }

    @Test func `follows a chain to its anchor, as far as every certificate may issue the next`() async throws {
        let root = try DeclaredIdentity(.authority("TEST TSA root"))
        let middle = try root.issue(.authority("TEST TSA middle", pathLength: 0))
        let tsa = try middle.issue(.timestamping("TEST TSA"))
        let bare = try root.issue(.signer("TEST no authority"))
        let under = try bare.issue(.timestamping("TEST TSA below a signer"))
        func token(_ identity: DeclaredIdentity) throws -> TimestampToken {
            try TimestampToken(der: identity.timestamp(overDigest: digest))
        }
        #expect(try token(tsa).anchor(among: [middle.certificate]) == middle.certificate)
        #expect(try token(tsa).anchor(among: [root.certificate]) == nil, "the token has no middle")
        #expect(try token(under).anchor(among: [bare.certificate]) == nil)
        #expect(try token(tsa).anchor(among: [tsa.certificate]) == tsa.certificate)
    }

    /// TSP-5: from the operator's set of anchors, not from a name.
    @Test func `calls a token accredited only below an anchor that the operator holds to be`() async throws {
        let authority = try StubAuthority()
        let digest = digest
        try await withStub({ try authority.answer($1) }) { origin in
            for accredited in [[authority.certificate], [try StubAuthority().certificate], []] {
                let (client, calls) = try client([authority.at(origin + "/tsa")], accredited: accredited)
                _ = try await client.timestamp(sha256: digest)
                guard case .answered(let answer)? = calls.all.first?.outcome else {
                    Issue.record("no answer")
                    return
                }
                #expect(answer.isAccredited == (accredited == [authority.certificate]))
                #expect(answer.offsetMilliseconds == 0)
                #expect(answer.certificateEnds == Timestamp(authority.certificate.notAfter))
            }
        }
    }

    /// TSP-7.
    @Test func `logs in with the password of its file, and not at all when others may read it`() async throws {
        let authority = try StubAuthority()
        let file = FileManager.default.temporaryDirectory.appending(path: "tsa-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let digest = digest
        let seen = Recorded<String?>()
        try await withStub({ try authority.answer($1) }, noting: { seen.add($0) }) { origin in
            let access = PartnerAccess(login: PartnerAccess.Login(user: "chigiri", passwordFile: file))
            let (client, calls) = try client([authority.at(origin + "/tsa", access: access)])
            for (mode, works) in [(0o600, true), (0o644, false)] {
                try Data("s3cret\n".utf8).write(to: URL(filePath: file))
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
                let token = try? await client.timestamp(sha256: digest)
                #expect((token != nil) == works)
            }
            #expect(seen.all == ["Basic " + Data("chigiri:s3cret".utf8).base64EncodedString()])
            #expect(calls.all.last?.outcome.reason?.contains("secretUnusable") == true)
            #expect(!"\(calls.all)".contains("s3cret"))
        }
    }

    @Test func `does not start without the certificate that it should show`() async throws {
        let access = PartnerAccess(identity: PartnerAccess.Identity(certificate: "/nowhere", key: "/nowhere"))
        #expect(throws: OutboundError.self) { try access.tls() }
        #expect(try PartnerAccess().tls() == nil)
    }

    /// Our own clock is what is wrong, maybe: how far is what operators need to know.
    @Test func `tells how far a refused time is from ours`() async throws {
        let authority = try StubAuthority(.future)
        try await withStub({ try authority.answer($1) }) { origin in
            let (client, _) = try client([authority.at(origin + "/tsa")])
            #expect(await client.survey().map(\.offsetMilliseconds) == [61_000])
        }
    }

    @Test func `asks every authority in a survey, also when the first answers`() async throws {
        let authority = try StubAuthority()
        try await withStub({ path, body in
            path == "/down" ? StubAnswer(status: 500) : try authority.answer(body)
        }) { origin in
            let (client, calls) = try client([
                authority.at(origin + "/tsa", name: "a"), authority.at(origin + "/down", name: "b"),
                authority.at(origin + "/tsa", name: "c"),
            ])
            let survey = await client.survey()
            #expect(survey.map(\.authority) == ["a", "b", "c"] && survey == calls.all)
            #expect(survey.map { $0.outcome.reason == nil } == [true, false, true])
        }
    }

    @Test func `does not wait for ever`() async throws {
        let authority = try StubAuthority()
        try await withStub({ _, _ in
            try await Task.sleep(for: .seconds(10))
            return StubAnswer()
        }) { origin in
            let start = ContinuousClock.now
            let (client, _) = try client([authority.at(origin + "/tsa", timeLimit: .milliseconds(200))])
            await expectUnavailable(client)
            #expect(ContinuousClock.now - start < .seconds(9))
        }
    }

    @Test func `says so when nobody listens`() async throws {
        await expectUnavailable(try client([StubAuthority().at("http://127.0.0.1:9/tsa")]).client)
    }

    @Test func `has no authority, then no token`() async throws {
        await expectUnavailable(try client([]).client)
    }

    private func client(
        _ authorities: [TimestampAuthority],
        accredited: [Certificate] = []
    ) throws -> (client: TimestampClient, calls: Recorded<TimestampCall>) {
        let calls = Recorded<TimestampCall>()
        let client = TimestampClient(
            authorities: authorities,
            accreditedAnchors: accredited,
            now: { DeclaredPKI.now },
            randomBytes: systemRandomBytes,
            log: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { calls.add($0) }
        return (client, calls)
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

extension TimestampCall.Outcome {
    /// Nil for an answer.
    var reason: String? {
        if case .failed(let failure) = self { failure.reason } else { nil }
    }
}

/// What was noted, in order.
final class Recorded<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { values.withLock { $0 } }

    func add(_ value: Value) {
        values.withLock { $0.append(value) }
    }
}
