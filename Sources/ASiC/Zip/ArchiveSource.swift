/// The bytes of a file, read in ranges.
package struct ArchiveSource: Sendable {
    package let count: Int
    /// Reads a range that lies in the file.
    private let bytes: @Sendable (Range<Int>) throws(ASiCError) -> [UInt8]

    package init(count: Int, read: @escaping @Sendable (Range<Int>) throws(ASiCError) -> [UInt8]) {
        self.count = count
        bytes = read
    }

    package init(_ all: [UInt8]) {
        self.init(count: all.count) { range in Array(all[range]) }
    }

    func read(_ range: Range<Int>, fault: ZipFault) throws(ASiCError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= count else { throw .zip(fault, at: range.lowerBound) }
        let read = try bytes(range)
        guard read.count == range.count else { throw .unreadable("short read at \(range.lowerBound)") }
        return read
    }

    /// Calls `body` with the bytes in order, in chunks of at most 1 MiB.
    func forEachChunk(
        of range: Range<Int>,
        _ body: ([UInt8]) throws(ASiCError) -> Void
    ) throws(ASiCError) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + (1 << 20))
            try body(read(start..<end, fault: .directory))
            start = end
        }
    }
}
