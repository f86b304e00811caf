import PDF
import Testing

@Suite struct `Preparing a signature` {
    private func append(_ document: Document, _ suffix: [UInt8]) throws(PDFError) -> Document {
        try Document(AppendedSource(document.source, appended: suffix))
    }

    private func prepared(_ names: [String] = ["A", "B"]) throws -> Document {
        let base = try SmallPDF.document()
        let requests = names.map { SignatureFieldRequest(name: $0, box: nil) }
        return try append(base, addSignatureFields(requests, lockingForeignFields: true, to: base))
    }

    /// PDF-4.
    @Test func `covers everything but the angle brackets and what is in them`() throws {
        let document = try prepared()
        let placeholder = try prepareSignature(field: "A", content: Signing.content(2), appearance: nil, in: document)
        let whole = AppendedSource(document.source, appended: placeholder.appended)
        let gap = try whole.read(placeholder.byteRange.gap)
        #expect(gap == Array("<".utf8) + [UInt8](repeating: 0x30, count: 128) + Array(">".utf8))
        #expect(placeholder.byteRange.end == whole.count)
        #expect(placeholder.byteRange.integers[0] == 0)
        #expect(try placeholder.digest(over: document.source) == whole.sha256(of: placeholder.byteRange.covered))
        #expect(throws: PDFError.baseChanged(expected: document.source.count, actual: 1)) {
            try placeholder.digest(over: BytesSource([0]))
        }
    }

    /// PDF-6, PDF-8.
    @Test func `writes a certification with P 2 and reads it back`() throws {
        let document = try prepared()
        let placeholder = try prepareSignature(field: "A", content: Signing.content(2), appearance: nil, in: document)
        let signed = try append(document, placeholder.filled(with: [0xAB]))
        let signature = try #require(signed.signatures().first)
        #expect(signature.transforms == [.docMDP(permission: 2)])
        #expect(signature.subFilter == "ETSI.CAdES.detached")
        #expect(signature.signingTime == Signing.time)
        #expect(signature.name == "髙橋 花子")
        #expect(signature.contents == [0xAB] + [UInt8](repeating: 0, count: 63))
        #expect(signed.catalog["Perms"]?.dictionary?["DocMDP"]?.reference == signature.reference)
        #expect(throws: PDFError.fieldAlreadySigned("A")) {
            try prepareSignature(field: "A", content: Signing.content(nil), appearance: nil, in: signed)
        }
        #expect(throws: PDFError.certificationNotFirst) {
            try prepareSignature(field: "B", content: Signing.content(2), appearance: nil, in: signed)
        }
        #expect(throws: PDFError.fieldMissing("C")) {
            try prepareSignature(field: "C", content: Signing.content(nil), appearance: nil, in: signed)
        }
    }

    /// PDF-5.
    @Test func `never cuts a signature that is too long`() throws {
        let placeholder = try prepareDocumentTimestamp(contentsSize: 10, in: prepared())
        #expect(placeholder.capacity == 10)
        _ = try placeholder.filled(with: [UInt8](repeating: 1, count: 10))
        #expect(throws: PDFError.contentsTooSmall(needed: 11, available: 10)) {
            try placeholder.filled(with: [UInt8](repeating: 1, count: 11))
        }
    }

    @Test func `is the same twice`() throws {
        let document = try prepared()
        let first = try prepareSignature(
            field: "A",
            content: Signing.content(2),
            appearance: Signing.appearance,
            in: document
        )
        #expect(
            try first
                == prepareSignature(
                    field: "A",
                    content: Signing.content(2),
                    appearance: Signing.appearance,
                    in: document
                )
        )
    }

    /// PDF-7.
    @Test func `gives a timestamp a field of its own and no time`() throws {
        let document = try prepared(["Timestamp1"])
        let stamped = try append(document, prepareDocumentTimestamp(contentsSize: 8, in: document).filled(with: [1]))
        let signature = try #require(stamped.signatures().first)
        #expect(signature.type == "DocTimeStamp")
        #expect(signature.fieldName == "Timestamp2")
        #expect(signature.dictionary["M"] == nil)
    }

    @Test(arguments: [
        [0, 10, 20], [1, 10, 20, 5], [0, 10, 10, 5], [0, 10, 20, -1], [0, 10, .max, .max], [0, 20, 10, 5],
        [0, 1, 2, 3, 4],
    ])
    func `refuses a byte range that is none`(integers: [Int]) {
        #expect(throws: PDFError.byteRange(integers)) { try ByteRange(integers: integers) }
    }
}

