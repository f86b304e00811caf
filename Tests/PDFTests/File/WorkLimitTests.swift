import Testing

@testable import PDF

/// What a small file may ask for, however often it asks. FND-6
@Suite struct `The work that a file asks for` {
    /// Two thousand pages that share one content would have it decoded two thousand times.
    @Test func `ends when streams are decoded again and again`() throws {
        let data = "<</Filter/ASCIIHexDecode/Length 21>>\nstream\n71207120712071207120>\nendstream"
        let bytes = SmallPDF.file([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, data])
        var limits = Limits()
        limits.decodedWork = 100
        limits.decodedWorkPerByte = 0
        let document = try Document(BytesSource(bytes), limits: limits)
        let stream = try #require(try document.object(Reference(number: 4)).stream)
        for _ in 0..<10 { #expect(try document.data(of: stream).count == 10) }
        #expect(throws: PDFError.self) { try document.data(of: stream) }
        // Another look at the same file does not begin anew.
        let state = try document.atRevision(0)
        #expect(throws: PDFError.self) { try state.data(of: stream) }
    }

    @Test func `ends when a form is walked for very many revisions`() throws {
        let work = ComparisonWork(visits: 10)
        let form = try Document(BytesSource(SignedForm().bytes))
        #expect(try FormField.all(in: form, work).count == 3)
        #expect(throws: Never.self) { try FormField.all(in: form, work) }
        _ = try FormField.all(in: form, work)
        #expect(throws: PDFError.limit(.fields, Place())) { try FormField.all(in: form, work) }
    }

    @Test func `has room for the largest files`() {
        #expect(Limits().decodedWork(fileSize: 1 << 30) == 65 << 30)
        #expect(Limits().decodedWork(fileSize: .max) == .max)
    }
}
