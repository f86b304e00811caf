import PDF
import Testing

/// Where a place may be added to a page that is signed: nothing painted may be hidden.
///
/// - SeeAlso: VAL-7 (b), 0047
@Suite struct `A clear place of a page` {
    private static let place = Rectangle(left: 100, bottom: 100, right: 200, top: 150)

    /// Whether `place` is clear on a page with this content, these fonts (object 5, 6 …) and this form XObject (/X).
    private func isClear(
        _ content: String,
        fonts: [String] = [],
        form: String = "/BBox[0 0 600 800]",
        formContent: String = "",
        place: Rectangle = place
    ) throws -> Bool {
        let names = fonts.indices.map { "/F\($0 + 1) \($0 + 6) 0 R" }.joined(separator: " ")
        let stream = { (data: String, entries: String) in
            "<<\(entries)/Length \(data.utf8.count)>>\nstream\n\(data)\nendstream"
        }
        let document = try SmallPDF.document(
            [
                SmallPDF.catalog, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
                "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<<\(names)>>/XObject<</X 5 0 R/X2 5 0 R>>"
                    + "/Pattern<<>>/ExtGState<</G<</Font[6 0 R 10]>>>>>>>>",
                stream(content, ""), stream(formContent, (form.contains("Image") ? "" : "/Subtype/Form") + form),
            ] + fonts
        )
        let page = try #require(document.pages().first)
        return try document.isClear(place, on: page)
    }

    private static let half =
        "<</Type/Font/Subtype/TrueType/FirstChar 65/LastChar 66/Widths[500 250]/BaseFont/X>>"

    @Test func `is anywhere on a page that paints nothing`() throws {
        #expect(try isClear(""))
        #expect(try isClear("q 1 0 0 1 5 5 cm Q"))
    }

    // MARK: Texts

    @Test func `is not under a text that begins before it and runs through it`() throws {
        let text = { (x: Int, y: Int) in "BT /F1 10 Tf \(x) \(y) Td (AAAAAAAAAA) Tj ET" }
        // Ten glyphs of half an em: 50 points.
        #expect(try !isClear(text(80, 120), fonts: [Self.half]))
        #expect(try isClear(text(40, 120), fonts: [Self.half]))
        #expect(try isClear(text(80, 160), fonts: [Self.half]))
        #expect(try !isClear(text(80, 152), fonts: [Self.half]))
        #expect(try !isClear(text(80, 92), fonts: [Self.half]))
        #expect(try isClear(text(80, 80), fonts: [Self.half]))
    }

    @Test func `is not under a text of a font that nothing is known of, at its widest`() throws {
        #expect(try !isClear("BT /None 10 Tf 60 120 Td (AAAA) Tj ET"))
        #expect(try isClear("BT /None 10 Tf 40 120 Td (AAAA) Tj ET"))
    }

    @Test func `takes a font that says nonsense for one that nothing is known of`() throws {
        for first in ["-9223372036854775808", "9223372036854775807", "/A"] {
            let font = "<</Subtype/TrueType/FirstChar \(first)/Widths[0 0]>>"
            #expect(try !isClear("BT /F1 10 Tf 60 120 Td (AAAA) Tj ET", fonts: [font]))
        }
        let font = "<</Subtype/TrueType/FirstChar 0/Widths[-5000]>>"
        #expect(try !isClear("BT /F1 10 Tf 60 120 Td (AAAA) Tj ET", fonts: [font]))
    }

    @Test func `counts every way of moving a text`() throws {
        let fonts = [Self.half]
        #expect(try !isClear("BT /F1 10 Tf 1 0 0 1 120 120 Tm (A) Tj ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 20 TL 120 140 Td T* (A) Tj ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 20 TL 120 140 Td (A) ' ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 50 Tc 60 120 Td (AA) Tj ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 50 120 Td [ (A) -6000 (A) ] TJ ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 250 120 Td [ 9000 (A) ] TJ ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 1000 Tz 60 120 Td (A) Tj ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 60 120 Td (AAAA) Tj (AAAA) Tj (AAAA) Tj ET", fonts: fonts))
        #expect(try !isClear("BT /F1 10 Tf 60 Ts 110 50 Td (A) Tj ET", fonts: fonts))
        #expect(try !isClear("q 10 0 0 10 0 0 cm BT /F1 1 Tf 6 12 Td (AAAAAAAAAA) Tj ET Q", fonts: fonts))
        #expect(try !isClear("BT /G gs 80 120 Td (AAAAAAAAAA) Tj ET", fonts: fonts))
        #expect(try isClear("q BT /F1 10 Tf 400 120 Td (A) Tj ET Q", fonts: fonts))
    }

