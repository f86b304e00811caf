import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import SigningService
import Synchronization

/// A stored segment, read in ranges.
///
/// Its beginning comes with the answer that says how long it is. Whoever reads on from there gets windows, of which the
/// next is on its way while this one is used; whoever jumps gets exactly what was asked for.
final class S3SegmentFile: SegmentFile {
    let count: Int
    private let digest: SegmentDigest
    private let bucket: BucketConnection
    private let head: ByteBuffer
    private let state = Mutex(State())

    private struct State {
        /// Where the last read ended.
        var end = 0
        var window: Window?
        var next: (range: Range<Int>, attempt: EventLoopFuture<HTTPClient.Response>)?
    }

    private struct Window {
        let range: Range<Int>
        let bytes: ByteBuffer
    }

    /// The header and a chunk of plaintext, and with that all of a small segment.
    private static let headLength = 128 * 1024
    private static let windowLength = 2 * 1024 * 1024

    /// - Throws: `ServiceError.segmentDamaged` when there is none.
    init(_ digest: SegmentDigest, in bucket: BucketConnection) throws {
        let request = Self.request(for: 0..<Self.headLength, of: digest)
        let answer = try bucket.exchange(request)
        self.digest = digest
        self.bucket = bucket
        switch (answer.status, answer.refusal) {
        case (206, _), (200, nil):
            head = answer.body
            count = answer.headers.first(name: "content-range").flatMap(Self.total) ?? answer.body.readableBytes
        // There is no first byte.
        case (416, _) where answer.headers.first(name: "content-range").flatMap(Self.total) ?? 0 == 0:
            head = ByteBuffer()
            count = 0
        case (404, let refusal) where refusal != "NoSuchBucket":
            throw ServiceError.segmentDamaged(digest.hexadecimal)
        case (_, let refusal):
            throw bucket.refused(request, refusal ?? "HTTP \(answer.status)")
        }
    }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else { throw damaged }
        if range.isEmpty { return [] }
        if let bytes = Self.slice(range, of: head, at: 0) { return bytes }
        let (window, next, goesOn) = state.withLock { state in
            defer { state.end = range.upperBound }
            return (state.window, state.next, state.end == range.lowerBound)
        }
        if let window, let bytes = Self.slice(range, of: window.bytes, at: window.range.lowerBound) { return bytes }
        if let next, next.range.lowerBound <= range.lowerBound, range.upperBound <= next.range.upperBound {
            return try take(next.range, begun: next.attempt, for: range)
        }
        guard goesOn || range.count >= Self.windowLength / 4 else { return try fetch(range).readableBytesView.array }
        let end = max(range.upperBound, min(range.lowerBound + Self.windowLength, count))
        return try take(range.lowerBound..<end, begun: nil, for: range)
    }

    /// Makes a range the window, and sends for the one behind it.
    private func take(
        _ window: Range<Int>,
        begun: EventLoopFuture<HTTPClient.Response>?,
        for range: Range<Int>
    ) throws -> [UInt8] {
        let following = window.upperBound..<min(window.upperBound + Self.windowLength, count)
        let next =
            following.isEmpty
            ? nil : (range: following, attempt: try bucket.begin(Self.request(for: following, of: digest)))
        let bytes = try fetch(window, begun: begun)
        state.withLock { state in
            state.window = Window(range: window, bytes: bytes)
            state.next = next
        }
        guard let slice = Self.slice(range, of: bytes, at: window.lowerBound) else { throw damaged }
        return slice
    }

    private func fetch(_ range: Range<Int>, begun: EventLoopFuture<HTTPClient.Response>? = nil) throws -> ByteBuffer {
        let request = Self.request(for: range, of: digest)
        let answer = try bucket.exchange(request, begun: begun)
        if let refusal = answer.refusal {
            throw answer.status == 404 ? damaged : bucket.refused(request, refusal)
        }
        guard answer.body.readableBytes == range.count else { throw damaged }
        return answer.body
    }

    private var damaged: ServiceError { .segmentDamaged(digest.hexadecimal) }

    private static func request(for range: Range<Int>, of digest: SegmentDigest) -> ObjectRequest {
        ObjectRequest(
            method: .GET,
            key: S3DocumentStore.key(of: digest),
            headers: [("range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")],
            sizeLimit: max(range.count, 64 * 1024)
        )
    }

    /// `bytes 0-9/200` → 200.
    private static func total(_ contentRange: String) -> Int? {
        contentRange.split(separator: "/").last.flatMap { Int($0) }
    }

    private static func slice(_ range: Range<Int>, of bytes: ByteBuffer, at start: Int) -> [UInt8]? {
        guard range.lowerBound >= start else { return nil }
        return bytes.getBytes(at: bytes.readerIndex + range.lowerBound - start, length: range.count)
    }
}

extension ByteBufferView {
    fileprivate var array: [UInt8] { Array(self) }
}
