import PDF
import Testing

@Suite struct `A reference to nothing, when fields are added (ISO 32000-2 §7.3.10)` {
    private let request = SignatureFieldRequest(name: "A", box: nil)

    private func withField(_ objects: [String], trailer: String = "") throws -> Document {
        try withField(Document(BytesSource(SmallPDF.file(objects, trailer: trailer))))
    }

    private func withField(_ document: Document) throws -> Document {
        let suffix = try addSignatureFields([request], lockingForeignFields: true, to: document)
        return try Document(AppendedSource(document.source, appended: suffix))
    }

    /// The number that our field will get is the first that does not exist.
    @Test func `is written as null before somebody takes its number`() throws {
        let page = "<</Type/Page/Parent 2 0 R/Contents 5 0 R/Other[5 0 R 2 0 R 2 1 R 99 0 R]/More<</X 6 0 R/Y 7>>>>"
        let document = try withField(
            [SmallPDF.catalog, SmallPDF.pages, page, "[3 7 R]"],
            trailer: "/Gone 5 0 R/A[4 0 R]"
        )
        let written = try #require(try document.object(Reference(number: 3)).dictionary)
        #expect(written["Contents"] == nil)
        #expect(written["Other"] == .array([.null, .reference(Reference(number: 2)), .null, .null]))
        #expect(written["More"] == .dictionary(["Y": .integer(7)]))
        #expect(try document.object(Reference(number: 4)) == .array([.null]))
        #expect(document.trailer["Gone"] == .null)
        #expect(document.trailer["A"] == .array([.reference(Reference(number: 4))]))
        #expect(try document.signatureFields().map(\.field.name) == ["A"])
    }

    @Test func `in the dictionary of a stream leaves the data as they are`() throws {
        let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"
        let stream = "<</Length 3/Metadata 9 0 R>>\nstream\nq Q\nendstream"
        let document = try withField([SmallPDF.catalog, SmallPDF.pages, page, stream])
        let written = try #require(try document.object(Reference(number: 4)).stream)
        #expect(written.dictionary == ["Length": .integer(3)])
        #expect(try document.data(of: written) == Array("q Q".utf8))
    }

    @Test func `is left alone where nothing leads to it`() throws {
        let document = try withField([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, "[9 0 R]"])
        #expect(document.entries(changedIn: 1).map(\.number) == [1, 3, 5, 6])
    }

    @Test func `stays in a file that is signed`() throws {
        var form = try SignedForm()
        try form.update { try $0.set("Gone", to: .reference(Reference(number: 99)), of: Reference(number: 1)) }
        try form.signFirst()
        let document = try withField(Document(BytesSource(form.bytes)))
        #expect(try document.object(Reference(number: 1)).dictionary?["Gone"]?.reference?.number == 99)
    }

    @Test func `is not what a wrong index in an object stream is: that object is written anew`() throws {
        let document = try withField(Document(BytesSource(StreamFile(indexes: [5: 7]).bytes)))
        #expect(document.entries(changedIn: 1).map(\.number).contains(5))
        #expect(try document.object(Reference(number: 5)) == .string(Array("private".utf8)))
        let right = try withField(Document(BytesSource(StreamFile().bytes)))
        #expect(!right.entries(changedIn: 1).map(\.number).contains(5))
    }

    @Test func `is no field of a form`() throws {
        let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R 4 0 R]>>>>"
        let field = "<</T(name)/FT/Tx/V 8 0 R/Kids[9 0 R]>>"
        let document = try withField([catalog, SmallPDF.pages, SmallPDF.page, field])
        #expect(try document.formFields().map(\.name) == ["name", "A"])
        #expect(try document.object(Reference(number: 4)).dictionary?["V"] == nil)
        #expect(try document.formFields().first?.isReadOnly == true)
        let direct = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</T(name)>>]>>>>"
        #expect(throws: PDFError.form(.fieldNotIndirect, Place(object: 1))) {
            try withField([direct, SmallPDF.pages, SmallPDF.page])
        }
    }
}
