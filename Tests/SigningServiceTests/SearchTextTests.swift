import SigningService
import Testing

@Suite struct `A text to search for` {
    @Test(arguments: [
        ("業務委託", "業務委託"), ("  ＡＢＣ　", "abc"), ("ｶﾞｲﾄﾞ", "ガイド"), ("山田　太郎", "山田太郎"), ("髙\u{E0100}橋", "髙橋"),
        ("Straße", "strasse"), ("ΟΔΟΣ", "οδοσ"), ("㈱", "(株)"), ("100% *_\"'", "100%*_\"'"),
    ])
    func `has one normal form`(entered: String, normal: String) throws {
        #expect(try SearchText(entered).normal.unicodeScalars.elementsEqual(normal.unicodeScalars))
    }

    @Test func `has one to a hundred characters`() throws {
        #expect(try SearchText("約").normal == "約")
        #expect(try SearchText(" " + String(repeating: "契", count: 100) + " ").normal.count == 100)
        for text in ["", " ", "　\t", "\u{FE0F}", String(repeating: "契", count: 101)] {
            #expect(throws: ServiceError.textRefused(field: "q"), "\(text)") { try SearchText(text) }
        }
    }

    @Test func `has no control or direction marks`() {
        for text in ["a\0b", "a\nb", "\u{1B}[0m", "a\u{202E}b", "\u{200B}"] {
            let scalars = text.unicodeScalars.map(\.value)
            #expect(throws: ServiceError.textRefused(field: "q"), "\(scalars)") { try SearchText(text) }
        }
    }

    @Test func `is looked for in one line at a time`() {
        #expect(SearchText.searched(["契約 Ａ", "甲野 太郎", "A@party.example"]) == "契約a\n甲野太郎\na@party.example")
    }
}
