package import Crypto
import Foundation
package import PDF
import SignerProtocol
import Synchronization

/// A document's bytes for the reader of PDFs: the segments one after the other, chunks decrypted when they are asked for.
///
/// Plaintext is in memory only, and never more than a few chunks of it: those used last, and those being streamed.
package final class DecryptingSource: ByteSource {
    package let count: Int
    private let parts: [Part]
    private let recent = Mutex<[Chunk]>([])
    private let progress = DigestProgress()
    private let firstOutage = Mutex<ServiceError?>(nil)

    private struct Part {
        let range: Range<Int>
        let reader: SegmentReader
    }

    private struct Chunk {
        let part: Int
        let number: Int
        let bytes: Data
    }

    /// Chunks of one read when the file is streamed: 1 MiB.
    private static let batch = 16

    /// Throws `ServiceError.segmentDamaged` when a segment is missing or has another size.
    package init(_ segments: [Segment], in store: any DocumentStore, dataKey: SymmetricKey) throws {
        var start = 0
        var parts: [Part] = []
        for segment in segments where segment.length > 0 {
            let reader = try SegmentReader(segment, in: store, dataKey: dataKey)
            parts.append(Part(range: start..<start + segment.length, reader: reader))
            start += segment.length
        }
        self.parts = parts
        count = start
    }

    /// That the store has stopped to answer, or to let us in, which readers of PDFs can only call unreadable.
    package var outage: ServiceError? { firstOutage.withLock { $0 } }

    /// Work with the bytes, whose outcome means nothing when the store stopped to answer meanwhile.
    ///
    /// - Throws: `ServiceError.waiting` then, also when `work` has drawn conclusions from what it could not read.
    func surfacing<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            let value = try work()
            if let outage { throw outage }
            return value
        } catch {
            throw outage ?? error
        }
    }

    package func read(_ range: Range<Int>) throws(PDFError) -> [UInt8] {
        try check(range)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for (index, part) in parts.enumerated() where part.range.overlaps(range) {
            for (number, wanted) in chunks(of: range, in: part) {
                let chunk = try chunk(number, of: index)
                chunk.bytes.withUnsafeBytes { bytes += UnsafeRawBufferPointer(rebasing: $0[wanted]) }
            }
        }
        return bytes
    }

    package func forEachChunk(
        of range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(PDFError) -> Void
    ) throws(PDFError) {
        try check(range)
        for part in parts where part.range.overlaps(range) {
            let wanted = Array(chunks(of: range, in: part))
            for start in stride(from: 0, to: wanted.count, by: Self.batch) {
                let batch = wanted[start..<min(start + Self.batch, wanted.count)]
                guard let first = batch.first, let last = batch.last else { continue }
                let opened = try open(first.number..<last.number + 1, of: part)
                for (chunk, (_, range)) in zip(opened, batch) {
                    try chunk.bytes.withUnsafeBytes { (bytes) throws(PDFError) in
                        try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
                    }
                }
            }
        }
    }

    package func sha256State(upTo count: Int) throws(PDFError) -> SHA256 {
        try check(0..<count)
        return try progress.state(upTo: count, of: self)
    }

    /// The chunks of a segment that hold a range of the document, and what of each is asked for.
    private func chunks(
        of range: Range<Int>,
        in part: Part
    ) -> some Collection<(number: Int, wanted: Range<Int>)> {
        let length = SegmentCipher.chunkLength
        let inside = range.clamped(to: part.range)
        let (first, end) = (inside.lowerBound - part.range.lowerBound, inside.upperBound - part.range.lowerBound)
        return (first / length..<(end + length - 1) / length).lazy.map { number in
            (number, max(first - number * length, 0)..<min(end - number * length, length))
        }
    }

    private func chunk(_ number: Int, of part: Int) throws(PDFError) -> Data {
        let known = recent.withLock { chunks in chunks.first { $0.part == part && $0.number == number }?.bytes }
        if let known { return known }
        guard let bytes = try open(number..<number + 1, of: parts[part]).first else {
            throw .outsideOfFile(number..<number + 1, count: count)
        }
        recent.withLock { chunks in
            chunks.insert(Chunk(part: part, number: number, bytes: bytes), at: 0)
            if chunks.count > Self.batch { chunks.removeLast() }
        }
        return bytes
    }

    private func open(_ numbers: Range<Int>, of part: Part) throws(PDFError) -> [Data] {
        do {
            return try part.reader.chunks(numbers)
        } catch {
            if let outage = error as? ServiceError, outage.saysNothingOfTheSegment {
                firstOutage.withLock { $0 = $0 ?? outage }
            }
            throw .unreadable("\(error)")
        }
    }

    private func check(_ range: Range<Int>) throws(PDFError) {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .outsideOfFile(range, count: count)
        }
    }
}

extension ServiceError {
    /// Whether the store did not serve, which is no fault of the segment that was asked for.
    fileprivate var saysNothingOfTheSegment: Bool {
        switch self {
        case .waiting, .dependencyRefused: true
        default: false
        }
    }
}
