import CMS
import DeclaredPKI
import Foundation
import SigningService
import Synchronization
import Testing

@testable import Outbound

/// Addresses in certificates of strangers lead to no connection inside. Row 41 of the attacks; REV-11
@Suite struct `A stranger's certificate` {
    @Test(arguments: Place.allCases)
    func `has nobody inside called, whatever it names`(place: Place) async throws {
        let listener = try ListeningSocket()
        defer { listener.close() }
        let root = try DeclaredIdentity(.authority("TEST root"))
        for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"] {
            let address = "http://\(host):\(listener.port)/x"
            let leaf = try root.issue(DeclaredCertificate("TEST leaf", [place.extensionNaming(address)]))
            let client = client(resolveWithSystem)
            _ = await client.completed([leaf.certificate.der])
            await #expect(throws: ExternalServiceError.self) {
                try await client.revocation(of: [leaf.certificate.der, root.certificate.der])
            }
        }
        #expect(listener.connections() == 0)
        // The listener does hear those who call.
        _ = try? await exchangeOnce(
            BoundedRequest(
                url: try #require(URL(string: "http://127.0.0.1:\(listener.port)/")),
                method: .get,
                sizeLimit: 10,
                timeLimit: .milliseconds(200)
            )
        )
        #expect(listener.connections() == 1)
    }

    /// A name that is public when it is looked at, and leads inside a moment later.
    @Test func `is not led inside by a name that changes`() async throws {
        let listener = try ListeningSocket()
        defer { listener.close() }
        let asked = Mutex(0)
        // The true answer for this name is the loopback address. The first one here is of unassigned space, which
        // nobody can be reached at.
        let rebinding: Resolver = { _ in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            return count == 1 ? [.v6(0x2D00_0000_0000_0000, 1)] : [.v4(0x7F00_0001)]
        }
        let guarded = GuardedFetch(addresses: PublicAddressGuard(exemptOrigins: [], resolve: rebinding))
        let request = BoundedRequest(
            url: try #require(URL(string: "http://localhost:\(listener.port)/x")),
            method: .get,
            sizeLimit: 100,
            timeLimit: .milliseconds(500)
        )
        await #expect(throws: OutboundError.self) { try await guarded.fetch(request) }
        #expect(asked.withLock { $0 } == 1, "what was checked is where the connection goes")
        #expect(listener.connections() == 0)
        // Asked again, the name shows its other face, and that one is refused.
        await #expect(throws: OutboundError.addressNotPublic(host: "localhost", address: "127.0.0.1")) {
            try await guarded.fetch(request)
        }
        #expect(listener.connections() == 0)
    }

    @Test func `is not led inside by a redirect`() async throws {
        let listener = try ListeningSocket()
        defer { listener.close() }
        let port = listener.port
        try await withStub({ _, _ in
            StubAnswer(status: 302, location: "http://127.0.0.1:\(port)/x")
        }) { origin in
            let exempt = try #require(Origin(text: origin))
            let guarded = GuardedFetch(
                addresses: PublicAddressGuard(exemptOrigins: [exempt], resolve: resolveWithSystem)
            )
            let request = BoundedRequest(
                url: try #require(URL(string: origin + "/a")),
                method: .get,
                sizeLimit: 100,
                timeLimit: .seconds(60)
            )
            await #expect(throws: OutboundError.addressNotPublic(host: "127.0.0.1", address: "127.0.0.1")) {
                try await guarded.fetch(request)
            }
        }
        #expect(listener.connections() == 0)
    }

    @Test(arguments: ["ldap://127.0.0.1/cn=x", "file:///etc/passwd", "gopher://127.0.0.1/", "nonsense", ""])
    func `may name what is no web address, and nothing is fetched`(address: String) async throws {
        let root = try DeclaredIdentity(.authority("TEST root"))
        let leaf = try root.issue(DeclaredCertificate("TEST leaf", [.crlDistributionPoints([address])]))
        await #expect(throws: ExternalServiceError.self) {
            try await client(resolveWithSystem).revocation(of: [leaf.certificate.der, root.certificate.der])
        }
    }

    enum Place: CaseIterable {
        case ocsp, crl, issuer

        func extensionNaming(_ address: String) -> CertificateExtension {
            switch self {
            case .ocsp: .authorityInformationAccess(ocsp: [address], caIssuers: [])
            case .crl: .crlDistributionPoints([address])
            case .issuer: .authorityInformationAccess(ocsp: [], caIssuers: [address])
            }
        }
    }

    private func client(_ resolve: @escaping Resolver) -> RevocationClient {
        RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: [], resolve: resolve),
            now: { DeclaredPKI.now },
            randomBytes: systemRandomBytes
        )
    }
}
