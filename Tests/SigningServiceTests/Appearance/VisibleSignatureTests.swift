import PDF
import SignerProtocol
import Testing
import Typesetting

@testable import SigningService

@Suite struct `A visible signature (PDF-15)` {
    let fonts: FontLibrary

    init() throws {
        fonts = try FontLibrary()
    }

    static let names = [
        "髙橋 﨑𠮷", "葛\u{E0100}城 一", "林", "高瀬みのり", "佐々木 花子", "勅使河原 守", "John Smith",
        "株式会社灯台工房 代表取締役 相沢 修",
    ]
    static let sizes: [(Double, Double)] = [
        (60, 20), (60, 60), (100, 30), (160, 50), (60, 200), (200, 60), (400, 40), (400, 200),
    ]

    @Test(arguments: names, sizes)
    func `stays inside its box`(name: String, size: (width: Double, height: Double)) throws {
        let lines = try VisibleSignature.example(name).lines(fonts)
        let layout = AppearanceLayout(lines, width: size.width, height: size.height)
        #expect(layout.lines.count == lines.count)
        for line in layout.lines {
            #expect(line.size > 1)
            #expect(line.x >= 0 && line.x + line.line.ems * line.size <= size.width + 0.01)
            #expect(line.baseline - 0.12 * line.size >= 0 && line.baseline + 0.88 * line.size <= size.height)
        }
        let imprint = layout.imprint
        #expect(imprint.diameter >= 10)
        #expect(imprint.x - imprint.diameter / 2 >= 0 && imprint.x + imprint.diameter / 2 <= size.width + 0.01)
        #expect(imprint.y - imprint.diameter / 2 >= 0 && imprint.y + imprint.diameter / 2 <= size.height)
    }

    @Test(arguments: sizes)
    func `keeps the imprint clear of the lines`(size: (width: Double, height: Double)) throws {
        let lines = try VisibleSignature.example("髙橋 﨑𠮷").lines(fonts)
        let layout = AppearanceLayout(lines, width: size.width, height: size.height)
        let imprint = layout.imprint
        for line in layout.lines {
            let isBeside = line.x + line.line.ems * line.size <= imprint.x - imprint.diameter / 2
            let isBelow = line.baseline + 0.88 * line.size <= imprint.y - imprint.diameter / 2
            #expect(isBeside || isBelow)
        }
    }

    @Test func `is the same bytes each time`() throws {
        let signature = VisibleSignature.example("髙橋 﨑𠮷")
        let first = try signature.appearance(width: 200, height: 60, fonts: fonts)
        #expect(try signature.appearance(width: 200, height: 60, fonts: FontLibrary()) == first)
    }

    @Test func `refuses a name with a character that no font has, before sending and when drawn`() {
        let missing = TypesettingError.missingGlyph(MissingGlyph(character: "김", position: 0))
        #expect(throws: missing) { try VisibleSignature.check(name: "김 철수", fonts: fonts) }
        #expect(throws: missing) {
            try VisibleSignature.example("김 철수").appearance(width: 200, height: 60, fonts: fonts)
        }
    }

    @Test(arguments: names)
    func `is possible for every name that passes the check`(name: String) throws {
        try VisibleSignature.check(name: name, fonts: fonts)
        let appearance = try VisibleSignature.example(name).appearance(width: 200, height: 60, fonts: fonts)
        #expect(appearance.fonts.allSatisfy { $0.postScriptName.hasPrefix("IPA") })
    }

    @Test(.enabled(if: OutsideReader.hasPDFToText, "pdftotext is not installed"))
    func `reads back in poppler as it was written, the imprint last`() throws {
        var page = try SignedPage(fonts: fonts)
        try page.show(.example("髙橋 﨑𠮷"), x: 40, y: 40, width: 220, height: 60)
        try page.show(.example("葛\u{E0100}城 一", .witness), x: 40, y: 140, width: 220, height: 60)
        let company = "株式会社灯台工房 代表取締役 相沢 修"
        let organisation = "株式会社灯台工房"
        try page.show(
            .example(
                company,
                imprint: .representative(organisation: organisation, title: "代表取締役", ending: .automatic)
            ),
            x: 40,
            y: 240,
            width: 300,
            height: 100
        )
        try page.show(
            .example(company, imprint: .corporate(organisation: organisation, ending: .automatic)),
            x: 40,
            y: 400,
            width: 300,
            height: 100
        )
        // By scalar: Swift compares a variation sequence as a character of its own.
        let lines = try OutsideReader.text(of: page.file).split(whereSeparator: \.isNewline).map(String.init)
        #expect(
            lines.filter { $0 != "\u{0C}" } == [
                "髙橋 﨑𠮷", "当事者型（本人の鍵）", "2026年11月22日 12:34 JST", "試験環境 TEST ENVIRONMENT", "髙橋",
                "葛\u{E0100}城 一", "立会人型（事業者の鍵）", "2026年11月22日 12:34 JST", "試験環境 TEST ENVIRONMENT",
                "葛\u{E0100}城", "株式会社灯台工房", "代表取締役 相沢 修", "当事者型（本人の鍵）", "2026年11月22日 12:34 JST",
                "試験環境 TEST ENVIRONMENT", "株式会社灯台工房", "代表取締役印", "株式会社灯台工房", "代表取締役 相沢 修",
                "当事者型（本人の鍵）", "2026年11月22日 12:34 JST", "試験環境 TEST ENVIRONMENT", "株式会社灯台工房印",
            ]
        )
    }

    @Test func `says that it is a test only where it is one`() throws {
        let test = try VisibleSignature.example("林").lines(fonts)
        let production = try VisibleSignature.example("林", .party, .production).lines(fonts)
        func text(_ lines: [AppearanceLayout.Line]) -> [String] {
            lines.map { $0.runs.flatMap(\.glyphs).map(\.text).joined() }
        }
        #expect(text(test).last == "試験環境 TEST ENVIRONMENT")
        #expect(text(test).dropLast() == text(production)[...])
    }

    @Test(
        arguments: [
            (0, "1970年1月1日 09:00 JST"),
            (1_795_318_496_000, "2026年11月22日 12:34 JST"),
            (951_750_000_000, "2000年2月29日 00:00 JST"),
            (1_798_729_199_999, "2026年12月31日 23:59 JST"),
            (1_798_729_200_000, "2027年1月1日 00:00 JST"),
            (-1, "1970年1月1日 08:59 JST"),
        ]
    )
    func `tells the time in Japan`(milliseconds: Int64, expected: String) {
        #expect(JapaneseTime(Timestamp(milliseconds: milliseconds)).prose == expected)
    }

    @Test func `tells the time for registers`() {
        let time = Timestamp(milliseconds: 1_795_318_496_000)
        #expect(JapaneseTime(time).register == "2026-11-22 12:34:56 JST")
        #expect(JapaneseTime.universal(time) == "2026-11-22T03:34:56Z")
    }
}
