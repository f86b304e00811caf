import Testing

@testable import Typesetting

@Suite struct `A font subset (PDF-15)` {
    let fonts: FontLibrary

    init() throws {
        fonts = try FontLibrary()
    }

    private func subset(_ text: String, _ typeface: Typeface = .mincho) throws -> (FontSubset, [ShapedRun]) {
        let runs = try TextShaper(fonts: fonts, typeface: typeface).shape(text)
        return (try FontSubset(of: typeface, for: runs, fonts: fonts), runs)
    }

    @Test func `holds the glyphs that are needed and .notdef`() throws {
        let (subset, _) = try subset("髙橋髙")
        #expect(subset.codes.map(\.text) == ["", "橋", "髙"] || subset.codes.map(\.text) == ["", "髙", "橋"])
        #expect(TrueType(subset.program).glyphCount == 3)
        #expect(subset.program.count < 8_000)
    }

    @Test func `has the tables that a CIDFontType2 needs, and no rules or maps`() throws {
        let tables = TrueType(try subset("契約").0.program).tables.keys
        #expect(tables.contains("glyf"))
        #expect(
            Set(tables).isSubset(of: ["glyf", "head", "hhea", "hmtx", "loca", "maxp", "name"])
        )
    }

    @Test func `keeps the copyright and licence notices`() throws {
        let program = TrueType(try subset("契").0.program)
        let name = program.table("name").filter { $0 != 0 }
        #expect(String(decoding: name, as: UTF8.self).contains("Copyright(c) Information-technology Promotion Agency"))
    }

    @Test func `gives one glyph two codes when two texts share it`() throws {
        // U+E0101 is the form that IPAex shows anyway.
        let (subset, runs) = try subset("葛葛\u{E0101}")
        let codes = try runs.flatMap(\.glyphs).map { try #require(subset.code(of: $0)) }
        #expect(codes.count == 2)
        #expect(codes[0] != codes[1])
        #expect(subset.codes[codes[0]].glyph == subset.codes[codes[1]].glyph)
        #expect(codes.map { subset.codes[$0].text } == ["葛", "葛\u{E0101}"])
    }

    @Test func `numbers its first codes as its glyphs`() throws {
        let (subset, _) = try subset("葛葛\u{E0101}ABC")
        let count = TrueType(subset.program).glyphCount
        #expect(subset.codes.prefix(count).map(\.glyph) == Array(0..<count))
        #expect(subset.codes.count == count + 1)
    }

    @Test func `says widths in thousandths of an em`() throws {
        let (subset, runs) = try subset("契i")
        let widths = try runs.flatMap(\.glyphs).map { subset.codes[try #require(subset.code(of: $0))].width }
        #expect(widths[0] == 1000)
        #expect((150..<450).contains(widths[1]))
        #expect(subset.ascent > 800 && subset.descent < 0 && subset.boundingBox.count == 4)
    }

    @Test func `is the same bytes each time`() throws {
        #expect(try subset("髙橋 﨑").0 == subset("髙橋 﨑").0)
    }

    @Test func `of the name font has what the name font drew`() throws {
        let runs = try TextShaper(fonts: fonts, typeface: .mincho).shape("𠮷田")
        let subset = try FontSubset(of: .nameMincho, for: runs, fonts: fonts)
        #expect(subset.codes.map(\.text) == ["", "𠮷"])
    }
}

/// As much of a TrueType file as the tests look at.
struct TrueType {
    let bytes: [UInt8]
    let tables: [String: Range<Int>]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var tables: [String: Range<Int>] = [:]
        let count = bytes.count < 12 ? 0 : Int(bytes[4]) << 8 | Int(bytes[5])
        for index in 0..<count {
            let record = bytes[(12 + index * 16)..<(28 + index * 16)]
            let tag = String(decoding: record.prefix(4), as: UTF8.self)
            func number(_ at: Int) -> Int {
                record[(record.startIndex + at)..<(record.startIndex + at + 4)].reduce(0) { $0 << 8 | Int($1) }
            }
            tables[tag] = number(8)..<(number(8) + number(12))
        }
        self.tables = tables
    }

    func table(_ tag: String) -> ArraySlice<UInt8> { tables[tag].map { bytes[$0] } ?? [] }

    var glyphCount: Int {
        let maxp = Array(table("maxp"))
        return maxp.count < 6 ? 0 : Int(maxp[4]) << 8 | Int(maxp[5])
    }
}
