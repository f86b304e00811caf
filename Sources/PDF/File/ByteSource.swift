package import Crypto

/// The bytes of a file, read in small ranges.
///
/// The reader asks for windows of 512 bytes to 64 KiB, often in one neighbourhood: a source that pays per
/// access (decryption of a chunk) keeps its last chunk.
package protocol ByteSource: Sendable {
    var count: Int { get }

    /// The bytes at `range`; throws `PDFError.outsideOfFile` unless `range` lies in `0..<count`.
    func read(_ range: Range<Int>) throws(PDFError) -> [UInt8]

    /// Calls `body` with the bytes of `range` in order, in chunks of at most about 1 MiB.
    func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError)

    /// SHA-256 as far as the first `count` bytes; a source that is digested often remembers it (`DigestProgress`).
    func sha256State(upTo count: Int) throws(PDFError) -> SHA256
}

extension ByteSource {
    package func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError) {
        try check(range)
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + (1 << 20))
            let chunk = try read(start..<end)
            try chunk.withUnsafeBufferPointer { (bytes) throws(PDFError) in try body(UnsafeRawBufferPointer(bytes)) }
            start = end
        }
    }

    /// The digest of the ranges, one after the other.
    package func digest<Hash: HashFunction>(
        of ranges: [Range<Int>],
        with function: Hash.Type
    ) throws(PDFError) -> [UInt8] {
        // Only SHA-256, which nearly all is digested with, goes on from what is known.
        if function == SHA256.self { return try sha256(of: ranges) }
        return try digest(of: ranges, after: Hash())
    }

    /// The SHA-256 digest of the ranges, one after the other.
    package func sha256(of ranges: [Range<Int>]) throws(PDFError) -> [UInt8] {
        guard let first = ranges.first, first.lowerBound == 0 else { return try digest(of: ranges, after: SHA256()) }
        return try digest(of: Array(ranges.dropFirst()), after: sha256State(upTo: first.upperBound))
    }

    package func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        var hash = SHA256()
        try forEachChunk(of: 0..<count) { (bytes) throws(PDFError) in hash.update(bufferPointer: bytes) }
        return hash
    }

    private func digest(of ranges: [Range<Int>], after state: some HashFunction) throws(PDFError) -> [UInt8] {
        var hash = state
        for range in ranges {
            try forEachChunk(of: range) { (bytes) throws(PDFError) in hash.update(bufferPointer: bytes) }
        }
        return Array(hash.finalize())
    }

    package func sha256(of range: Range<Int>) throws(PDFError) -> [UInt8] {
        try sha256(of: [range])
    }

    func check(_ range: Range<Int>) throws(PDFError) {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .outsideOfFile(range, count: count)
        }
    }
}

/// Bytes in memory.
package struct BytesSource: ByteSource {
    package let bytes: [UInt8]
    private let progress = DigestProgress()

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var count: Int { bytes.count }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        try check(range)
        return Array(bytes[range])
    }

    package func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        try check(0..<count)
        return try progress.state(upTo: count, of: self)
    }
}
