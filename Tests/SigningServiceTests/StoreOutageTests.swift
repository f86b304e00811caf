import SignerProtocol
import Synchronization
import Testing

@testable import SigningService

/// A store that stops to answer after some reads.
private struct FadingStore: DocumentStore {
    let base: DiskDocumentStore
    let reads: Countdown

    func begin() throws -> any SegmentSink { try base.begin() }
    func open(_ digest: SegmentDigest) throws -> any SegmentFile {
        FadingFile(base: try base.open(digest), reads: reads)
    }
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] {
        try base.segments(olderThanSeconds: seconds)
    }
    func remove(_ digest: SegmentDigest) throws { try base.remove(digest) }
    func removeIncoming(olderThanSeconds seconds: Int) throws {
        try base.removeIncoming(olderThanSeconds: seconds)
    }
}

private struct FadingFile: SegmentFile {
    let base: any SegmentFile
    let reads: Countdown

    var count: Int { base.count }
    func read(_ range: Range<Int>) throws -> [UInt8] {
        try reads.use()
        return try base.read(range)
    }
}

private final class Countdown: Sendable {
    private let left = Mutex(Int.max)

    func set(_ count: Int) {
        left.withLock { $0 = count }
    }

    func use() throws {
        let isOver = left.withLock { left in
            left -= 1
            return left < 0
        }
        if isOver { throw ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5) }
    }
}

/// A store with one old segment that nobody names, and a reason why it cannot be removed.
private struct StubbornStore: DocumentStore {
    let base: DiskDocumentStore
    let reason: ServiceError

    func begin() throws -> any SegmentSink { try base.begin() }
    func open(_ digest: SegmentDigest) throws -> any SegmentFile { try base.open(digest) }
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] {
        [SegmentDigest(bytes: [UInt8](repeating: 7, count: 32))].compactMap(\.self)
    }
    func remove(_ digest: SegmentDigest) throws { throw reason }
    func removeIncoming(olderThanSeconds seconds: Int) throws {}
}

@Suite struct `A segment that nobody names` {
    /// Neither is a reason not to work: a neighbour was faster, a lock holds, the store is away or keeps what it has.
    @Test(arguments: [
        ServiceError.segmentDamaged("07"), .segmentLocked(until: Timestamp(milliseconds: 0)),
        .waiting(for: .objectStore, retryAfterInSeconds: 5), .dependencyRefused(.objectStore, reason: "AccessDenied"),
    ])
    func `may stay where it cannot be removed`(reason: ServiceError) async throws {
        let world = try World(segments: { StubbornStore(base: $0, reason: reason) })
        defer { world.remove() }
        try await Worker(world.needs).resume()
    }

    @Test func `is a reason to stop where the disk is at fault`() async throws {
        let world = try World(segments: { StubbornStore(base: $0, reason: .storage("unlink")) })
        defer { world.remove() }
        await #expect(throws: ServiceError.storage("unlink")) { try await Worker(world.needs).resume() }
    }
}

@Suite struct `A store that stops to answer` {
    private let reads = Countdown()
    private let waiting = ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5)

    private func world() throws -> World {
        try World(segments: { FadingStore(base: $0, reads: reads) })
    }

    /// The header is read, the pages are not.
    @Test func `is no reason to call an upload damaged`() async throws {
        let world = try world()
        defer { world.remove() }
        let sender = try await world.sender()
        reads.set(1)
        await #expect(throws: waiting) { _ = try await world.upload(SmallPDF.bytes(), by: sender) }
    }

    @Test(arguments: [0, 1])
    func `is waited for by those who read`(count: Int) async throws {
        let world = try world()
        defer { world.remove() }
        let sender = try await world.sender()
        let document = try await world.upload(SmallPDF.bytes(), by: sender)
        reads.set(count)
        await #expect(throws: waiting) {
            let content = try await Documents(world.needs).content(of: document.id, for: sender)
            _ = try await content.read(0..<content.count)
        }
        reads.set(.max)
        let content = try await Documents(world.needs).content(of: document.id, for: sender)
        #expect(try await content.read(0..<content.count).count == document.size)
    }

    @Test func `is waited for by who draws conclusions from what was read`() async throws {
        let world = try world()
        defer { world.remove() }
        let sender = try await world.sender()
        let document = try await world.upload(SmallPDF.bytes(), by: sender)
        reads.set(1)
        await #expect(throws: waiting) {
            _ = try await Documents(world.needs).pageSizes(of: document.id, for: sender)
        }
    }
}
