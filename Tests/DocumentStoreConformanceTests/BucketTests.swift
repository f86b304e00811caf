import Foundation
import NIOHTTP1
import SignerProtocol
import SigningService
import Testing

@testable import Outbound

@Suite(.enabled(if: S3Server.shared != nil, S3Server.isAbsent))
struct `A bucket` {
    let server: S3Server

    init() throws {
        server = try S3Server.required()
    }

    /// A day, so that the throw-away server still holds them when it is thrown away.
    @Test(arguments: [3_000, 9_000_000])
    func `that locks lets nobody remove a segment before its time`(count: Int) async throws {
        let options = S3Server.Options(bucket: server.lockedBucket, retainDays: 1)
        try await server.withStore(options) { store in
            let bytes = bytes(count)
            let name = try store.put(bytes)
            let tomorrow = Timestamp(Date(timeIntervalSinceNow: 86_400))
            do {
                try store.remove(name)
                Issue.record("a locked segment was removed")
            } catch ServiceError.segmentLocked(let until) {
                #expect(abs(until.milliseconds - tomorrow.milliseconds) < 120_000)
            }
            #expect(try store.get(name) == bytes)

            // Nor is it enough to ask the store itself, with the right to do everything.
            let key = S3DocumentStore.key(of: name)
            let head = try store.bucket.require(ObjectRequest(method: .HEAD, key: key))
            let version = try #require(head.headers.first(name: "x-amz-version-id"))
            let removal = ObjectRequest(method: .DELETE, key: key, query: [("versionId", version)])
            #expect(try store.bucket.exchange(removal).refusal == "AccessDenied")
        }
    }

    @Test func `that keeps versions keeps none of what is removed`() async throws {
        try await server.withStore(S3Server.Options(bucket: server.lockedBucket)) { store in
            let name = try store.put(bytes(3_000))
            try store.remove(name)
            #expect(try !store.holds(name))
            let request = ObjectRequest(
                method: .GET,
                query: [("versions", ""), ("prefix", S3DocumentStore.key(of: name))]
            )
            let page = try #require(try store.bucket.require(request).xml)
            #expect(page.all("Version").isEmpty && page.all("DeleteMarker").isEmpty)
        }
    }

    @Test func `without locks is refused where segments have to be kept`() async throws {
        try await server.withStore(S3Server.Options(retainDays: 30)) { store in
            #expect(throws: BucketRefusal.versionsNotKept) { try store.check() }
            #expect(throws: ServiceError.self) { try store.put([1]) }
        }
    }

    @Test func `of the other environment is refused`() async throws {
        try await server.withStore { try $0.check() }
        try await server.withStore(S3Server.Options(environment: "PRODUCTION")) { store in
            #expect(throws: BucketRefusal.otherEnvironment(found: "TEST")) { try store.check() }
            #expect(throws: ServiceError.self) { try store.put([1]) }
        }
    }

    @Test func `is looked at without being changed`() async throws {
        let options = S3Server.Options(bucket: "segments-looked-at")
        func state(_ options: S3Server.Options) async throws -> BucketState {
            try await S3DocumentStore.state(of: server.settings(options), now: { Date() }, log: S3Server.silence)
        }
        await #expect(throws: BucketRefusal.noSuchBucket) { try await state(options) }
        try await server.withStore(options) { _ = try $0.bucket.require(ObjectRequest(method: .PUT)) }
        for _ in 0..<2 { #expect(try await state(options) == BucketState(stamp: nil, keepsLocks: false)) }
        try await server.withStore(options) { try $0.check() }
        #expect(try await state(options).stamp == "TEST")
        #expect(try await state(S3Server.Options(bucket: server.lockedBucket)).keepsLocks)
    }

    /// It is right again later, and nothing was wrong with what was asked.
    @Test func `is waited for while one of the clocks is wrong`() async throws {
        try await server.withStore(S3Server.Options(pauses: [], secondsFast: 100_000)) { store in
            #expect(throws: ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5)) { try store.put([1]) }
        }
    }

    @Test func `that does not exist is refused`() async throws {
        try await server.withStore(S3Server.Options(bucket: "nobody-made-this")) { store in
            #expect(throws: BucketRefusal.noSuchBucket) { try store.check() }
        }
    }

    @Test func `refuses a wrong key, and says so`() async throws {
        try await server.withStore(S3Server.Options(secret: "wrong")) { store in
            #expect(throws: BucketRefusal.accessRefused("SignatureDoesNotMatch")) { try store.check() }
            #expect(throws: ServiceError.dependencyRefused(.objectStore, reason: "SignatureDoesNotMatch")) {
                try store.put([1])
            }
        }
    }

    @Test func `that does not answer is waited for`() async throws {
        let waiting = ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5)
        try await server.withStore(S3Server.Options(url: "http://127.0.0.1:9", pauses: [0.01])) { store in
            #expect(throws: waiting) { try store.check() }
            #expect(throws: waiting) { try store.put([1]) }
            #expect(throws: waiting) { _ = try store.open(digest(of: [1])) }
            #expect(throws: waiting) { try store.removeIncoming(olderThanSeconds: 1) }
        }
    }

    @Test func `that stops to answer is waited for in the middle of reading`() async throws {
        try await ByteProxy.run(to: server.port) { proxy, url in
            try await server.withStore(S3Server.Options(url: url, pauses: [0.01])) { store in
                let file = try store.open(store.put(bytes(3_000_000)))
                _ = try file.read(0..<1_000_000)
                proxy.stop(after: 0)
                #expect(throws: ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5)) {
                    for _ in 0..<2 { _ = try file.read(200_000..<2_990_000) }
                }
            }
        }
    }
}
