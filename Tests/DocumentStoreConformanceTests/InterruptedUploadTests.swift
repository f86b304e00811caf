import Foundation
import NIOCore
import NIOHTTP1
import SigningService
import Testing

@testable import Outbound

@Suite(.enabled(if: S3Server.shared != nil, S3Server.isAbsent))
struct `An upload to a bucket` {
    let server: S3Server

    init() throws {
        server = try S3Server.required()
    }

    /// One attempt only: what was damaged is refused, not stored and found later.
    @Test(arguments: [100_000, 20_000_000])
    func `that was damaged on its way is refused`(count: Int) async throws {
        try await ByteProxy.run(to: server.port) { proxy, url in
            try await server.withStore(S3Server.Options(url: url, pauses: [])) { store in
                try store.check()
                let bytes = bytes(count)
                proxy.damage(after: 50_000)
                #expect(throws: ServiceError.dependencyRefused(.objectStore, reason: "BadDigest")) {
                    try store.put(bytes)
                }
                #expect(try !store.holds(digest(of: bytes)))
            }
        }
    }

    @Test(arguments: [100_000, 20_000_000])
    func `that was damaged on its way is sent again`(count: Int) async throws {
        try await ByteProxy.run(to: server.port) { proxy, url in
            try await server.withStore(S3Server.Options(url: url)) { store in
                try store.check()
                let bytes = bytes(count)
                proxy.damage(after: 50_000)
                #expect(try store.get(store.put(bytes)) == bytes)
            }
        }
    }

    /// As when the process is killed: neither the rest nor an end of the upload ever comes.
    @Test func `that never comes to its end shows nothing and is swept when it is old`() async throws {
        let bytes = bytes(30_000_000)
        let name = try digest(of: bytes)
        // A bucket of its own: the uploads of other tests are not for sweeping.
        let bucket = "segments-swept"
        try await ByteProxy.run(to: server.port) { proxy, url in
            try await server.withStore(S3Server.Options(url: url, bucket: bucket, pauses: [])) { store in
                _ = try store.bucket.require(ObjectRequest(method: .PUT))
                try store.check()
                proxy.stop(after: 20_000_000)
                #expect(throws: ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5)) {
                    try store.put(bytes)
                }
            }
        }
        try await server.withStore(S3Server.Options(bucket: bucket)) { store in
            #expect(try !store.holds(name))
            #expect(try !store.segments(olderThanSeconds: -60).contains(name))
            #expect(try uploads(of: name, in: store) == 1)
            try store.removeIncoming(olderThanSeconds: 3_600)
            #expect(try uploads(of: name, in: store) == 1)
            try store.removeIncoming(olderThanSeconds: -60)
            #expect(try uploads(of: name, in: store) == 0)
        }
    }

    @Test func `in parts is aborted when it cannot go on`() async throws {
        let bytes = bytes(20_000_000)
        let name = try digest(of: bytes)
        try await ByteProxy.run(to: server.port) { proxy, url in
            try await server.withStore(S3Server.Options(url: url, pauses: [])) { store in
                try store.check()
                proxy.damage(after: 9_000_000)
                #expect(throws: ServiceError.self) { try store.put(bytes) }
                #expect(try uploads(of: name, in: store) == 0)
            }
        }
    }

    @Test func `has waited as ciphertext in a file without a name`() async throws {
        try await withFolder { folder in
            let file = try SpoolFile(in: folder.path)
            let bytes = bytes(1_000_000)
            try file.append(bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            #expect(try Array(file.read(999_000..<1_000_000).readableBytesView) == Array(bytes.suffix(1_000)))
            #expect(throws: ServiceError.self) { try file.read(999_999..<1_000_001) }
        }
    }

    private func uploads(of name: SegmentDigest, in store: S3DocumentStore) throws -> Int {
        let request = ObjectRequest(
            method: .GET,
            query: [("uploads", ""), ("prefix", S3DocumentStore.key(of: name))]
        )
        return try store.bucket.require(request).xml?.all("Upload").count ?? 0
    }
}
