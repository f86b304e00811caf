import Testing

@testable import Typesetting

@Suite struct `Text set in lines` {
    let fonts: FontLibrary

    init() throws {
        fonts = try FontLibrary()
    }

    private func set(_ text: String, ems: Double, _ change: (inout TextStyle) -> Void = { _ in }) throws -> SetText {
        var style = TextStyle(.mincho, size: 10, lineHeight: 16, ink: Ink(0x1B1D21))
        change(&style)
        return try TextShaper.set(text, style, width: ems * 10, fonts: fonts)
    }

    private func lines(_ text: String, ems: Double) throws -> [String] {
        try set(text, ems: ems).lines.map { $0.pieces.flatMap(\.run.glyphs).map(\.text).joined() }
    }

    @Test(arguments: ["契約は、髙橋﨑𠮷が「結ぶ」。葛\u{E0100}城 Agreement of 2026", "", "\n\n契", " 契 "])
    func `loses no character`(text: String) throws {
        #expect(try lines(text, ems: 6).joined() == text.replacing("\n", with: ""))
    }

    @Test(
        arguments: [
            // Marks that may not begin a line take the character before with them.
            ("甲乙丙丁。戊", 4.0, ["甲乙丙", "丁。戊"]),
            // A full stop may stand half out of the measure, where it is white.
            ("甲乙丙丁。戊", 4.5, ["甲乙丙丁。", "戊"]),
            ("甲乙丙（丁戊）", 4.0, ["甲乙丙", "（丁戊）"]),
            ("ウォッチャー", 4.0, ["ウォッ", "チャー"]),
            ("佐々木", 2.0, ["佐々", "木"]),
            ("甲乙……丙", 3.0, ["甲乙", "……丙"]),
            // Words and numbers stay whole where they fit on a line.
            ("甲乙 Agreement", 5.4, ["甲乙 ", "Agreement"]),
            ("全部で2026年", 5.0, ["全部で", "2026年"]),
            ("甲\n乙", 4.0, ["甲", "乙"]),
        ]
    )
    func `are broken by kinsoku (JIS X 4051)`(text: String, ems: Double, expected: [String]) throws {
        #expect(try lines(text, ems: ems) == expected)
    }

    @Test func `break a word that is longer than a line`() throws {
        let lines = try lines("aaaaaaaaaaaaaaaa", ems: 3)
        #expect(lines.count > 1)
        #expect(lines.dropLast().allSatisfy { $0 == lines[0] })
        #expect(lines.joined() == "aaaaaaaaaaaaaaaa")
    }

    @Test func `closes up punctuation that follows punctuation`() throws {
        #expect(try set("「甲」「乙」", ems: 20).lines[0].width == 55)
        #expect(try set("甲。」", ems: 20).lines[0].width == 25)
    }

    @Test func `begin at the edge with a bracket, too`() throws {
        #expect(try set("「甲」", ems: 20).lines[0].pieces[0].x == -5)
    }

    @Test(arguments: [(TextStyle.Alignment.left, 0.0), (.centre, 40), (.right, 80)])
    func `stand where their alignment puts them`(alignment: TextStyle.Alignment, x: Double) throws {
        let text = try set("甲乙", ems: 10) { $0.alignment = alignment }
        #expect(text.lines[0].pieces[0].x == x)
    }

    @Test func `begin their words at columns, if asked`() throws {
        let text = try set("1f0i ffff 0000", ems: 20) { $0.column = 3 }
        let piece = text.lines[0].pieces[0]
        var x = piece.x / 10
        var starts: [Double] = []
        for (index, (glyph, space)) in zip(piece.run.glyphs, piece.spaces).enumerated() {
            if index.isMultiple(of: 5) { starts.append(x) }
            x += (glyph.advance + space) / 1000
        }
        #expect(zip(starts, [0, 3, 6]).allSatisfy { abs($0 - $1) < 0.001 })
        #expect(starts.count == 3)
    }

    @Test func `are as high as their lines`() throws {
        #expect(try set("契約", ems: 20).height == 16)
        #expect(try set("契約\n契約", ems: 20).height == 32)
        #expect(try set("𠮷野\n﨑", ems: 20).height == 32)
    }

    @Test func `refuse a character that no font has`() {
        #expect(throws: TypesettingError.missingGlyph(MissingGlyph(character: "😀", position: 1))) {
            try set("契😀", ems: 20)
        }
    }
}
