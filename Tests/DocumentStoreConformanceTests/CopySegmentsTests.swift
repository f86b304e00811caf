import Foundation
import NIOCore
import NIOHTTP1
import SigningService
import Synchronization
import Testing

@testable import Outbound

/// A store of its own, with a way to write other bytes under a segment's name.
private struct OwnStore: Sendable {
    let store: any DocumentStore
    let overwrite: @Sendable (SegmentDigest, [UInt8]) throws -> Void
}

extension StoreKind {
    /// A folder, or a bucket that no other test writes into.
    fileprivate func withOwnStore(
        retainDays: Int = 0,
        locked bucket: String? = nil,
        _ body: (OwnStore) async throws -> Void
    ) async throws {
        switch self {
        case .disk:
            try await withFolder { folder in
                let store = try DiskDocumentStore(folder: folder.path)
                let own = OwnStore(store: store) { digest, bytes in
                    let name = digest.hexadecimal
                    let url = folder.appending(path: "\(name.prefix(2))/\(name.dropFirst(2))")
                    try Data(bytes).write(to: url)
                }
                try await onDocumentThreads { try await body(own) }
            }
        case .bucket:
            let name = bucket ?? "copy-\(UUID().uuidString.lowercased())"
            let options = S3Server.Options(bucket: name, retainDays: retainDays)
            try await S3Server.required().withStore(options) { store in
                if bucket == nil { _ = try store.bucket.require(ObjectRequest(method: .PUT)) }
                let own = OwnStore(store: store) { digest, bytes in
                    let request = ObjectRequest(
                        method: .PUT,
                        key: S3DocumentStore.key(of: digest),
                        body: ObjectRequest.Body(ByteBuffer(bytes: bytes))
                    )
                    _ = try store.bucket.require(request)
                }
                try await body(own)
            }
        }
    }
}

/// Stops answering after some segments, as a store does whose line is cut.
private final class CutStore: DocumentStore {
    private let store: any DocumentStore
    private let left: Mutex<Int>

    init(_ store: any DocumentStore, after count: Int) {
        self.store = store
        left = Mutex(count)
    }

    func begin() throws -> any SegmentSink {
        let isThere = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isThere else { throw ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 1) }
        return try store.begin()
    }

    func open(_ digest: SegmentDigest) throws -> any SegmentFile { try store.open(digest) }
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] {
        try store.segments(olderThanSeconds: seconds)
    }
    func remove(_ digest: SegmentDigest) throws { try store.remove(digest) }
    func removeIncoming(olderThanSeconds seconds: Int) throws {
        try store.removeIncoming(olderThanSeconds: seconds)
    }
}

/// Decision 0028: from a folder to a bucket, and back.
@Suite struct `Copying segments` {
    private static let sizes = [0, 1, 1_048_576, 1_048_577, 9_000_000]

    private func fill(_ store: any DocumentStore) throws -> [SegmentDigest: [UInt8]] {
        var all: [SegmentDigest: [UInt8]] = [:]
        for size in Self.sizes {
            let bytes = bytes(size)
            all[try store.put(bytes)] = bytes
        }
        return all
    }

    @Test(arguments: StoreKind.allCases, StoreKind.allCases)
    func `gives the target all of them, and a second time nothing`(kind: StoreKind, target: StoreKind) async throws {
        try await kind.withOwnStore { source in
            try await target.withOwnStore { target in
                let all = try fill(source.store)
                let copy = CopySegments(from: source.store, to: target.store)
                var seen = 0
                let tally = try copy.run { tally in seen = max(seen, tally.count) }

                let total = Self.sizes.reduce(0, +)
                #expect(tally.copied == all.count && tally.copiedBytes == total && tally.faults.isEmpty)
                #expect(tally.present == 0 && seen == all.count)
                for (digest, bytes) in all {
                    #expect(try target.store.get(digest) == bytes)
                    #expect(try source.store.get(digest) == bytes)
                }
                let again = try copy.run()
                #expect(again.copied == 0 && again.present == all.count && again.presentBytes == total)
            }
        }
    }

    @Test(arguments: StoreKind.allCases, StoreKind.allCases)
    func `goes on where it was cut off`(kind: StoreKind, target: StoreKind) async throws {
        try await kind.withOwnStore { source in
            try await target.withOwnStore { target in
                let all = try fill(source.store)
                let cut = CutStore(target.store, after: 2)
                #expect(throws: ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 1)) {
                    _ = try CopySegments(from: source.store, to: cut).run()
                }
                let tally = try CopySegments(from: source.store, to: target.store).run()
                #expect(tally.present == 2 && tally.copied == all.count - 2 && tally.faults.isEmpty)
                for (digest, bytes) in all { #expect(try target.store.get(digest) == bytes) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases, StoreKind.allCases)
    func `copies nothing that is not what its name says, and the rest all the same`(kind: StoreKind, target: StoreKind)
        async throws
    {
        try await kind.withOwnStore { source in
            try await target.withOwnStore { target in
                let all = try fill(source.store)
                let damaged = try #require(all.first { $0.value.count > 1 })
                var bytes = damaged.value
                bytes[bytes.count / 2] ^= 1
                try source.overwrite(damaged.key, bytes)

                let tally = try CopySegments(from: source.store, to: target.store).run()

                #expect(tally.faults == [.sourceDamaged(damaged.key)])
                #expect(tally.copied == all.count - 1)
                #expect(try !target.store.holds(damaged.key))
                let stored = try target.store.segments(olderThanSeconds: -86_400)
                #expect(Set(stored) == Set(all.keys).subtracting([damaged.key]))
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `puts a whole segment in the place of a damaged one`(kind: StoreKind) async throws {
        try await StoreKind.disk.withOwnStore { source in
            try await kind.withOwnStore { target in
                let all = try fill(source.store)
                let copy = CopySegments(from: source.store, to: target.store)
                _ = try copy.run()
                let (digest, bytes) = try #require(all.first { $0.value.count > 1 })
                try target.overwrite(digest, Array(bytes.dropLast()))

                let tally = try copy.run()

                #expect(tally.copied == 1 && tally.present == all.count - 1 && tally.faults.isEmpty)
                #expect(try target.store.get(digest) == bytes)
                // Unless there is nothing better: then it stays, and is named.
                try target.overwrite(digest, Array(bytes.dropLast()))
                try source.store.remove(digest)
                try source.overwrite(digest, [1])
                let worse = try copy.run()
                #expect(worse.faults == [.sourceDamaged(digest)] && worse.copied == 0)
                #expect(try target.store.holds(digest))
            }
        }
    }

    @Test(.enabled(if: S3Server.shared != nil, S3Server.isAbsent))
    func `into a locked bucket locks each, as an upload would`() async throws {
        let locked = try S3Server.required().lockedBucket
        try await StoreKind.disk.withOwnStore { source in
            let digest = try source.store.put(bytes(3_000))
            try await StoreKind.bucket.withOwnStore(retainDays: 1, locked: locked) { target in
                let tally = try CopySegments(from: source.store, to: target.store).run()
                #expect(tally.copied == 1)
                #expect { try target.store.remove(digest) } throws: { error in
                    guard case ServiceError.segmentLocked = error else { return false }
                    return true
                }
            }
        }
    }
}