    @Test func `knows fonts with many bytes a glyph, upright ones, and drawn ones`() throws {
        let composite = { (encoding: String) in
            [
                "<</Type/Font/Subtype/Type0/Encoding\(encoding)/DescendantFonts[7 0 R]>>",
                "<</Subtype/CIDFontType2/DW 1000/W[1[500 2000]10 20 500]>>",
            ]
        }
        // Two glyphs, two ems at most each.
        #expect(try !isClear("BT /F1 10 Tf 70 120 Td <00010002> Tj ET", fonts: composite("/Identity-H")))
        #expect(try isClear("BT /F1 10 Tf 50 120 Td <00010002> Tj ET", fonts: composite("/Identity-H")))
        #expect(try !isClear("BT /F1 10 Tf 150 180 Td <00010002> Tj ET", fonts: composite("/Identity-V")))
        #expect(try isClear("BT /F1 10 Tf 150 180 Td <00010002> Tj ET", fonts: composite("/Identity-H")))
        #expect(try !isClear("BT /F1 10 Tf 400 400 Td (A) Tj ET", fonts: ["<</Subtype/Type3>>"]))
    }

    // MARK: Pictures, curves and forms

    @Test func `is not over a picture, a shading, a pattern or a curve`() throws {
        #expect(try !isClear("q 50 0 0 50 120 120 cm BI /W 1 /H 1 ID x EI Q"))
        #expect(try isClear("q 50 0 0 50 320 120 cm BI /W 1 /H 1 ID x EI Q"))
        #expect(try !isClear("q 50 0 0 50 120 120 cm /X Do Q", form: "/Subtype/Image"))
        #expect(try !isClear("/S sh"))
        #expect(try isClear("300 300 50 50 re W n /S sh"))
        #expect(try !isClear("W n /S sh"))
        #expect(try !isClear("300 300 m W n /S sh"))
        #expect(try !isClear("/Pattern cs /P scn 90 90 300 300 re f"))
        #expect(try !isClear("90 90 m 90 300 300 300 300 90 c f"))
    }

    @Test func `may stand in a frame and on a line, and hides no whole one`() throws {
        #expect(try isClear("90 90 300 300 re S"))
        #expect(try isClear("1 0 0 rg 90 90 300 300 re f"))
        #expect(try isClear("90 120 m 400 120 l S"))
        #expect(try !isClear("110 120 m 190 120 l S"))
        #expect(try !isClear("110 120 20 10 re f"))
        #expect(try isClear("110 120 20 10 re n"))
        // A minus sign without its end is none.
        #expect(try !isClear("90 120 m 110 120 l S"))
        #expect(try isClear("90 120 m 140 120 l S"))
    }

    @Test func `is not over what a form XObject paints, however deep`() throws {
        let text = "BT /F1 10 Tf 20 20 Td (A) Tj ET"
        #expect(try !isClear("q 1 0 0 1 100 100 cm /X Do Q", fonts: [Self.half], formContent: text))
        #expect(try isClear("q 1 0 0 1 300 300 cm /X Do Q", fonts: [Self.half], formContent: text))
        #expect(try !isClear("/X Do", fonts: [Self.half], form: "/Matrix[1 0 0 1 100 100]", formContent: text))
        let cut = "/BBox[0 0 10 10]/Matrix[1 0 0 1 100 100]"
        #expect(try isClear("/X Do", fonts: [Self.half], form: cut, formContent: "BT /F1 1 Tf 20 20 Td (A) Tj ET"))
        // A form that draws itself is not understood.
        #expect(try !isClear("/X Do", formContent: "/X2 Do"))
    }

