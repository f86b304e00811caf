/// Where encrypted segments rest: written once, addressed by the SHA-256 of their bytes.
///
/// Every call waits for a disk or a network, so it is made on `DocumentThreads`: readers of PDFs ask for bytes in the
/// middle of their work and cannot be suspended. Decision 0028
///
/// - Throws: `ServiceError.waiting(for: .objectStore, …)` while the store does not answer.
package protocol DocumentStore: Sendable {
    /// Begins a segment that is written in pieces.
    func begin() throws -> any SegmentSink
    /// Opens a segment for reading; throws `ServiceError.segmentDamaged` when there is none.
    func open(_ digest: SegmentDigest) throws -> any SegmentFile
    /// Digests of all segments that are older than `seconds`.
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest]
    /// Removes a segment for good.
    ///
    /// - Throws: `ServiceError.segmentDamaged` when there is none, `.segmentLocked` while it may not be removed.
    func remove(_ digest: SegmentDigest) throws
    /// Removes what writers left behind that never came to their end.
    func removeIncoming(olderThanSeconds seconds: Int) throws
}

/// A segment being written.
///
/// Nothing is kept until `finish()`.
package protocol SegmentSink: AnyObject {
    func write(_ ciphertext: [UInt8]) throws
    /// Makes the segment durable, then tells its address.
    func finish() throws -> SegmentDigest
    func discard()
}

/// A stored segment, readable at any place.
package protocol SegmentFile: Sendable {
    var count: Int { get }
    func read(_ range: Range<Int>) throws -> [UInt8]
}
