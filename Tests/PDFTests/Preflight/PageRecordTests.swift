import Crypto
import PDF
import Testing

/// PDF-18.
@Suite struct `A record of the pages` {
    private func file(_ content: String, page: String = "") -> [UInt8] {
        SmallPDF.file([
            SmallPDF.catalog, SmallPDF.pages, "<</Type/Page/Parent 2 0 R/Contents 4 0 R\(page)>>",
            "<</Length \(content.utf8.count)>>\nstream\n\(content)\nendstream",
        ])
    }

    private func records(_ bytes: [UInt8]) throws -> [PageRecord] {
        try Document(BytesSource(bytes)).pageRecords()
    }

    @Test func `has measures, what is inherited too, and the digest of the content`() throws {
        let record = try #require(try records(file("0 0 9 9 re f", page: "/Rotate 90")).first)
        #expect(record.mediaBox == [0, 0, 200, 300])
        #expect(record.cropBox == record.mediaBox)
        #expect(record.rotate == 90)
        let digest = SHA256.hash(data: Array("0 0 9 9 re f\n".utf8)).map { String(format2: $0) }.joined()
        #expect(record.content == digest)
    }

    @Test func `differs when a page paints something else or is cut otherwise`() throws {
        let record = try records(file("0 0 9 9 re f"))
        #expect(try records(file("0 0 9 9 re f")) == record)
        #expect(try records(file("0 0 9 8 re f")) != record)
        #expect(try records(file("0 0 9 9 re f", page: "/CropBox[0 0 100 100]")) != record)
    }

    @Test func `is the same for content in one stream or in several`() throws {
        let parts = SmallPDF.file([
            SmallPDF.catalog, SmallPDF.pages, "<</Type/Page/Parent 2 0 R/Contents[4 0 R 5 0 R]>>",
            "<</Length 7>>\nstream\n0 0 9 9\nendstream", "<</Length 4>>\nstream\nre f\nendstream",
        ])
        #expect(try records(parts) == records(file("0 0 9 9\nre f")))
    }
}

extension String {
    fileprivate init(format2 byte: UInt8) {
        self = (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
