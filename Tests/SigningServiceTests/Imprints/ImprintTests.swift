import Foundation
import Testing
import Typesetting

@testable import SigningService

@Suite struct `An imprint` {
    let fonts: FontLibrary

    init() throws {
        fonts = try FontLibrary()
    }

    static let company = "株式会社灯台工房 代表取締役 相沢 修"

    static func choices(_ name: String) -> [ImprintChoice] {
        let first = String(name.split(separator: " ").first ?? "")
        return [
            .personal, .corporate(organisation: first, ending: .automatic),
            .representative(organisation: first, title: "代表取締役", ending: .automatic),
        ]
    }

    static let names = [
        "林", "高瀬", "小鳥遊", "勅使河原", "髙﨑𠮷野家", "葛\u{E0100}城製作所", "株式会社灯台", "株式会社灯台工房",
        "東京都千代田区霞が関一丁目一番", "株式会社東日本高速道路総合技術研究開発機構北海道支社札幌営業所", "ソニー", "John Smith", "一",
        "Acme Lighthouse Works, Inc.", company,
    ]

    @Test(
        arguments: [
            ("高瀬 みのり", "高瀬"), ("髙橋　﨑", "髙橋"), ("葛\u{E0100}城 一", "葛\u{E0100}城"), ("林", "林"),
            ("John Smith", "JS"), (" ", ""),
        ]
    )
    func `of a person shows the family name, or initials`(name: String, shown: String) {
        #expect(ImprintText(personal: name).words.unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test(
        arguments: [
            // Three columns of three.
            ("株式会社灯台工房", ["株式会", "社灯台", "工房印"]),
            // Two of two fill a square better than two and one.
            ("高瀬", ["高瀬", "之印"]),
            ("灯台商会", ["灯台商", "会之印"]),
            ("灯台工房之印", ["灯台工", "房之印"]),
        ]
    )
    func `of a company fills its columns with 印 or 之印`(name: String, columns: [String]) {
        #expect(ImprintText(corporate: name, ending: .automatic).columns.map { String($0) } == columns)
    }

    @Test func `ends as the sender asked`() {
        func words(_ ending: ImprintEnding) -> String { ImprintText(corporate: "灯台", ending: ending).words }
        #expect(words(.none) == "灯台")
        #expect(words(.short) == "灯台印")
        #expect(words(.long) == "灯台之印")
    }

    @Test(arguments: [("代表取締役", "代表取締役印"), ("理事長", "理事長印"), ("代表社員", "代表社員之印")])
    func `of a representative rounds off the title`(title: String, shown: String) {
        #expect(ImprintText(title: title, ending: .automatic).words == shown)
    }

    @Test(arguments: names)
    func `keeps all its ink inside its edge`(name: String) throws {
        for choice in Self.choices(name) {
            let imprint = try Imprint(choice, name: name, fonts: fonts)
            for phrase in imprint.phrases {
                #expect(!phrase.characters.isEmpty)
                for point in try ink(of: phrase) {
                    let reach = choice.kind == .corporate ? max(abs(point.x), abs(point.y)) : hypot(point.x, point.y)
                    #expect(reach + phrase.stroke / 2 < 0.45, "\(choice)")
                }
            }
        }
    }

    @Test(arguments: names)
    func `of a representative keeps the title inside the inner ring and the name outside`(name: String) throws {
        let choice = Self.choices(name)[2]
        let phrases = try Imprint(choice, name: name, fonts: fonts).phrases
        #expect(try ink(of: phrases[0]).allSatisfy { hypot($0.x, $0.y) - phrases[0].stroke / 2 > 0.274 })
        #expect(try ink(of: phrases[1]).allSatisfy { hypot($0.x, $0.y) + phrases[1].stroke / 2 < 0.26 })
    }

