import Testing
import Typesetting

@testable import SigningService

@Suite struct `An imprint` {
    let fonts: FontLibrary

    init() throws {
        fonts = try FontLibrary()
    }

    @Test(
        arguments: [
            ("高瀬 みのり", "高瀬"), ("髙橋　﨑", "髙橋"), ("葛\u{E0100}城 一", "葛\u{E0100}城"), ("林", "林"),
            ("John Smith", "JS"), ("株式会社灯台工房 代表取締役 相沢 修", "株式会社灯台工房"), (" ", ""),
        ]
    )
    func `shows the family name, or initials`(name: String, shown: String) {
        #expect(String(ImprintText(name: name).characters) == shown)
    }

    @Test func `sets one column up to three characters, then two from the right`() {
        let three = ImprintText(name: "小鳥遊 花").cells
        #expect(Set(three.map(\.x)) == [0])
        #expect(three.map(\.y) == three.map(\.y).sorted(by: >))
        let four = ImprintText(name: "勅使河原 守").cells
        #expect(four[0].x == four[1].x && four[2].x == four[3].x)
        #expect(four[0].x > four[2].x && four[0].y > four[1].y)
    }

    @Test(
        arguments: [
            "林", "高瀬", "小鳥遊", "勅使河原", "高瀬みのり", "株式会社灯台", "株式会社灯台工房", "東京都千代田区霞が関一丁目一番",
            "John Smith", "一",
        ]
    )
    func `keeps every stroke inside the ring`(name: String) throws {
        let imprint = try Imprint(name: name, fonts: fonts)
        #expect(!imprint.characters.isEmpty)
        for segment in imprint.characters {
            guard case .curve(_, _, let point) = segment else { continue }
            #expect((point.x * point.x + point.y * point.y).squareRoot() < 0.47)
        }
    }
}
