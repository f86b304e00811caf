import CMS
import DeclaredPKI
import Foundation
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Synchronization
import Testing

@testable import SigningService

/// Probes that ask others: a time-stamping authority, and responders about the operator's certificates.
@Suite struct `A probe of trust services` {
    @Test func `sees our clock move away from the authority's`() async throws {
        let authority = try DeclaredPKI().root.issue(.timestamping("TSA"))
        let start = DeclaredPKI.now
        let world = try World(timestamps: StampsAt { try authority.timestamp(overDigest: $0, at: start) })
        defer { world.remove() }
        // A second passes before each run: one, then two that are still in order, then one too many.
        try await world.expectStanding(.good, of: .clock)
        #expect(try await world.run(.clock).facts == ["offset-milliseconds": "-2000"])
        try await world.expectStanding(.bad, of: .clock)
        #expect(try await world.run(.clock).facts == ["offset-milliseconds": "-4000"])
    }

    @Test func `sees an authority's clock that is ahead`() async throws {
        let authority = try DeclaredPKI().root.issue(.timestamping("TSA"))
        let ahead = DeclaredPKI.now.addingTimeInterval(4)
        let world = try World(timestamps: StampsAt { try authority.timestamp(overDigest: $0, at: ahead) })
        defer { world.remove() }
        try await world.expectStanding(.bad, of: .clock)
    }
}

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `The probe of the seal keys` {
    /// A service with both seal keys in a signer's token, and their certificates good as long as nobody says otherwise.
    private struct Sealed {
        let signer: SignerFixture
        let answers: Answers
        let world: World

        init(anchors: [[UInt8]]? = nil, installing purposes: [ServiceKeyPurpose] = ServiceKeyPurpose.allCases)
            async throws
        {
            let signer = try await SignerFixture.make()
            for purpose in purposes { _ = try await signer.installServiceKey(purpose) }
            self.signer = signer
            answers = Answers(signer.authority)
            world = try World(
                signer: ScriptedSigner(seals: { try await signer.seal.serviceKey($0, client: SignerFixture.client) }),
                anchors: anchors ?? [signer.authority.root.certificate.der],
                revocation: answers
            )
            world.clock.advance(by: .milliseconds(SignerFixture.start.milliseconds - world.clock.now.milliseconds))
            answers.clock = world.clock
        }
    }

    @Test func `turns when a certificate is revoked`() async throws {
        let sealed = try await Sealed()
        defer { sealed.world.remove() }
        try await sealed.world.expectStanding(.good, of: .sealKeys)
        #expect(try await sealed.world.run(.sealKeys).facts == ["witness": "good", "record": "good"])

        sealed.answers.state = .revoked(at: sealed.world.clock.now.date, nil)
        try await sealed.world.expectStanding(.bad, of: .sealKeys)
        #expect(try await sealed.world.run(.sealKeys).facts == ["witness": "revoked"])
    }

    @Test func `turns when nothing current is known of a certificate`() async throws {
        let sealed = try await Sealed()
        defer { sealed.world.remove() }
        sealed.answers.age = .seconds(7 * 86_400)
        try await sealed.world.expectStanding(.bad, of: .sealKeys)
        #expect(try await sealed.world.run(.sealKeys).facts == ["witness": "no revocation status"])
    }

    @Test func `turns when a certificate has ended`() async throws {
        let sealed = try await Sealed()
        defer { sealed.world.remove() }
        sealed.world.clock.advance(by: .seconds(11 * 365 * 86_400))
        try await sealed.world.expectStanding(.bad, of: .sealKeys)
        #expect(try await sealed.world.run(.sealKeys).facts == ["witness": "outside its validity period"])
    }

    @Test func `turns when a key has no certificate, or one of an authority that we do not trust`() async throws {
        let bare = try await Sealed(installing: [.witness])
        defer { bare.world.remove() }
        try await bare.world.expectStanding(.bad, of: .sealKeys)
        #expect(try await bare.world.run(.sealKeys).facts == ["witness": "good", "record": "no certificate"])

        let foreign = try await Sealed(anchors: [try DeclaredPKI("OTHER").root.certificate.der])
        defer { foreign.world.remove() }
        try await foreign.world.expectStanding(.bad, of: .sealKeys)
        #expect(try await foreign.world.run(.sealKeys).facts == ["witness": "not below an anchor"])
    }
}

/// An authority whose clock a test holds.
private struct StampsAt: TimestampSource {
    let stamp: @Sendable ([UInt8]) throws -> [UInt8]

    init(_ stamp: @escaping @Sendable ([UInt8]) throws -> [UInt8]) {
        self.stamp = stamp
    }

    func timestamp(sha256 digest: [UInt8]) async throws -> [UInt8] { try stamp(digest) }
}

/// OCSP answers about any certificate, as a test wants them.
private final class Answers: RevocationSource {
    private struct Held {
        var state = CertificateStatus.State.good
        var age = Duration.zero
        var clock: Clock?
    }

    private let authority: DeclaredPKI
    private let held = Mutex(Held())

    init(_ authority: DeclaredPKI) {
        self.authority = authority
    }

    var state: CertificateStatus.State {
        get { held.withLock { $0.state } }
        set { held.withLock { $0.state = newValue } }
    }

    var age: Duration {
        get { held.withLock { $0.age } }
        set { held.withLock { $0.age = newValue } }
    }

    var clock: Clock? {
        get { held.withLock { $0.clock } }
        set { held.withLock { $0.clock = newValue } }
    }

    func revocation(of chain: [[UInt8]]) async throws -> RevocationData {
        let (state, age) = (state, age)
        let time = try #require(clock).now.advanced(by: .zero - age).date
        return RevocationData(
            ocspResponses: try chain.dropLast().map { der in
                try authority.status(of: Certificate(der: der), state, at: time)
            }
        )
    }
}
