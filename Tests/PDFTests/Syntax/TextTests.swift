import Foundation
import PDF
import Testing

@Suite struct `Text and dates` {
    @Test(arguments: ["Otsu", "髙橋 﨑", "𠮷野家", "葛\u{E0100}"])
    func `read back`(text: String) {
        #expect(TextString.encode(text).string.map(TextString.decode) == text)
    }

    @Test func `of other producers are understood`() {
        #expect(TextString.decode([0xEF, 0xBB, 0xBF] + Array("甲".utf8)) == "甲")
        #expect(TextString.decode([0x41, 0xA0, 0x80, 0xE9]) == "A€•é")
    }

    @Test(arguments: [0, 951_782_400, 1_795_354_123, 4_102_444_799])
    func `keep a time to the second`(seconds: Double) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(DateString.encode(date).string.flatMap(DateString.decode) == date)
    }

    @Test func `with a zone or without parts are understood`() {
        #expect(DateString.encode(Date(timeIntervalSince1970: 0)) == .string(Array("D:19700101000000+00'00'".utf8)))
        #expect(
            DateString.decode(Array("D:20261122090000+09'00'".utf8))
                == DateString.decode(Array("D:20261122000000Z".utf8))
        )
        #expect(DateString.decode(Array("D:2026".utf8)) == DateString.decode(Array("20260101".utf8)))
        #expect(DateString.decode(Array("D:20261301".utf8)) == nil)
        #expect(DateString.decode(Array("tomorrow".utf8)) == nil)
    }
}
