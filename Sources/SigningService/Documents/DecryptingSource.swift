import Crypto
package import PDF
import Synchronization

/// A document's bytes for the reader of PDFs: the segments one after the other, chunks decrypted when they are asked for.
///
/// Plaintext is in memory only, and only the chunks used last.
package final class DecryptingSource: ByteSource {
    package let count: Int
    private let parts: [(start: Int, reader: SegmentReader)]
    private let recent = Mutex<[Chunk]>([])

    private struct Chunk {
        let part: Int
        let number: Int
        let bytes: [UInt8]
    }

    /// Throws `ServiceError.segmentDamaged` when a segment is missing or has another size.
    init(_ segments: [Segment], in store: any DocumentStore, dataKey: SymmetricKey) throws {
        var start = 0
        var parts: [(start: Int, reader: SegmentReader)] = []
        for segment in segments {
            parts.append((start, try SegmentReader(segment, in: store, dataKey: dataKey)))
            start += segment.length
        }
        self.parts = parts
        count = start
    }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .outsideOfFile(range, count: count)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let part = parts.lastIndex { $0.start <= position && !($0.reader.segment.length == 0) } ?? 0
            let offset = position - parts[part].start
            let chunk = try chunk(offset / SegmentCipher.chunkLength, of: part)
            let within = offset % SegmentCipher.chunkLength
            let taken = min(chunk.count - within, range.upperBound - position)
            bytes += chunk[within..<within + taken]
            position += taken
        }
        return bytes
    }

    private func chunk(_ number: Int, of part: Int) throws(PDFError) -> [UInt8] {
        let known = recent.withLock { chunks in chunks.first { $0.part == part && $0.number == number }?.bytes }
        if let known { return known }
        let bytes: [UInt8]
        do {
            bytes = try parts[part].reader.chunk(number)
        } catch {
            throw .unreadable("\(error)")
        }
        recent.withLock { chunks in
            chunks.insert(Chunk(part: part, number: number, bytes: bytes), at: 0)
            if chunks.count > 16 { chunks.removeLast() }
        }
        return bytes
    }
}
