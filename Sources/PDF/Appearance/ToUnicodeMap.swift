/// The CMap that tells a reader which text a code stands for.
///
/// One code may stand for several scalars: a kanji and its variation selector go out together.
///
/// - SeeAlso: ISO 32000-2 §9.10.3
struct ToUnicodeMap {
    let codes: [EmbeddedFont.Code]

    var bytes: [UInt8] {
        var text = """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """
        let entries = codes.enumerated().filter { !$0.element.unicode.isEmpty }
        // A block may hold at most 100 entries.
        for start in stride(from: 0, to: entries.count, by: 100) {
            let block = entries[start..<min(start + 100, entries.count)]
            text += "\(block.count) beginbfchar\n"
            for (code, meaning) in block {
                text += "<\(Self.hexadecimal(UInt16(truncatingIfNeeded: code)))> "
                text += "<\(meaning.unicode.utf16.map(Self.hexadecimal).joined())>\n"
            }
            text += "endbfchar\n"
        }
        text += """
            endcmap
            CMapName currentdict /CMap defineresource pop
            end
            end

            """
        return Array(text.utf8)
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
