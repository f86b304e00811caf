import Testing

@testable import Typesetting

@Suite struct `Composing pages` {
    let fonts: FontLibrary
    let style = TextStyle(.mincho, size: 12, lineHeight: 20, ink: Ink(0x1B1D21))

    init() throws {
        fonts = try FontLibrary()
    }

    private func document(_ text: String, date: String = "2026-11-22T03:34:56Z") throws -> [UInt8] {
        try PageComposer(fonts: fonts).document(
            [Page([.text(TextBlock(text, style, width: 300), x: 60, y: 60)])],
            width: PageComposer.a4.width,
            height: PageComposer.a4.height,
            metadata: DocumentMetadata(title: "合意締結証明書", subject: "", author: "", date: date)
        )
    }

    @Test func `gives the same bytes for the same pages`() throws {
        let first = try document("髙橋 𠮷")
        #expect(try document("髙橋 𠮷") == first)
        #expect(try document("髙橋 𠮷", date: "2026-11-23T03:34:56Z") != first)
    }

    @Test func `embeds our fonts and no other`() throws {
        let text = String(decoding: try document("髙橋 𠮷 葛\u{E0100}城 Abc"), as: UTF8.self)
        let names = text.matches(of: /\/BaseFont \/([A-Z]{6})\+([A-Za-z]+)/).map { String($0.output.2) }
        #expect(Set(names) == ["IPAexMincho", "IPAmjMincho"])
    }

    @Test func `refuses a character that no font has`() {
        #expect(throws: TypesettingError.missingGlyph(MissingGlyph(character: "😀", position: 1))) {
            try document("契😀")
        }
    }

    @Test func `measures a block as high as its lines`() throws {
        let composer = try PageComposer(fonts: fonts)
        let one = try composer.height(of: TextBlock("契約", style, width: 300))
        let two = try composer.height(of: TextBlock("契約\n契約", style, width: 300))
        let wrapped = try composer.height(of: TextBlock(String(repeating: "契", count: 26), style, width: 300))
        #expect(abs(one - 20) < 0.01)
        #expect(abs(two - 40) < 0.01)
        #expect(abs(wrapped - 40) < 0.01)
    }

    @Test func `keeps the line height where a glyph comes from the name font`() throws {
        let composer = try PageComposer(fonts: fonts)
        let height = try composer.height(of: TextBlock("𠮷野\n﨑", style, width: 300))
        #expect(abs(height - 40) < 0.01)
    }
}