    @Test(arguments: [
        "BT (", "q << /A", "1e999 0 0 1 0 0 cm 0 0 1 1 re f", "1 2 3 re f", "/A Tc", "nan 0 0 1 0 0 cm (A) Tj )",
    ])
    func `is nowhere on a page that cannot be understood`(content: String) throws {
        #expect(try !isClear(content))
    }

    @Test(arguments: [
        // Another end of an inline image, two operators in one word, another font, a text's place saved or not.
        "BI /W 1 /H 1 ID xEI BT 120 120 Td (A) Tj ET\nEI", "BI /W 1 /H 1 ID x EI 0 0 1 1 re W n\nEI",
        "BI /W 1 /H 1 ID x",
        "q 0 0 1 1 re W n QBT /F1 10 Tf 120 120 Td (A) Tj ET", "BT /F1 10 Tf q 1 0 0 1 5 5 Tm Q (A) Tj ET",
        "BT ET (A) Tj", "BT /F1 /F1 10 (x) Tf ET",
    ])
    func `is nowhere on a page that readers would read in different ways`(content: String) throws {
        #expect(try !isClear(content, fonts: [Self.half]))
    }

    @Test func `takes the font that stands right before its size`() throws {
        let none = "<</Subtype/TrueType/FirstChar 0/Widths[\(String(repeating: "0 ", count: 256))]>>"
        #expect(try !isClear("BT /F2 /F1 10 Tf 80 120 Td (AAAAAAAAAA) Tj ET", fonts: [Self.half, none]))
    }

    @Test(arguments: [
        "<</Subtype/TrueType/FirstChar 65/Widths[500]/FontDescriptor<</MissingWidth 50000>>>>",
        "<</Subtype/TrueType/FontDescriptor<<>>>>",
        "<</Subtype/Type0/Encoding/Identity-V/DescendantFonts[<</W2[0[-99000 0 0]]>>]>>",
        "<</Subtype/Type0/Encoding/Identity-V/DescendantFonts[<</DW2[880 -99000]>>]>>",
        "<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[0[-99000]]>>]>>",
    ])
    func `is nowhere beside texts of fonts that may go anywhere`(font: String) throws {
        #expect(try !isClear("BT /F1 10 Tf 20 120 Td (  AA) Tj (A) Tj ET", fonts: [font]))
    }

    @Test func `is not over an outline, which may be a letter`() throws {
        #expect(try !isClear("110 120 m 400 120 l 400 130 l 150 130 l 150 125 l 110 125 l f"))
    }

    @Test func `is nowhere on a page that asks for too much work`() throws {
        #expect(try !isClear(String(repeating: "q ", count: 1_001)))
        #expect(try isClear(String(repeating: "q Q ", count: 1_001)))
        #expect(try !isClear(String(repeating: "0 ", count: 100_000) + "110 120 20 10 re f"))
    }

    /// FND-6: whatever a content stream holds, the answer comes, and it is no when nothing can be made of it.
    @Test func `is looked for in any content`() throws {
        let words = [
            "q", "Q", "BT", "ET", "cm", "Tm", "Td", "TD", "T*", "Tj", "TJ", "'", "\"", "Tf", "Tc", "Tw", "Tz", "TL",
            "Ts", "re",
            "m", "l", "c", "v", "y", "h", "f", "B*", "S", "n", "W", "W*", "sh", "Do", "gs", "scn", "/F1", "/X", "/G",
            "(A)",
            "<41", ">", "[", "]", "[ (A) 5 ]", "<<", ">>", "1", "-1", "0", "1e308", "-9223372036854775808", "9e18",
            "ID", "EI", "%",
        ]
        var generator = SplitMix(state: 47)
        var answers = Set<Bool>()
        for _ in 0..<1_500 {
            let content = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            answers.insert(try isClear(content.joined(separator: " "), fonts: [Self.half], formContent: "q /X2 Do Q"))
        }
        #expect(answers == [true, false])
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
