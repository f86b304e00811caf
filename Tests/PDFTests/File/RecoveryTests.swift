import PDF
import Testing

@Suite struct `A file whose cross-reference is broken` {
    private let objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", SmallPDF.pages, SmallPDF.page,
        "<</FT/Sig/T(One)/V 5 0 R>>", "<</Type/Sig/Filter/A/Contents<00>>>",
    ]

    @Test func `still shows its signature fields`() throws {
        let text = String(decoding: SmallPDF.file(objects), as: UTF8.self).replacing("%%EOF", with: "%%EO")
        let source = BytesSource(Array(text.utf8))
        #expect(throws: PDFError.self) { try Document(judging: source) }
        let field = try #require(try Document(recovering: source).signatureFieldsToJudge().first)
        #expect(field.name == "One")
        #expect(field.signature?.contents == [0])
        #expect(field.signature?.byteRange == nil)
    }

    @Test func `has nothing to show without a catalog`() {
        #expect(throws: PDFError.damaged(.catalog, Place())) {
            try Document(recovering: BytesSource(Array("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".utf8)))
        }
    }

    @Test(arguments: ["obj", "1 obj", " 0 obj", "99999999999 0 obj", "1 99999 obj", "endobj"])
    func `is not confused by what only looks like a header`(text: String) {
        #expect(throws: PDFError.damaged(.catalog, Place())) {
            try Document(recovering: BytesSource(Array("%PDF-1.7\n\(text)<</Type/Catalog>>".utf8)))
        }
    }
}
