import CMS
import DeclaredPKI
import Foundation
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Synchronization
import Testing

@testable import SigningService

/// Our clock against those of others.
@Suite struct `The probe of the clock` {
    private struct Clocks: OutsideClocks {
        let all: [ClockReading]

        init(_ milliseconds: [Int?]) {
            all = milliseconds.enumerated().map { index, offset in
                ClockReading(
                    source: "clock \(index)",
                    offset: offset.map { ClockReading.Offset(milliseconds: $0, uncertainty: 500) }
                )
            }
        }

        func readings() async -> [ClockReading] { all }
    }

    private static func call(offset: Int?, secondsAgo: Int, by clock: Clock, _ name: String = "main") -> TimestampCall {
        TimestampCall(
            id: TimestampCallID(from: systemRandomBytes),
            authority: name,
            at: clock.now.advanced(by: .seconds(-secondsAgo)),
            calls: 1,
            milliseconds: 100,
            outcome: .failed(TimestampCall.Failure(reason: "x", offsetMilliseconds: offset))
        )
    }

    @Test(arguments: [
        ([0, 2_500, -2_500], Scoreboard.Result.good), ([2_501], .bad), ([-2_501, 0, 0], .bad), ([nil, 0], .good),
    ])
    func `turns with any clock that surely differs`(milliseconds: [Int?], result: Scoreboard.Result) async throws {
        let world = try World(clocks: Clocks(milliseconds))
        defer { world.remove() }
        try await world.expectStanding(result, of: .clock)
    }

    @Test func `says whose clock is likely wrong`() async throws {
        for (milliseconds, suspect) in [([3_000, 4_000, 0], "ours"), ([0, 9_000, 0], "clock 1"), ([5_000], "ours")] {
            let world = try World(clocks: Clocks(milliseconds))
            defer { world.remove() }
            #expect(try await world.run(.clock).facts["suspect"] == suspect)
        }
    }

    @Test func `hears what the authorities have said within the hour, also in tokens that were refused`() async throws {
        let world = try World(clocks: Clocks([0]))
        defer { world.remove() }
        let clock = world.clock
        try await world.needs.store.write { transaction in
            try transaction.insert(Self.call(offset: 70_000, secondsAgo: 4_000, by: clock))
            try transaction.insert(Self.call(offset: nil, secondsAgo: 5, by: clock))
        }
        #expect(try await world.run(.clock).outcome == .passed, "what is an hour old says nothing of now")
        try await world.needs.store.write { transaction in
            try transaction.insert(Self.call(offset: 70_000, secondsAgo: 10, by: clock))
        }
        try await world.expectStanding(.bad, of: .clock)
        #expect(try await world.run(.clock).facts["tsa main"] == "70000 ± 1100 ms")
    }

    @Test func `spends a timestamp where there is nothing else to look at, and is unchecked without`() async throws {
        let call = Self.call(offset: 5_000, secondsAgo: 0, by: Clock())
        let world = try World(timestamps: Surveyed([call]))
        defer { world.remove() }
        try await world.expectStanding(.bad, of: .clock)
        let lonely = try World(clocks: Clocks([nil]))
        defer { lonely.remove() }
        #expect(try await lonely.run(.clock).outcome == .notChecked)
    }
}

/// TSP-8.
@Suite struct `The probe of time-stamping authorities` {
    private static func call(_ name: String, days: Int?) -> TimestampCall {
        let now = Clock().now
        return TimestampCall(
            id: TimestampCallID(from: systemRandomBytes),
            authority: name,
            at: now,
            calls: 1,
            milliseconds: 10,
            outcome: days.map { days in
                .answered(
                    TimestampCall.Answer(
                        offsetMilliseconds: 0,
                        certificateEnds: now.advanced(by: .seconds(days * 86_400)),
                        isAccredited: name == "main"
                    )
                )
            } ?? .failed(TimestampCall.Failure(reason: "timedOut", offsetMilliseconds: nil))
        )
    }

    @Test func `opens an incident when a certificate ends before what it stamps can be renewed`() async throws {
        let world = try World(timestamps: Surveyed([Self.call("main", days: 456), Self.call("second", days: 3_000)]))
        defer { world.remove() }
        try await world.expectStanding(.good, of: .timestampAuthorities)
        #expect(try await world.run(.timestampAuthorities).facts["main accredited"] == "yes")
        #expect(try await world.run(.timestampAuthorities).facts["second accredited"] == "no")

        let ending = try World(timestamps: Surveyed([Self.call("main", days: 3_000), Self.call("second", days: 454)]))
        defer { ending.remove() }
        try await ending.expectStanding(.bad, of: .timestampAuthorities)
        let incident = try await ending.needs.store.read { try $0.openIncident("probe/timestamp-authorities") }
        #expect(incident != nil)
    }

    @Test func `shows one that gives no token, and has nothing to say without any`() async throws {
        for calls in [[Self.call("main", days: 3_000), Self.call("second", days: nil)], []] {
            let world = try World(timestamps: Surveyed(calls))
            defer { world.remove() }
            #expect(try await world.run(.timestampAuthorities).outcome == .notChecked)
            if !calls.isEmpty {
                #expect(try await world.run(.timestampAuthorities).facts["second"] == "timedOut")
            }
        }
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

/// Authorities that answer as a test says.
private struct Surveyed: TimestampSource {
    let calls: [TimestampCall]

    init(_ calls: [TimestampCall]) {
        self.calls = calls
    }

    func timestamp(sha256: [UInt8]) async throws -> [UInt8] {
        throw ExternalServiceError.unavailable(service: "tsa", reason: "a survey alone")
    }

    func survey() async -> [TimestampCall] { calls }
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
