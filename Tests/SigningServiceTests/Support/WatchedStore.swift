import Foundation
import Synchronization

@testable import SigningService

/// What passes between the service and the folder in which documents rest.
final class StoreWatch: Sendable {
    struct Sighting {
        var largestRead = 0
        var largestWrite = 0
        var read = 0
        /// Whether every call came from a thread for documents.
        var isOnDocumentThreads = true
    }

    private let sighting = Mutex(Sighting())

    var seen: Sighting { sighting.withLock { $0 } }

    func forget() {
        sighting.withLock { $0 = Sighting() }
    }

    fileprivate func read(_ count: Int) {
        see { $0.largestRead = max($0.largestRead, count) }
        sighting.withLock { $0.read += count }
    }

    fileprivate func write(_ count: Int) {
        see { $0.largestWrite = max($0.largestWrite, count) }
    }

    private func see(_ change: (inout Sighting) -> Void) {
        let isOurs = OperationQueue.current?.name == "documents"
        sighting.withLock { sighting in
            change(&sighting)
            if !isOurs { sighting.isOnDocumentThreads = false }
        }
    }
}

/// A store whose reads and writes are watched.
struct WatchedStore: DocumentStore {
    let base: DiskDocumentStore
    let watch: StoreWatch

    func begin() throws -> any SegmentSink { WatchedSink(base: try base.begin(), watch: watch) }
    func open(_ digest: SegmentDigest) throws -> any SegmentFile {
        WatchedFile(base: try base.open(digest), watch: watch)
    }
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] {
        try base.segments(olderThanSeconds: seconds)
    }
    func remove(_ digest: SegmentDigest) throws { try base.remove(digest) }
    func removeIncoming(olderThanSeconds seconds: Int) throws {
        try base.removeIncoming(olderThanSeconds: seconds)
    }
}

private final class WatchedSink: SegmentSink {
    private let base: any SegmentSink
    private let watch: StoreWatch

    init(base: any SegmentSink, watch: StoreWatch) {
        self.base = base
        self.watch = watch
    }

    func write(_ ciphertext: [UInt8]) throws {
        watch.write(ciphertext.count)
        try base.write(ciphertext)
    }
    func finish() throws -> SegmentDigest { try base.finish() }
    func discard() { base.discard() }
}

private struct WatchedFile: SegmentFile {
    let base: any SegmentFile
    let watch: StoreWatch

    var count: Int { base.count }
    func read(_ range: Range<Int>) throws -> [UInt8] {
        watch.read(range.count)
        return try base.read(range)
    }
}
