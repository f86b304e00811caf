import Testing

@testable import Typesetting

@Suite struct `Shaping a name (PDF-15)` {
    let fonts: FontLibrary
    var mincho: TextShaper { TextShaper(fonts: fonts, typeface: .mincho) }

    init() throws {
        fonts = try FontLibrary()
    }

    @Test func `stays in the first font while it can`() throws {
        let runs = try mincho.shape("髙橋 﨑")
        #expect(runs.map(\.typeface) == [.mincho])
        #expect(runs.flatMap(\.glyphs).map(\.text) == ["髙", "橋", " ", "﨑"])
    }

    @Test func `goes to the name font for what the first one lacks, and back`() throws {
        let runs = try mincho.shape("𠮷田")
        #expect(runs.map(\.typeface) == [.nameMincho, .mincho])
        #expect(runs.flatMap(\.glyphs).map(\.text) == ["𠮷", "田"])
    }

    @Test func `gives a variation sequence one glyph of its own that keeps the selector`() throws {
        let plain = try mincho.shape("葛").flatMap(\.glyphs)
        let variant = try mincho.shape("葛\u{E0100}").flatMap(\.glyphs)
        #expect(variant.map(\.text) == ["葛\u{E0100}"])
        #expect(variant.map(\.glyph) != plain.map(\.glyph))
    }

    @Test func `takes a sequence of the other collection from the name font`() throws {
        let runs = try mincho.shape("葛\u{E0102}城")
        #expect(runs.map(\.typeface) == [.nameMincho, .mincho])
    }

    @Test(arguments: ["髙橋", "Ｔａｒｏ", "John Smith", "か\u{3099}", "O’Brien", "々〆ヶ"])
    func `loses no text`(name: String) throws {
        let runs = try mincho.shape(name)
        #expect(runs.flatMap(\.glyphs).map(\.text).joined() == name)
        #expect(!runs.flatMap(\.glyphs).contains { $0.glyph == 0 })
    }

    @Test(
        arguments: [
            ("林 😀子", "😀", 2, "U+1F600"),
            ("葛\u{E01EF}城", "葛\u{E01EF}", 0, "U+845B U+E01EF"),
            ("김", "김", 0, "U+AE40"),
            ("山\n田", "\n", 1, "U+000A"),
            ("山\u{202E}田", "山\u{202E}", 0, "U+5C71 U+202E"),
            ("山\u{200B}田", "\u{200B}", 1, "U+200B"),
        ]
    )
    func `names the character that no font has`(
        name: String,
        character: String,
        position: Int,
        codePoints: String
    ) throws {
        let error = #expect(throws: TypesettingError.self) { try mincho.check(name) }
        guard case .missingGlyph(let missing) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        // Whether an invisible mark joins the character before it is Unicode's matter, not ours.
        #expect(missing.codePoints.hasSuffix(codePoints.split(separator: " ").last ?? ""))
        #expect(character.unicodeScalars.reversed().starts(with: missing.character.unicodeScalars.reversed().prefix(1)))
        #expect(abs(missing.position - position) <= 1)
    }

    @Test func `spells out what is missing in text that is only quoted`() {
        #expect(mincho.spellingOutMissing(in: "契約😀\u{202E}書") == "契約[U+1F600][U+202E]書")
        #expect(mincho.spellingOutMissing(in: "業務委託契約書") == "業務委託契約書")
    }

    @Test func `draws outlines within the em`() throws {
        let outlines = try mincho.outlines(of: "契𠮷")
        #expect(outlines.count == 2)
        for outline in outlines {
            #expect(!outline.isEmpty)
            #expect(outline.low.x >= -0.1 && outline.high.x <= 1.1)
            #expect(outline.low.y >= -0.3 && outline.high.y <= 1.1)
        }
        #expect(try mincho.outlines(of: " ").allSatisfy { $0.isEmpty })
    }
}
