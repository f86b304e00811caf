import PDF
import Testing

@Suite struct `An incremental update` {
    private func updated(_ document: Document, _ change: (inout IncrementalUpdate) -> Void) throws -> Document {
        var update = IncrementalUpdate(document)
        change(&update)
        return try Document(AppendedSource(document.source, appended: update.appended()))
    }

    /// PDF-1, PDF-3.
    @Test func `appends only what changed, in entries of 20 bytes`() throws {
        let base = try SmallPDF.document()
        var update = IncrementalUpdate(base)
        let added = update.add(.integer(7))
        update.replace(Reference(number: 3), with: .dictionary(PDFDictionary(["Type": .name("Page")])))
        let suffix = try update.appended()
        #expect(try update.appended() == suffix)
        let text = String(decoding: suffix, as: UTF8.self)
        let offset = base.source.count
        #expect(
            text.hasPrefix(
                "3 0 obj\n<</Type /Page\n>>\nendobj\n4 0 obj\n7\nendobj\nxref\n3 2\n\(SmallPDF.padded(offset)) 00000 n \n"
            )
        )
        #expect(text.contains("/Size 5\n/Root 1 0 R\n/Prev \(base.revisions[0].xrefOffset)\n"))
        #expect(text.hasSuffix("%%EOF\n"))
        #expect(added == Reference(number: 4))
    }

    @Test func `begins with a line end when the base has none`() throws {
        let base = try Document(BytesSource(SmallPDF.file(end: "\n%%EOF")))
        var update = IncrementalUpdate(base)
        _ = update.add(.null)
        #expect(try update.appended().first == 0x0A)
    }

    @Test func `is a revision that can be looked behind`() throws {
        let base = try SmallPDF.document()
        let next = try updated(base) { update in
            _ = update.add(.integer(7))
            update.replace(Reference(number: 3), with: .null)
        }
        #expect(next.entries(changedIn: 1).map(\.number) == [3, 4])
        #expect(next.entries(changedIn: 0).map(\.number) == [0, 1, 2, 3])
        #expect(try next.object(Reference(number: 4)) == .integer(7))
        let earlier = try next.atRevision(0)
        #expect(earlier.source.count == base.source.count)
        #expect(try earlier.object(Reference(number: 4)) == .null)
        #expect(try earlier.pages().count == 1)
        #expect(throws: PDFError.revisionMissing(2)) { try next.atRevision(2) }
    }

    @Test func `leaves bytes after it to be seen`() throws {
        let bytes = SmallPDF.file() + Array("more".utf8)
        let document = try Document(BytesSource(bytes))
        #expect(document.bytesAfterLastRevision == bytes.count - 4..<bytes.count)
    }

    @Test func `keeps the first half of the identifier only`() throws {
        let base = try Document(BytesSource(SmallPDF.file(trailer: "/ID[(a)(b)]")))
        let next = try updated(base) { _ = $0.add(.null) }
        let identifier = try #require(next.trailer["ID"]?.array)
        #expect(identifier.first == .string(Array("a".utf8)))
        #expect(identifier.last?.string?.count == 16)
    }
}
