import Crypto
import Foundation

/// Opens the chunks of one stored segment.
struct SegmentReader: Sendable {
    let segment: Segment
    private let file: any SegmentFile
    private let key: SymmetricKey

    /// Throws `ServiceError.segmentDamaged` unless the file has exactly the size that the segment needs.
    init(_ segment: Segment, in store: any DocumentStore, dataKey: SymmetricKey) throws {
        let file = try store.open(segment.digest)
        let chunks = Self.chunks(of: segment.length)
        guard file.count == SegmentCipher.headerLength + segment.length + chunks * SegmentCipher.tagLength else {
            throw ServiceError.segmentDamaged(segment.digest.hexadecimal)
        }
        let header = try file.read(0..<SegmentCipher.headerLength)
        guard header.starts(with: SegmentCipher.magic) else {
            throw ServiceError.segmentDamaged(segment.digest.hexadecimal)
        }
        self.segment = segment
        self.file = file
        key = SegmentCipher.key(from: dataKey, salt: Array(header.dropFirst(SegmentCipher.magic.count)))
    }

    /// The plaintext of neighbouring chunks, fetched with one read of the file.
    ///
    /// - Throws: `ServiceError.segmentDamaged` when a single bit of them is not as it was written.
    func chunks(_ numbers: Range<Int>) throws -> [Data] {
        let stride = SegmentCipher.chunkLength + SegmentCipher.tagLength
        let start = SegmentCipher.headerLength + numbers.lowerBound * stride
        let last = Self.chunks(of: segment.length) - 1
        let sealed = try file.read(start..<min(start + numbers.count * stride, file.count))
        do {
            return try numbers.enumerated().map { index, number in
                let chunk = sealed[index * stride..<min((index + 1) * stride, sealed.count)]
                return try SegmentCipher.open(chunk, number: number, isLast: number == last, key: key)
            }
        } catch {
            throw ServiceError.segmentDamaged(segment.digest.hexadecimal)
        }
    }

    private static func chunks(of length: Int) -> Int {
        max(1, (length + SegmentCipher.chunkLength - 1) / SegmentCipher.chunkLength)
    }
}
