import CMS
import DeclaredPKI
import Foundation
import Logging
import SQLiteStorage
import SignerProtocol
import SigningService
import Synchronization
import Testing

@testable import Outbound

/// REV-10.
@Suite struct `Revocation data that are kept` {
    @Test func `are asked for once, also after a restart`() async throws {
        let house = try House()
        defer { house.remove() }
        try await house.serve { chain in
            let first = try await house.client().revocation(of: chain, .current)
            #expect(try await house.client().revocation(of: chain, .current) == first)
            // A second process, or the same one tomorrow: another store on the same file.
            #expect(try await house.client(freshStore: true).revocation(of: chain, .current) == first)
            #expect(house.requests.all == ["/ocsp"])
        }
    }

    @Test func `are not used when a key is about to be`() async throws {
        let house = try House()
        defer { house.remove() }
        try await house.serve { chain in
            let client = try house.client()
            _ = try await client.revocation(of: chain, .current)
            _ = try await client.revocation(of: chain, .now)
            house.isUp.withLock { $0 = false }
            await #expect(throws: ExternalServiceError.self) { try await client.revocation(of: chain) }
            #expect(try await !client.revocation(of: chain, .current).ocspResponses.isEmpty)
        }
    }

    @Test func `end with their next update, or with what the settings say`() async throws {
        for (longest, wait) in [(Duration.seconds(7_200), 3_601), (.seconds(60), 61)] {
            let house = try House(longestUse: longest)
            defer { house.remove() }
            try await house.serve { chain in
                let client = try house.client()
                _ = try await client.revocation(of: chain, .current)
                house.advance(by: .seconds(wait - 2))
                _ = try await client.revocation(of: chain, .current)
                #expect(house.requests.all.count == 1)
                house.advance(by: .seconds(2))
                _ = try await client.revocation(of: chain, .current)
                #expect(house.requests.all.count == 2)
            }
        }
    }

    /// REV-9.
    @Test func `are asked for again when they are older than a signature, and then once a minute`() async throws {
        let house = try House()
        defer { house.remove() }
        try await house.serve { chain in
            let client = try house.client()
            // The responder publishes once an hour, as many do.
            house.published.withLock { $0 = house.time }
            _ = try await client.revocation(of: chain, .current)
            house.advance(by: .seconds(10))
            let signed = Timestamp(house.time)
            for _ in 0..<3 { _ = try await client.revocation(of: chain, .since(signed)) }
            #expect(house.requests.all.count == 2, "the first was fetched before the signature")
            house.advance(by: .seconds(61))
            house.published.withLock { $0 = house.time }
            let fresh = try await client.revocation(of: chain, .since(signed))
            let status = try OCSPResponse(der: try #require(fresh.ocspResponses.first)).responses[0]
            #expect(Timestamp(status.thisUpdate) >= signed)
            #expect(house.requests.all.count == 3)
            house.advance(by: .seconds(120))
            _ = try await client.revocation(of: chain, .since(signed))
            #expect(house.requests.all.count == 3, "it is newer than the signature")
        }
    }

    @Test func `are fetched once for all who ask at the same time`() async throws {
        let house = try House()
        defer { house.remove() }
        try await house.serve(slowly: .milliseconds(300)) { chain in
            let client = try house.client()
            try await withThrowingTaskGroup(of: RevocationData.self) { group in
                for _ in 0..<20 { group.addTask { try await client.revocation(of: chain, .current) } }
                var answers: Set<RevocationData> = []
                for try await answer in group { answers.insert(answer) }
                #expect(answers.count == 1)
            }
            #expect(house.requests.all == ["/ocsp"])
        }
    }

    @Test func `that could not be had are not asked for again at once, but for a key`() async throws {
        let house = try House()
        defer { house.remove() }
        house.isUp.withLock { $0 = false }
        try await house.serve { chain in
            let client = try house.client()
            for _ in 0..<3 {
                await #expect(throws: ExternalServiceError.self) { try await client.revocation(of: chain, .current) }
            }
            #expect(house.requests.all == ["/ocsp", "/root.crl"])
            house.isUp.withLock { $0 = true }
            #expect(try await !client.revocation(of: chain, .now).ocspResponses.isEmpty)
            #expect(try await !client.revocation(of: chain, .current).ocspResponses.isEmpty)
            #expect(house.requests.all == ["/ocsp", "/root.crl", "/ocsp"])
        }
    }

    @Test func `that somebody changed in the database are worth nothing`() async throws {
        let house = try House()
        defer { house.remove() }
        try await house.serve { chain in
            let client = try house.client()
            _ = try await client.revocation(of: chain, .current)
            let certificates = try chain.map { try Certificate(der: $0) }
            let key = RevocationKey.status(of: certificates[0], issuedBy: certificates[1])
            let kept = try #require(try await house.store.read { try $0.keptRevocation(key) })
            let forged = try DeclaredIdentity(.authority("TEST root")).ocsp(
                about: certificates[0],
                issuedBy: certificates[1],
                nextUpdate: DeclaredPKI.now.addingTimeInterval(3_600)
            )
            try await house.store.write { transaction in
                try transaction.keep(
                    KeptRevocation(key: key, der: forged, fetchedAt: kept.fetchedAt, expiresAt: kept.expiresAt)
                )
            }
            let again = try await client.revocation(of: chain, .current)
            #expect(!again.ocspResponses.contains(forged))
            #expect(house.requests.all.count == 2)
        }
    }

    @Test func `take no more room than they may`() async throws {
        let house = try House()
        defer { house.remove() }
        let time = Timestamp(DeclaredPKI.now)
        try await house.store.write { transaction in
            for index in 0..<10 {
                try transaction.keep(
                    KeptRevocation(
                        key: Array(repeating: UInt8(index), count: 32),
                        der: Array(repeating: 0, count: 100),
                        fetchedAt: time,
                        expiresAt: time.advanced(by: .seconds(index))
                    )
                )
            }
            try transaction.trimRevocation(to: 350, at: time)
        }
        let kept = try await house.store.read { transaction in
            try (0..<10).filter { try transaction.keptRevocation(Array(repeating: UInt8($0), count: 32)) != nil }
        }
        #expect(kept == [7, 8, 9], "what ends last is kept longest")
    }
}

/// A root, its responder and list, and a database.
private final class House: Sendable {
    let root: DeclaredIdentity
    let store: SQLiteStore
    let requests = Recorded<String>()
    let isUp = Mutex(true)
    /// When the responder made what it gives; nil: for each request.
    let published = Mutex<Date?>(nil)
    private let clock = Mutex(DeclaredPKI.now)
    private let origins = Mutex<Set<Origin>>([])
    private let path = FileManager.default.temporaryDirectory.appending(path: "chigiri-cache-\(UUID().uuidString).db")
        .path
    private let longestUse: Duration

