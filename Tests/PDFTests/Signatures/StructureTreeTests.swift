import PDF
import Testing

@Suite struct `A structure tree, when fields are added (ISO 32000-2 §14.7.2)` {
    /// Object 4 is the root, 5 and 6 are elements.
    private func withField(root: String, _ first: String, _ second: String) throws -> Document {
        let catalog = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>"
        let base = try SmallPDF.document([catalog, SmallPDF.pages, SmallPDF.page, root, first, second])
        let request = SignatureFieldRequest(name: "A", box: nil)
        let suffix = try addSignatureFields([request], lockingForeignFields: true, to: base)
        return try Document(AppendedSource(base.source, appended: suffix))
    }

    private func kids(_ number: Int, _ document: Document) throws -> Object? {
        try document.object(Reference(number: number)).dictionary?["K"]
    }

    private func reference(_ number: Int) -> Object { .reference(Reference(number: number)) }

    @Test func `loses what leads back to itself`() throws {
        let document = try withField(
            root: "<</Type/StructTreeRoot/K 5 0 R>>",
            "<</Type/StructElem/S/Document/P 4 0 R/K[6 0 R 5 0 R 0]>>",
            "<</S/P/P 5 0 R/K 4 0 R>>"
        )
        #expect(try kids(4, document) == reference(5))
        #expect(try kids(5, document) == .array([reference(6), .integer(0)]))
        #expect(try kids(6, document) == reference(4))
    }

    @Test func `loses the second place of an element, also inside an element that has no number`() throws {
        let document = try withField(
            root: "<</Type/StructTreeRoot/K[5 0 R 6 0 R]>>",
            "<</Type/StructElem/S/Document/P 4 0 R/K<</S/Sect/K[6 0 R]>>>>",
            "<</S/P/P 4 0 R/K 0>>"
        )
        #expect(try kids(4, document) == .array([reference(5), reference(6)]))
        #expect(try kids(5, document)?.dictionary?["K"] == .array([]))
    }

    @Test func `stays as it is when it is one`() throws {
        let document = try withField(
            root: "<</Type/StructTreeRoot/K[5 0 R]>>",
            "<</Type/StructElem/S/Document/P 4 0 R/K[6 0 R<</Type/OBJR/Obj 3 0 R>><</Type/MCR/MCID 1>>]>>",
            "<</S/P/P 5 0 R/K 0>>"
        )
        #expect(document.entries(changedIn: 1).map(\.number) == [1, 3, 7, 8])
    }
}
