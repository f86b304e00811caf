import Testing

@testable import PDF

@Suite struct `The object parser` {
    private func parse(_ text: String, limits: Limits = .standard) throws(PDFError) -> Object {
        var parser = ObjectParser(Lexer(Array(text.utf8)), limits: limits)
        return try parser.object()
    }

    @Test func `reads every kind of object`() throws {
        #expect(try parse(" % comment\r\nnull") == .null)
        #expect(try parse("[true false]") == .array([.boolean(true), .boolean(false)]))
        #expect(
            try parse("[-12 +7 3.5 -.002 4.]")
                == .array([.integer(-12), .integer(7), .real(3.5), .real(-0.002), .real(4)])
        )
        #expect(try parse("/A#20B") == .name("A B"))
        #expect(try parse("12 0 %x\n R") == .reference(Reference(number: 12)))
        #expect(try parse("[1 2 3 0 R]") == .array([.integer(1), .integer(2), .reference(Reference(number: 3))]))
        #expect(try parse("<</A<</B()>>>>").dictionary?["A"]?.dictionary?["B"] == .string([]))
    }

    @Test func `reads strings with escapes, line ends and odd digits`() throws {
        #expect(try parse("(a(b)\\)\\053\\5x\\\r\nc\r\nd)") == .string(Array("a(b))+\u{5}xc\nd".utf8)))
        #expect(try parse("<4E6f 7>") == .string([0x4E, 0x6F, 0x70]))
    }

    @Test(arguments: [
        "(open", "<12G>", "1.2.3", "--1", "1e5", "/A#0G", "/A#00", "[1", "<</A>>", "<</A 1", "tru", "]", "",
    ])
    func `refuses what is not an object`(text: String) {
        #expect(throws: PDFError.self) { try parse(text) }
    }

    /// VAL-12.
    @Test func `refuses a key that comes twice, with its place`() {
        #expect(throws: PDFError.duplicateKey("V", Place(offset: 7))) { try parse("<</V 1 /V 2>>") }
    }

    /// FND-6.
    @Test func `stops at its nesting limit`() throws {
        let deep = 100_000
        #expect(throws: PDFError.limit(.nesting, Place(offset: 100))) {
            try parse(String(repeating: "[", count: deep))
        }
        _ = try parse(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
    }

    @Test func `reads on across its windows`() throws {
        let text = "(" + String(repeating: "x", count: 200_000) + ")"
        var parser = ObjectParser(Lexer(BytesSource(Array(text.utf8)), at: 0), limits: .standard)
        #expect(try parser.object().string?.count == 200_000)
    }

    @Test(arguments: [
        (0.1, "0.1"), (1, "1"), (-3.25, "-3.25"), (1e-7, "0.0000001"), (1.5e20, "150000000000000000000"),
        (-2.5e-5, "-0.000025"),
    ])
    func `is followed by a writer without exponents`(value: Double, text: String) throws {
        #expect(try Writer.decimal(value) == text)
        #expect(Double(text) == value)
    }

    @Test func `reads back what the writer wrote`() throws {
        let object = Object.dictionary(
            PDFDictionary([
                "A b#/": .array([.integer(-1), .real(0.25), .null, .boolean(true)]), "S": .string(Array("(\\)".utf8)),
                "H": .string([0, 255]), "R": .reference(Reference(number: 9, generation: 1)),
            ])
        )
        var writer = Writer()
        try writer.object(object)
        #expect(try parse(String(decoding: writer.bytes, as: UTF8.self)) == object)
        #expect(throws: PDFError.numberNotFinite) { try writer.object(.real(.infinity)) }
    }
}
