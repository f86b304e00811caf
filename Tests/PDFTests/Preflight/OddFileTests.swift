import Foundation
import PDF
import Testing

@Suite struct `Preflight of an odd file` {
    private func findings(_ bytes: [UInt8]) throws -> [PreflightFinding] {
        Preflight.findings(in: try Document(BytesSource(bytes)))
    }

    /// The findings by object; each says the byte offset as well. FND-6
    private func findingsByObject(_ bytes: [UInt8]) throws -> [PreflightFinding] {
        try findings(bytes).map { finding in
            #expect(finding.place.offset != nil, "\(finding)")
            return PreflightFinding(finding.reason, Place(object: finding.place.object))
        }
    }

    private func reasons(_ bytes: [UInt8]) throws -> [PreflightReason] {
        try findings(bytes).map(\.reason)
    }

    // MARK: Cross-reference streams

    @Test func `lets startxref point to the white space before the section`() throws {
        #expect(try findings(StreamFile().bytes) == [])
        #expect(try findings(StreamFile(startIsEarly: 1).bytes) == [])
    }

    @Test func `refuses the number of a cross-reference stream for another object`() throws {
        #expect(try reasons(StreamFile(ownEntry: 1).bytes).contains(.crossReferenceNumberReused))
        #expect(try reasons(StreamFile(startIsEarly: 1, ownEntry: 1).bytes).contains(.crossReferenceNumberReused))
    }

    // MARK: Object streams, ISO 32000-2 Table 18

    @Test func `takes an object by its number when the index is wrong and no page or form needs it`() throws {
        let file = StreamFile(indexes: [5: 7])
        #expect(try findings(file.bytes) == [])
        let document = try Document(BytesSource(file.bytes))
        #expect(try document.object(Reference(number: 5)) == .string(Array("private".utf8)))
    }

    @Test func `refuses a wrong index of what a page is made of`() throws {
        #expect(
            try findingsByObject(StreamFile(indexes: [3: 7]).bytes) == [PreflightFinding(.damaged, Place(object: 3))]
        )
    }

    @Test func `refuses a wrong index of a number that comes twice`() throws {
        let members = [(3, SmallPDF.page), (5, "(private)"), (5, "(other)")]
        #expect(try findings(StreamFile(members: members).bytes) == [])
        #expect(try reasons(StreamFile(members: members, indexes: [5: 0]).bytes) == [.damaged])
    }

    // MARK: Content

    /// The content is one row without data, for a predictor of more colours than any memory has bytes for.
    @Test func `takes content behind a predictor of very many colours`() throws {
        #expect(try findings(content(colors: 536_870_913)) == [])
        #expect(try reasons(content(colors: 0)) == [.streamData])
    }

    private func content(colors: Int) -> [UInt8] {
        let parameters = "<</Predictor 10/Colors \(colors)/Columns 1/BitsPerComponent 8>>"
        let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"
        let filters = "/Filter[/ASCIIHexDecode/FlateDecode]/DecodeParms[null \(parameters)]"
        let stream = "<</Length 18\(filters)>>\nstream\n789c63000000010001\nendstream"
        return SmallPDF.file([SmallPDF.catalog, SmallPDF.pages, page, stream])
    }

    // MARK: What hides

    @Test func `finds an action behind a reference to another generation of its number`() throws {
        let catalog = "<</Type/Catalog/Pages 2 0 R/A 4 1 R/OpenAction 4 0 R/Z 4 1 R>>"
        let action = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
        #expect(
            try reasons(SmallPDF.file([catalog, SmallPDF.pages, SmallPDF.page, action])) == [.javaScript]
        )
        let harmless = "<</Type/Catalog/Pages 2 0 R/A 4 1 R/Z 4 1 R>>"
        #expect(try reasons(SmallPDF.file([harmless, SmallPDF.pages, SmallPDF.page, action])) == [])
    }

    @Test func `finds an action whose kind is written elsewhere`() throws {
        let catalog = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S 4 0 R/F(x)>>>>"
        let objects = [catalog, SmallPDF.pages, SmallPDF.page]
        #expect(try reasons(SmallPDF.file(objects + ["/Launch"])) == [.launch])
        #expect(try reasons(SmallPDF.file(objects + ["/Named"])) == [])
    }

    @Test func `finds a spare page of another generation`() throws {
        let file = SmallPDF.file([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, SmallPDF.page])
        var text = String(decoding: file, as: UTF8.self)
        text.replace("4 0 obj", with: "4 1 obj")
        let entry = try #require(text.range(of: " 00000 n \ntrailer"))
        text.replaceSubrange(entry, with: " 00001 n \ntrailer")
        #expect(try findingsByObject(Array(text.utf8)) == [PreflightFinding(.unreferencedPages, Place(object: 4))])
    }

    // MARK: Forms

    @Test func `refuses a form that cannot be walked`() throws {
        func file(_ kid: Int) -> [UInt8] {
            let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>"
            let parent = "<</T(parent)/Kids[5 0 R]>>"
            return SmallPDF.file([
                catalog, SmallPDF.pages, SmallPDF.page, parent, "<</T(kid)/FT/Tx/Kids[\(kid) 0 R]>>",
                "<</T(leaf)/FT/Tx>>",
            ])
        }
        #expect(try findings(file(6)) == [])
        #expect(try findingsByObject(file(4)) == [PreflightFinding(.form, Place(object: 4))])
    }

    @Test func `refuses half a signature, whose permissions would hold`() throws {
        func file(_ value: String, permissions: String) -> [UInt8] {
            let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>/Perms<<\(permissions)>>>>"
            let field = "<</T(a)/FT/Sig\(value)>>"
            return SmallPDF.file([catalog, SmallPDF.pages, SmallPDF.page, field, "<</Type/Sig>>"])
        }
        #expect(try findings(file("", permissions: "")) == [])
        #expect(try findings(file("/V 9 0 R", permissions: "/DocMDP 9 0 R")) == [])
        #expect(
            try findingsByObject(file("/V 5 0 R", permissions: "")) == [
                PreflightFinding(.alreadySigned, Place(object: 4))
            ]
        )
        #expect(
            try findingsByObject(file("", permissions: "/DocMDP 5 0 R"))
                == [PreflightFinding(.alreadySigned, Place(object: 1))]
        )
    }
}
