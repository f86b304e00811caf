import Testing

@testable import PDF

@Suite struct `A signature appearance (PDF-15)` {
    let file = Array(
        """
        %PDF-1.7
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
        xref
        0 4
        0000000000 65535 f\u{20}
        0000000009 00000 n\u{20}
        0000000056 00000 n\u{20}
        0000000111 00000 n\u{20}
        trailer <</Size 4 /Root 1 0 R>>
        startxref
        180
        %%EOF

        """.utf8
    )

    static func font(_ codes: [EmbeddedFont.Code]) -> EmbeddedFont {
        EmbeddedFont(
            resourceName: "F0",
            postScriptName: "IPAexMincho",
            program: Array(repeating: 7, count: 500),
            codes: codes,
            metrics: EmbeddedFont.Metrics(
                ascent: 880,
                descent: -120,
                capHeight: 700,
                boundingBox: [-50, -200, 1050, 900]
            )
        )
    }

    static let name = font([
        EmbeddedFont.Code(glyph: 0, width: 1000, unicode: ""),
        EmbeddedFont.Code(glyph: 1, width: 1000, unicode: "𠮷"),
        EmbeddedFont.Code(glyph: 2, width: 500, unicode: "葛\u{E0100}"),
    ])

    private func added(_ fonts: [EmbeddedFont]) throws -> (IncrementalUpdate, Reference) {
        var update = IncrementalUpdate(try Document(BytesSource(file)))
        let appearance = SignatureAppearance(
            width: 200,
            height: 60,
            content: Array("0 0 200 60 re f".utf8),
            fonts: fonts
        )
        let reference = appearance.objects(adding: &update)
        return (update, reference)
    }

    private func font(in update: IncrementalUpdate, _ form: Reference) throws -> PDFDictionary {
        let resources = try update.object(form).dictionary?["Resources"]?.dictionary
        return try dictionary(resources?["Font"]?.dictionary?["F0"], in: update)
    }

    private func dictionary(_ object: Object?, in update: IncrementalUpdate) throws -> PDFDictionary {
        let resolved = try update.resolve(object)
        return try #require(resolved.dictionary)
    }

    private func data(_ object: Object?, in update: IncrementalUpdate) throws -> [UInt8] {
        let resolved = try update.resolve(object)
        let stream = try #require(resolved.stream)
        return try update.document.data(of: stream)
    }

    @Test func `is an upright form of its size`() throws {
        let (update, reference) = try added([Self.name])
        let form = try dictionary(.reference(reference), in: update)
        #expect(form["Subtype"] == .name("Form"))
        #expect(form["BBox"] == .array([.integer(0), .integer(0), .real(200), .real(60)]))
        #expect(form["Matrix"] == nil)
        #expect(try data(.reference(reference), in: update) == Array("0 0 200 60 re f".utf8))
    }

    @Test func `uses no transparency and a colour of its own, so that no PDF/A claim breaks (PDF-16)`() throws {
        let (update, reference) = try added([Self.name])
        let form = try dictionary(.reference(reference), in: update)
        let resources = try #require(form["Resources"]?.dictionary)
        #expect(form["Group"] == nil)
        #expect(resources["ExtGState"] == nil)
        #expect(resources["XObject"] == nil)
        #expect(resources["ColorSpace"]?.dictionary?["DefaultRGB"]?.array?.first == .name("CalRGB"))
    }

    @Test func `embeds a Type 0 font over a TrueType subset`() throws {
        let (update, reference) = try added([Self.name])
        let font = try font(in: update, reference)
        #expect(font["Subtype"] == .name("Type0"))
        #expect(font["Encoding"] == .name("Identity-H"))
        let descendant = try dictionary(font["DescendantFonts"]?.array?.first, in: update)
        #expect(descendant["Subtype"] == .name("CIDFontType2"))
        #expect(descendant["CIDToGIDMap"] == .name("Identity"))
        #expect(descendant["W"] == .array([.integer(0), .array([.integer(1000), .integer(1000), .integer(500)])]))
        let descriptor = try dictionary(descendant["FontDescriptor"], in: update)
        #expect(try data(descriptor["FontFile2"], in: update) == Self.name.program)
        #expect(try data(descriptor["CIDSet"], in: update) == [0b1110_0000])
        let baseFont = try #require(font["BaseFont"]?.name?.text)
        #expect(baseFont.wholeMatch(of: /[A-Z]{6}\+IPAexMincho/) != nil)
        #expect(descendant["BaseFont"] == font["BaseFont"] && descriptor["FontName"] == font["BaseFont"])
    }

    @Test func `says the text of each code, beyond the first plane and with variation selectors`() throws {
        let (update, reference) = try added([Self.name])
        let map = String(decoding: try data(font(in: update, reference)["ToUnicode"], in: update), as: UTF8.self)
        #expect(map.contains("2 beginbfchar\n<0001> <D842DFB7>\n<0002> <845BDB40DD00>\nendbfchar"))
        #expect(!map.contains("beginbfchar\n<0000>"))
    }

    @Test func `maps codes to glyphs by a stream when two codes share one`() throws {
        let shared = Self.font([
            EmbeddedFont.Code(glyph: 0, width: 1000, unicode: ""),
            EmbeddedFont.Code(glyph: 1, width: 1000, unicode: "葛"),
            EmbeddedFont.Code(glyph: 1, width: 1000, unicode: "葛\u{E0101}"),
        ])
        let (update, reference) = try added([shared])
        let descendant = try dictionary(font(in: update, reference)["DescendantFonts"]?.array?.first, in: update)
        #expect(try data(descendant["CIDToGIDMap"], in: update) == [0, 0, 0, 1, 0, 1])
    }

    @Test func `keeps the blocks of its text map at a hundred entries`() {
        let codes = (0..<250).map { EmbeddedFont.Code(glyph: $0, width: 1000, unicode: "字") }
        let map = String(decoding: ToUnicodeMap(codes: codes).bytes, as: UTF8.self)
        #expect(map.matches(of: /(\d+) beginbfchar/).map { $0.output.1 } == ["100", "100", "50"])
    }

    @Test func `is the same objects each time, under a tag that follows the content`() throws {
        let first = try added([Self.name]).0.appended()
        #expect(try added([Self.name]).0.appended() == first)
        let other = Self.font([EmbeddedFont.Code(glyph: 0, width: 1000, unicode: "他")])
        let (update, reference) = try added([other])
        let (same, sameReference) = try added([Self.name])
        #expect(try font(in: update, reference)["BaseFont"] != font(in: same, sameReference)["BaseFont"])
    }
}
