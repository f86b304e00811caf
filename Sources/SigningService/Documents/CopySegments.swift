import Crypto
import SignerProtocol

/// Copies every segment of one store to another, and reads each there before it counts.
///
/// It may be stopped at any moment and run again: what is there already, and is what its name says, is not copied twice.
///
/// - SeeAlso: decision 0028
package struct CopySegments: Sendable {
    private let source: any DocumentStore
    private let target: any DocumentStore

    package init(from source: any DocumentStore, to target: any DocumentStore) {
        self.source = source
        self.target = target
    }

    /// What a run has found and done.
    package struct Tally: Hashable, Sendable {
        package internal(set) var copied = 0
        package internal(set) var copiedBytes = 0
        /// Were there before.
        package internal(set) var present = 0
        package internal(set) var presentBytes = 0
        /// In the order of their digests.
        package var faults: [Fault] = []

        package var count: Int { copied + present + faults.count }
    }

    /// A segment that the target does not have now.
    package enum Fault: Hashable, Sendable {
        /// The source has other bytes under this name, or none.
        case sourceDamaged(SegmentDigest)
        /// What the target gave back after the copy was something else.
        case targetDamaged(SegmentDigest)
        /// The target has other bytes under this name, and its lock keeps them.
        case targetLocked(SegmentDigest, until: String)
    }

    /// Segments are read and written in pieces of this size.
    private static let piece = 1_048_576

    /// Copies all there are; `progress` is told of each.
    ///
    /// Made on `DocumentThreads`.
    ///
    /// - Throws: What the stores throw while they cannot be used, such as `ServiceError.waiting`; run it again then.
    package func run(_ progress: (Tally) -> Void = { _ in }) throws -> Tally {
        var tally = Tally()
        // Those of this moment, too, whatever the store's clock says.
        let all = try source.segments(olderThanSeconds: -86_400 * 366)
        for digest in Set(all).sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
            try copy(digest, into: &tally)
            progress(tally)
        }
        return tally
    }

    private func copy(_ digest: SegmentDigest, into tally: inout Tally) throws {
        // 1. What is there already.
        if let file = try Self.segment(digest, of: target) {
            if try Self.isWhole(file, digest) {
                tally.present += 1
                tally.presentBytes += file.count
                return
            }
            // It goes only when there is something better to put in its place.
            guard let file = try Self.segment(digest, of: source), try Self.isWhole(file, digest) else {
                tally.faults.append(.sourceDamaged(digest))
                return
            }
            do {
                try target.remove(digest)
            } catch ServiceError.segmentLocked(let until) {
                tally.faults.append(.targetLocked(digest, until: until.rfc3339))
                return
            }
        }
        // 2. Its bytes, which get their name only when they have proven to be its own.
        guard let file = try Self.segment(digest, of: source) else {
            tally.faults.append(.sourceDamaged(digest))
            return
        }
        let sink = try target.begin()
        var hash = SHA256()
        do {
            try Self.forEachPiece(of: file, digest) { piece in
                hash.update(data: piece)
                try sink.write(piece)
            }
        } catch ServiceError.segmentDamaged {
            sink.discard()
            tally.faults.append(.sourceDamaged(digest))
            return
        } catch {
            sink.discard()
            throw error
        }
        guard Array(hash.finalize()) == digest.bytes else {
            sink.discard()
            tally.faults.append(.sourceDamaged(digest))
            return
        }
        let stored = try sink.finish()
        // 3. What is there now.
        guard stored == digest, let copy = try Self.segment(digest, of: target), try Self.isWhole(copy, digest) else {
            tally.faults.append(.targetDamaged(digest))
            return
        }
        tally.copied += 1
        tally.copiedBytes += copy.count
    }

    /// Nil when the store has none of this name.
    private static func segment(_ digest: SegmentDigest, of store: any DocumentStore) throws -> (any SegmentFile)? {
        do {
            return try store.open(digest)
        } catch ServiceError.segmentDamaged {
            return nil
        }
    }

    private static func isWhole(_ file: any SegmentFile, _ digest: SegmentDigest) throws -> Bool {
        var hash = SHA256()
        do {
            try forEachPiece(of: file, digest) { hash.update(data: $0) }
        } catch ServiceError.segmentDamaged {
            return false
        }
        return Array(hash.finalize()) == digest.bytes
    }

    private static func forEachPiece(
        of file: any SegmentFile,
        _ digest: SegmentDigest,
        _ body: ([UInt8]) throws -> Void
    ) throws {
        for start in stride(from: 0, to: file.count, by: piece) {
            let end = min(start + piece, file.count)
            let bytes = try file.read(start..<end)
            guard bytes.count == end - start else { throw ServiceError.segmentDamaged(digest.hexadecimal) }
            try body(bytes)
        }
    }
}
