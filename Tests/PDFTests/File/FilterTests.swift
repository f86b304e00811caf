import Testing

@testable import PDF

@Suite struct `The stream filters` {
    private func decode(
        _ data: [UInt8],
        _ filter: Object,
        _ parameters: Object = .null,
        limits: Limits = .standard
    ) throws(PDFError) -> [UInt8] {
        let stream = Stream(PDFDictionary(["Filter": filter, "DecodeParms": parameters]), .bytes(data))
        return try StreamFilters(stream.dictionary, limits: limits, place: Place()).decode(stream, in: BytesSource([]))
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// The zlib stream of "aaaaaaaaaa", from zlib itself.
    private let flate: [UInt8] = [0x78, 0x9C, 0x4B, 0x84, 0x03, 0x00, 0x14, 0xE1, 0x03, 0xCB]

    @Test func `undo text for bytes`() throws {
        #expect(try decode(bytes("48 65 6C6c 6F7>"), .name("ASCIIHexDecode")) == bytes("Hellop"))
        #expect(try decode(bytes("87cUR\nD]j7BEbo80~>"), .name("ASCII85Decode")) == bytes("Hello world!"))
        #expect(try decode(bytes("z~>"), .name("A85")) == [0, 0, 0, 0])
        #expect(throws: PDFError.filter(.data("ASCII85Decode"), Place())) {
            try decode(bytes("s8W-\"~>"), .name("ASCII85Decode"))
        }
    }

    @Test func `undo compression`() throws {
        #expect(try decode(flate, .name("FlateDecode")) == bytes("aaaaaaaaaa"))
        #expect(try decode([2, 1, 2, 3, 254, 9, 128], .name("RunLengthDecode")) == [1, 2, 3, 9, 9, 9])
        // ISO 32000-2 §7.4.4.2, Example 1
        let lzw: [UInt8] = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]
        #expect(try decode(lzw, .name("LZWDecode")) == [45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
    }

    @Test func `undo every PNG predictor`() throws {
        let rows: [UInt8] = [0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1]
        let parameters = PDFDictionary(["Predictor": .integer(15), "Columns": .integer(3)])
        let predictor = try #require(Predictor(parameters))
        #expect(predictor.undo(rows) == [1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5])
        #expect(predictor.undo([9, 1, 2, 3]) == nil)
        #expect(Predictor(PDFDictionary(["Predictor": .integer(15), "Columns": .integer(1 << 40)])) == nil)
    }

    /// ISO 32000-2 Table 8 sets no upper limit; what matters is how many bytes there are.
    @Test func `undo a predictor for any number of colours, in the memory that the data need`() throws {
        let many = try #require(
            Predictor(PDFDictionary(["Predictor": .integer(10), "Colors": .integer(1 << 29 + 1)]))
        )
        #expect(many.undo([0]) == [])
        #expect(many.undo([2, 7, 8]) == [7, 8])
        let widest = Object.integer(Int(Int32.max))
        #expect(Predictor(["Predictor": .integer(2), "Colors": widest, "Columns": .integer(9)])?.undo([7]) == [7])
        #expect(Predictor(["Predictor": .integer(10), "Colors": widest, "Columns": widest]) == nil)
        #expect(Predictor(["Predictor": .integer(10), "Colors": .integer(0)]) == nil)
        #expect(Predictor(["Predictor": .integer(10), "Colors": .integer(-1)]) == nil)
    }

    /// RFC 2083 §6.3: a pixel of 12 bits counts as two bytes.
    @Test func `undo a predictor for pixels that do not fill their last byte`() throws {
        let parameters: PDFDictionary = [
            "Predictor": .integer(11), "Colors": .integer(3), "BitsPerComponent": .integer(4), "Columns": .integer(2),
        ]
        #expect(try #require(Predictor(parameters)).undo([1, 5, 6, 1]) == [5, 6, 6])
    }

    @Test func `refuse damaged and cut data`() {
        #expect(throws: PDFError.filter(.data("FlateDecode"), Place())) {
            try decode(Array(flate.dropLast(4)), .name("FlateDecode"))
        }
        #expect(throws: PDFError.filter(.unsupported("DCTDecode"), Place())) { try decode([1], .name("DCTDecode")) }
    }

    /// FND-6.
    @Test func `stop a bomb`() {
        var limits = Limits()
        limits.decodedBytes = 5
        #expect(throws: PDFError.limit(.decodedBytes, Place())) {
            try decode(flate, .name("FlateDecode"), limits: limits)
        }
        limits = Limits()
        limits.decodedRatioFloor = 0
        limits.decodedRatio = 10
        #expect(throws: PDFError.limit(.decodedRatio, Place())) {
            try decode([UInt8](repeating: 129, count: 4), .array([.name("RL"), .name("RL")]), limits: limits)
        }
        #expect(throws: PDFError.limit(.filters, Place())) {
            try decode([], .array([Object](repeating: .name("Fl"), count: 9)))
        }
    }
}
