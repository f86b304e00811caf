import Foundation
import PDF
import Testing

@Suite struct `A document` {
    private func open(_ bytes: [UInt8]) throws(PDFError) -> Document { try Document(BytesSource(bytes)) }

    @Test func `gives its catalog, version and pages`() throws {
        let document = try SmallPDF.document([
            "<</Type/Catalog/Pages 2 0 R/Version/2.0>>", SmallPDF.pages, SmallPDF.page,
        ])
        #expect(document.version == "2.0")
        #expect(document.revisions.count == 1)
        #expect(try document.pages().map(\.reference.number) == [3])
        #expect(try document.object(Reference(number: 3, generation: 1)) == .null)
        #expect(try document.object(Reference(number: 99)) == .null)
    }

    /// PDF-13.
    @Test func `is refused when its head or tail is not one`() {
        #expect(throws: PDFError.empty) { try open([]) }
        #expect(throws: PDFError.notPDF(headerAt: 4)) { try open(Array("junk".utf8) + SmallPDF.file()) }
        #expect(throws: PDFError.notPDF(headerAt: nil)) { try open(Array("PK\u{3}\u{4}".utf8)) }
        #expect(throws: PDFError.damaged(.startOfCrossReferenceMissing, Place(offset: 100))) {
            try open(Array(SmallPDF.file().prefix(100)))
        }
        #expect(throws: PDFError.self) { try open(SmallPDF.file(end: "\n")) }
    }

    /// PDF-2, PDF-12.
    @Test func `is recognised as encrypted or hybrid`() throws {
        #expect(throws: PDFError.encrypted(Place(offset: 170))) { try open(SmallPDF.file(trailer: "/Encrypt 9 0 R")) }
        #expect(throws: PDFError.hybridCrossReference(Place(offset: 170))) {
            try open(SmallPDF.file(trailer: "/XRefStm 9"))
        }
    }

    @Test func `is refused when its cross-reference lies`() {
        #expect(throws: PDFError.damaged(.previousSection, Place(offset: 170))) {
            try open(SmallPDF.file(trailer: "/Prev 170"))
        }
        let moved = String(decoding: SmallPDF.file(), as: UTF8.self).replacing(
            "0000000009 00000 n",
            with: "0000000010 00000 n"
        )
        #expect(throws: PDFError.self) { try open(Array(moved.utf8)) }
        let twice = String(decoding: SmallPDF.file(), as: UTF8.self).replacing(
            "trailer",
            with: "1 1\n0000000009 00000 n \ntrailer"
        )
        #expect(throws: PDFError.damaged(.entryTwice(object: 1), Place(object: 1, offset: 170))) {
            try open(Array(twice.utf8))
        }
    }

    @Test(arguments: [
        ("<</Type/Pages/Kids[2 0 R]/Count 1>>", PDFError.PageTreeProblem.cycle),
        ("<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", .pageTwice),
        ("<</Type/Pages/Kids[]/Count 0>>", .noPage),
        ("<</Type/Pages/Kids[3 0 R]/Count 2>>", .count),
        ("<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 0 0]>>", .mediaBox),
        ("<</Type/Pages/Kids[3 0 R]/Count 1/Rotate 45>>", .rotation),
        ("<</Type/Pages/Kids[9 0 R]/Count 1>>", .node),
    ])
    func `has no pages when its tree is wrong`(root: String, problem: PDFError.PageTreeProblem) throws {
        let document = try SmallPDF.document([SmallPDF.catalog, root, SmallPDF.page])
        do {
            _ = try document.pages()
            Issue.record("no error")
        } catch .pageTree(let found, _) {
            #expect(found == problem)
        }
    }

    @Test func `finds a stream's length through a reference, and refuses a wrong one`() throws {
        let stream = "<</Length 5 0 R>>\nstream\nHello\nendstream"
        let right = try SmallPDF.document([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, stream, "5"])
        let found = try #require(try right.object(Reference(number: 4)).stream)
        #expect(try right.data(of: found) == Array("Hello".utf8))
        let wrong = try SmallPDF.document([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, stream, "2"])
        #expect(throws: PDFError.damaged(.streamLength, Place(object: 4, offset: 177))) {
            try wrong.object(Reference(number: 4))
        }
        let loop = try SmallPDF.document([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, stream, stream])
        #expect(throws: PDFError.self) { try loop.object(Reference(number: 4)) }
    }

    /// FND-6, PDF-17.
    @Test func `of more than 4 GiB opens at once and is signed at its true offsets`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pdf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = SmallPDF.file()
        let text = String(decoding: whole, as: UTF8.self)
        let split = try #require(text.range(of: "xref\n")).lowerBound.utf16Offset(in: text)
        let far = 5 << 30
        let tail = String(decoding: whole[split...], as: UTF8.self).replacing(
            "startxref\n\(split)",
            with: "startxref\n\(far)"
        )
        try Data(whole[..<split]).write(to: URL(filePath: path))
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seek(toOffset: UInt64(far))
        try handle.write(contentsOf: Data(tail.utf8))
        try handle.close()

        let document = try Document(MappedFile(path: path))
        let suffix = try addSignatureFields(
            [SignatureFieldRequest(name: "A", box: nil)],
            lockingForeignFields: true,
            to: document
        )
        let next = try Document(AppendedSource(document.source, appended: suffix))
        let placeholder = try prepareDocumentTimestamp(contentsSize: 32, in: next)
        #expect(placeholder.byteRange.before.upperBound > far)
        #expect(placeholder.baseCount == next.source.count)
    }
}
