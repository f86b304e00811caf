/// A signature dictionary whose `/ByteRange` and `/Contents` have their final width.
struct SignatureSyntax {
    /// Four values of up to 20 digits, PDF-4.
    static let byteRangeWidth = 4 * 20 + 3

    private(set) var bytes: [UInt8]
    private let byteRange: Int
    private let contents: Range<Int>

    /// `entries` come without `/ByteRange` and `/Contents`.
    init(_ entries: PDFDictionary, contentsSize: Int) throws(PDFError) {
        var writer = Writer()
        try writer.dictionary(entries)
        // Both go before the closing `>>`.
        var bytes = Array(writer.bytes.dropLast(2))
        bytes += Array("/ByteRange [".utf8)
        byteRange = bytes.count
        bytes += [UInt8](repeating: .space, count: Self.byteRangeWidth)
        bytes += Array("]\n/Contents <".utf8)
        contents = bytes.count..<bytes.count + 2 * max(0, contentsSize)
        bytes += [UInt8](repeating: UInt8(ascii: "0"), count: contents.count)
        bytes += Array(">\n>>".utf8)
        self.bytes = bytes
    }

    /// Writes `update`, which holds this syntax as object `reference`, and fills in the byte range.
    func placeholder(in update: IncrementalUpdate, at reference: Reference) throws(PDFError) -> SignaturePlaceholder {
        var writer = try UpdateWriter(update)
        let suffix = try writer.write()
        guard let position = suffix.positions[reference.number] else { throw .form(.signature, Place()) }
        let start = position + "\(reference.number) \(reference.generation) obj\n".utf8.count
        let digits = start + contents.lowerBound..<start + contents.upperBound
        let base = update.document.source.count
        let range = try ByteRange(integers: [
            0, base + digits.lowerBound - 1, base + digits.upperBound + 1, suffix.bytes.count - digits.upperBound - 1,
        ])
        var appended = suffix.bytes
        let text = Array(range.integers.map(String.init).joined(separator: " ").utf8)
        appended.replaceSubrange(start + byteRange..<start + byteRange + text.count, with: text)

        // PDF-4: the gap is exactly the hexadecimal string with its brackets, and the rest of the file is covered.
        guard text.count <= Self.byteRangeWidth, appended.count == suffix.bytes.count,
            appended[range.gap.lowerBound - base] == .lessThan,
            appended[range.gap.upperBound - base - 1] == .greaterThan,
            appended[digits].allSatisfy({ $0 == UInt8(ascii: "0") }), range.end == base + appended.count
        else { throw .byteRange(range.integers) }
        return SignaturePlaceholder(appended: appended, contents: digits, byteRange: range)
    }
}