    @Test(arguments: [1, 4, 8, 16, 30])
    func `has every character of the name around the ring, evenly`(count: Int) throws {
        let name = String("株式会社灯台工房東京都千代田区霞が関一丁目北海道支社札幌営業所".prefix(count))
        let choice = ImprintChoice.representative(organisation: name, title: "代表取締役", ending: .automatic)
        let ring = try Imprint(choice, name: name, fonts: fonts).phrases[0].characters
        #expect(ring.flatMap(\.run.glyphs).map(\.text).joined() == name)
        let directions = ring.map { character in
            let centre = character.transform(GlyphOutline.Point(x: 0.5, y: 0.38))
            return atan2(centre.y, centre.x)
        }
        let step = 2 * Double.pi / Double(count + 1)
        for (first, second) in zip(directions, directions.dropFirst()) {
            let turn = (first - second).truncatingRemainder(dividingBy: 2 * .pi)
            #expect(abs((turn < 0 ? turn + 2 * .pi : turn) - step) < 1e-9)
        }
        // As much white on either side of the bottom.
        #expect(abs(cos(directions[0]) + cos(directions[count - 1])) < 1e-9)
    }

    @Test(arguments: names)
    func `lets no two characters touch`(name: String) throws {
        for choice in Self.choices(name) {
            for phrase in try Imprint(choice, name: name, fonts: fonts).phrases where !phrase.words.contains(" ") {
                let boxes = try phrase.characters.map { try box(of: $0) }
                guard choice.kind == .corporate || phrase.words.hasSuffix("印") else { continue }
                for (index, first) in boxes.enumerated() {
                    for second in boxes.dropFirst(index + 1) {
                        let isApart =
                            first.high.x < second.low.x || second.high.x < first.low.x || first.high.y < second.low.y
                            || second.high.y < first.low.y
                        #expect(isApart, "\(choice)")
                    }
                }
            }
        }
    }

    @Test func `sets ー upright in a column`() throws {
        let glyphs = try Imprint(.personal, name: "ソニー", fonts: fonts).runs.flatMap(\.glyphs)
        let flat = try TextShaper(fonts: fonts, typeface: .mincho).shape("ー").flatMap(\.glyphs)
        #expect(glyphs.last?.text == "ー")
        #expect(glyphs.last?.glyph != flat.first?.glyph)
    }

    @Test(arguments: ["김", "葛\u{E01EF}", "\u{E000}城"])
    func `is refused where no font has a character (外字)`(name: String) {
        for choice in Self.choices(name) {
            #expect {
                try Imprint(choice, name: name, fonts: fonts)
            } throws: { error in
                if case TypesettingError.missingGlyph = error { true } else { false }
            }
        }
    }

    @Test func `is the same drawing as SVG`() throws {
        let choice = ImprintChoice.corporate(organisation: "株式会社灯台工房", ending: .automatic)
        let svg = try choice.svg(name: Self.company, fonts: fonts)
        #expect(svg.contains("aria-label=\"印影「株式会社灯台工房印」\""))
        let paths = svg.matches(of: /\ d="([MLCZ0-9 .-]+)"/).map(\.output.1)
        let imprint = try Imprint(choice, name: Self.company, fonts: fonts)
        let outlines = try ink(of: imprint.phrases[0])
        #expect(paths.count == 2)
        // Every point of the outlines is there, two numbers each.
        #expect(paths[1].matches(of: /-?[0-9.]+/).count == 2 * outlines.count)
    }

    private func ink(of phrase: Imprint.Phrase) throws -> [GlyphOutline.Point] {
        let shaper = TextShaper(fonts: fonts, typeface: .mincho)
        return phrase.characters.flatMap { character in
            shaper.outline(of: character.run).segments.flatMap(\.points).map { character.transform($0) }
        }
    }

    private func box(
        of character: Imprint.PlacedCharacter
    ) throws -> (low: GlyphOutline.Point, high: GlyphOutline.Point) {
        let outline = TextShaper(fonts: fonts, typeface: .mincho).outline(of: character.run)
        return (character.transform(outline.low), character.transform(outline.high))
    }
}
