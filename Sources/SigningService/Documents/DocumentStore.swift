/// Where encrypted segments rest: written once, addressed by the SHA-256 of their bytes.
package protocol DocumentStore: Sendable {
    /// Begins a segment that is written in pieces.
    func begin() throws -> any SegmentSink
    /// Opens a segment for reading; throws `ServiceError.segmentDamaged` when there is none.
    func open(_ digest: SegmentDigest) throws -> any SegmentFile
    /// Digests of all segments that are older than `seconds`.
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest]
    func remove(_ digest: SegmentDigest) throws
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
