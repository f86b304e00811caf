/// How far the glyphs of a font can reach, in units of its size.
///
/// - SeeAlso: ISO 32000-2 §9.2.4, §9.7.4.3
struct FontExtent {
    /// By code, of a simple font that says so.
    private var widths: [Double] = []
    private var firstCode = 0
    /// The widest glyph of all that are not in `widths`.
    private var widest = 1.1
    private var bytesPerGlyph = 1
    private(set) var isVertical = false
    /// A font whose glyphs are drawings of any size.
    private(set) var isDrawn = false

    /// A font that nothing is known of.
    init() {}

    init(_ font: PDFDictionary, in document: Document) throws(PDFError) {
        switch try document.resolve(font["Subtype"]).name {
        case "Type3": isDrawn = true
        case "Type0": try readComposite(font, document)
        default: try readSimple(font, document)
        }
    }

    private mutating func readSimple(_ font: PDFDictionary, _ document: Document) throws(PDFError) {
        guard let list = try document.resolve(font["Widths"]).array else { return }
        let first = try document.resolve(font["FirstChar"]).integer ?? 0
        guard (0...255).contains(first) else { return }
        firstCode = first
        for element in list.prefix(256) {
            guard let width = try document.resolve(element).number, width >= 0 else {
                widths = []
                return
            }
            widths.append(width / 1_000)
        }
    }

    private mutating func readComposite(_ font: PDFDictionary, _ document: Document) throws(PDFError) {
        let encoding = try document.resolve(font["Encoding"])
        if let name = encoding.name?.text {
            isVertical = name == "V" || name.hasSuffix("-V")
            if name == "Identity-H" || name == "Identity-V" { bytesPerGlyph = 2 }
        } else {
            isVertical = try document.resolve(encoding.dictionary?["WMode"]).integer == 1
        }
        let descendants = try document.resolve(font["DescendantFonts"]).array
        guard let descendant = try document.resolve(descendants?.first).dictionary else { return }
        widest = max(1, (try document.resolve(descendant["DW"]).number ?? 1_000) / 1_000)
        // `first [ widths ]` or `first last width`.
        var list = (try document.resolve(descendant["W"]).array ?? [])[...]
        while list.count > 1 {
            let second = try document.resolve(list[list.startIndex + 1])
            if let widths = second.array {
                for width in widths { widest = max(widest, (try document.resolve(width).number ?? 0) / 1_000) }
                list = list.dropFirst(2)
            } else {
                let width = try document.resolve(list.dropFirst(2).first).number ?? 0
                widest = max(widest, width / 1_000)
                list = list.dropFirst(3)
            }
        }
    }

    /// The most that the glyphs of a string advance.
    func advance(of text: [UInt8]) -> Double {
        guard !widths.isEmpty else { return Double((text.count + bytesPerGlyph - 1) / bytesPerGlyph) * widest }
        return text.reduce(0) { sum, code in
            let index = Int(code) - firstCode
            return sum + (widths.indices.contains(index) ? widths[index] : widest)
        }
    }

    /// Whether `advance` is exact, so that the next text begins there.
    var isExact: Bool { !widths.isEmpty }
}
