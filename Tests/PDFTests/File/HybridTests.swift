import PDF
import Testing

/// A table that names a hidden section, PDF-2.
@Suite struct `A hybrid file` {
    static let catalog = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>"
    static let tree = "<</Type/StructTreeRoot>>"

    @Test func `may be judged, not changed`() throws {
        let file = HybridPDF.file([Self.catalog, SmallPDF.pages, SmallPDF.page, Self.tree], hidden: [4])
        #expect(throws: PDFError.self) { try Document(BytesSource(file)) }
        let document = try Document(judging: BytesSource(file))
        #expect(try document.pages().count == 1)
        #expect(try document.object(Reference(number: 4)).dictionary?["Type"]?.name == "StructTreeRoot")
        #expect(document.revisions.map(\.sectionRanges.count) == [2])
    }

    @Test func `is undisputed when only the structure tree is hidden`() throws {
        let file = HybridPDF.file([Self.catalog, SmallPDF.pages, SmallPDF.page, Self.tree], hidden: [4])
        #expect(try Document(judging: BytesSource(file)).disputedObject() == nil)
        #expect(try SmallPDF.document().disputedObject() == nil)
    }

    @Test func `is disputed when what it shows is hidden from old readers`() throws {
        let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"
        let content = "<</Length 3>>\nstream\nq Q\nendstream"
        let file = HybridPDF.file([SmallPDF.catalog, SmallPDF.pages, page, content], hidden: [4])
        #expect(try Document(judging: BytesSource(file)).disputedObject() == 4)
    }

    @Test func `is disputed when both sections know a shown object in different places`() throws {
        let file = HybridPDF.file(
            [SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, SmallPDF.page],
            hidden: [],
            moved: [3: 4]
        )
        let document = try Document(judging: BytesSource(file))
        #expect(try document.pages().count == 1)
        #expect(try document.disputedObject() == 3)
    }

    @Test(arguments: ["/Root 3 0 R", "/Prev 17"])
    func `is refused when its hidden section leads elsewhere`(entry: String) {
        let file = HybridPDF.file(
            [SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, Self.tree],
            hidden: [4],
            stream: entry
        )
        #expect(throws: PDFError.self) { try Document(judging: BytesSource(file)) }
    }

    @Test(arguments: ["/XRefStm 1", "/XRefStm 999999", "/XRefStm (9)", "/XRefStm 9"])
    func `is refused when there is no hidden section`(entry: String) {
        #expect(throws: PDFError.self) { try Document(judging: BytesSource(SmallPDF.file(trailer: entry))) }
    }
}

/// Little hybrid files.
enum HybridPDF {
    /// `hidden` numbers are free in the table; `moved` ones are given the place of another number by the stream.
    static func file(
        _ objects: [String],
        hidden: Set<Int>,
        moved: [Int: Int] = [:],
        stream entry: String = ""
    ) -> [UInt8] {
        var text = "%PDF-1.7\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let named = hidden.map { ($0, $0) } + moved.map { ($0.key, $0.value) }
        let lines = named.map { "01\(hexadecimal(offsets[$0.1 - 1]))00" }.joined()
        let index = named.map { "\($0.0) 1" }.joined(separator: " ")
        let number = objects.count + 1
        let hiddenSection = text.utf8.count
        text +=
            "\(number) 0 obj\n<</Type/XRef/Size \(number + 1)/W[1 3 1]/Index[\(index)]/Filter/ASCIIHexDecode\(entry)"
        text += "/Length \(lines.count + 1)>>\nstream\n\(lines)>\nendstream\nendobj\n"
        let table = text.utf8.count
        text += "xref\n0 \(number)\n0000000000 65535 f \n"
        for (position, offset) in offsets.enumerated() {
            text += hidden.contains(position + 1) ? "0000000000 65535 f \n" : "\(SmallPDF.padded(offset)) 00000 n \n"
        }
        text += "trailer\n<</Size \(number + 1)/Root 1 0 R/XRefStm \(hiddenSection)>>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }

    private static func hexadecimal(_ value: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