    init(longestUse: Duration = .seconds(3_600)) throws {
        self.longestUse = longestUse
        root = try DeclaredIdentity(.authority("TEST root"))
        store = try SQLiteStore(path: path)
    }

    var time: Date { clock.withLock { $0 } }

    func advance(by duration: Duration) {
        clock.withLock { $0 = $0.addingTimeInterval(duration / .seconds(1)) }
    }

    func remove() {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    func client(freshStore: Bool = false) throws -> RevocationClient {
        RevocationClient(
            addresses: PublicAddressGuard(
                exemptOrigins: origins.withLock { $0 },
                resolve: resolveWithSystem
            ),
            now: { self.time },
            randomBytes: systemRandomBytes,
            timeLimit: .seconds(60),
            cache: RevocationCache(
                store: freshStore ? try SQLiteStore(path: path) : store,
                now: { self.time },
                longestUse: longestUse,
                capacity: 1 << 20,
                log: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
    }

    func serve(
        slowly pause: Duration = .zero,
        _ body: @escaping @Sendable (_ chain: [[UInt8]]) async throws -> Void
    ) async throws {
        try await withStub({ path, bytes in
            self.requests.add(path)
            try await Task.sleep(for: pause)
            guard self.isUp.withLock({ $0 }), path == "/ocsp" else { return StubAnswer(status: 503) }
            return try self.answer(bytes)
        }) { origin in
            self.origins.withLock { $0 = Origin(text: origin).map { [$0] } ?? [] }
            let leaf = try self.root.issue(
                DeclaredCertificate(
                    "TEST leaf",
                    [
                        .authorityInformationAccess(ocsp: [origin + "/ocsp"], caIssuers: []),
                        .crlDistributionPoints([origin + "/root.crl"]),
                    ]
                )
            )
            try await body([leaf.certificate.der, self.root.certificate.der])
        }
    }

    private func answer(_ bytes: [UInt8]) throws -> StubAnswer {
        let request = try OCSPRequest(der: bytes)
        let made = published.withLock { $0 } ?? time
        let single = SingleResponse(
            certificate: try #require(request.certificates.first),
            state: .good,
            thisUpdate: made,
            nextUpdate: made.addingTimeInterval(3_600),
            extensions: []
        )
        let body = try root.ocsp(single, producedAt: made, nonce: request.nonce, certificates: [])
        return StubAnswer(contentType: "application/ocsp-response", body: body)
    }
}