@Suite struct `Signature fields` {
    /// PDF-9.
    @Test func `are merged with their widgets, printed and locked`() throws {
        let base = try SmallPDF.document()
        let request = SignatureFieldRequest(name: "甲", box: DisplayedBox(page: 1, x: 10, y: 20, width: 30, height: 40))
        let document = try Document(
            AppendedSource(base.source, appended: addSignatureFields([request], lockingForeignFields: true, to: base))
        )
        let field = try #require(document.signatureFields().first)
        #expect(field.name == "甲")
        #expect(field.field.dictionary["F"] == .integer(132))
        #expect(try document.form()?["SigFlags"] == .integer(3))
        let rectangle = try document.rectangle(field.field.dictionary["Rect"])
        #expect(rectangle == Rectangle(left: 10, bottom: 240, right: 40, top: 280))
        #expect(try document.pages()[0].dictionary["Annots"] == .array([.reference(field.reference)]))
    }

    /// 0a-12.
    @Test func `make every other field read-only and leave its value`() throws {
        let base = try SmallPDF.document([
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 6 0 R/NeedAppearances true>>>>", SmallPDF.pages,
            "<</Type/Page/Parent 2 0 R/Annots 5 0 R>>", "<</T(a)/FT/Tx/V(x)/Ff 2/Kids[7 0 R]>>", "[7 0 R]", "[4 0 R]",
            "<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/Parent 4 0 R>>",
        ])
        let suffix = try addSignatureFields(
            [SignatureFieldRequest(name: "b", box: nil)],
            lockingForeignFields: true,
            to: base
        )
        let document = try Document(AppendedSource(base.source, appended: suffix))
        let fields = try document.formFields()
        #expect(fields.map(\.name) == ["a", "b"])
        #expect(fields[0].flags == 3)
        #expect(fields[0].value == .string(Array("x".utf8)))
        #expect(try document.form()?["NeedAppearances"] == .boolean(true))
        #expect(document.entries(changedIn: 1).map(\.number) == [1, 4, 5, 6, 8])
        #expect(throws: PDFError.fieldNameTaken("a")) {
            try addSignatureFields([SignatureFieldRequest(name: "a", box: nil)], lockingForeignFields: true, to: base)
        }
    }

    @Test func `stay on their pages`() throws {
        let base = try SmallPDF.document()
        func add(_ box: DisplayedBox) throws(PDFError) {
            _ = try addSignatureFields(
                [SignatureFieldRequest(name: "A", box: box)],
                lockingForeignFields: true,
                to: base
            )
        }
        #expect(throws: PDFError.pageMissing(2)) { try add(DisplayedBox(page: 2, x: 0, y: 0, width: 1, height: 1)) }
        #expect(throws: PDFError.boxOutsidePage(page: 1)) {
            try add(DisplayedBox(page: 1, x: 190, y: 0, width: 20, height: 1))
        }
        #expect(throws: PDFError.boxOutsidePage(page: 1)) {
            try add(DisplayedBox(page: 1, x: 0, y: 0, width: .nan, height: 1))
        }
    }

    @Test(arguments: [
        (0, Rectangle(left: 15, bottom: 85, right: 25, top: 90)),
        (90, Rectangle(left: 20, bottom: 25, right: 25, top: 35)),
        (180, Rectangle(left: 95, bottom: 30, right: 105, top: 35)),
        (270, Rectangle(left: 95, bottom: 85, right: 100, top: 95)),
    ])
    func `are where the reader sees them, whatever the rotation`(rotate: Int, expected: Rectangle) throws {
        // A crop of 100 by 80 at (10, 20), shown at twice its size.
        let page = "<</Type/Page/Parent 2 0 R/CropBox[10 20 110 100]/Rotate \(rotate)/UserUnit 2>>"
        let document = try SmallPDF.document([SmallPDF.catalog, SmallPDF.pages, page])
        let box = DisplayedBox(page: 1, x: 10, y: 20, width: 20, height: 10)
        #expect(try document.pages()[0].userSpaceRect(of: box) == expected)
    }
}

@Suite struct `The document security store` {
    /// PDF-10.
    @Test func `grows by what is new and keeps what it had`() throws {
        let base = try SmallPDF.document()
        let first = try #require(
            try addValidationData(certificates: [[1], [1]], crls: [[2]], ocspResponses: [], to: base)
        )
        let one = try Document(AppendedSource(base.source, appended: first))
        #expect(try addValidationData(certificates: [[1]], crls: [[2]], ocspResponses: [], to: one) == nil)
        let second = try #require(try addValidationData(certificates: [[3]], crls: [], ocspResponses: [[4]], to: one))
        let two = try Document(AppendedSource(one.source, appended: second))
        let expected = DocumentSecurityStore(certificates: [[1], [3]], crls: [[2]], ocspResponses: [[4]])
        #expect(try two.documentSecurityStore() == expected)
        #expect(two.catalog["DSS"] == one.catalog["DSS"])
        #expect(try two.resolve(two.catalog["DSS"]).dictionary?["VRI"] == nil)
    }
}
