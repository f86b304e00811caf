/// How far the glyphs of a font can reach, in units of its size.
///
/// - SeeAlso: ISO 32000-2 §9.2.4, §9.7.4.3
struct FontExtent {
    /// By code, of a simple font that says so.
    private var widths: [Double] = []
    private var firstCode = 0
    /// The widest glyph of all that are not in `widths`.
    private(set) var widest = 1.1
    private var bytesPerGlyph = 1
    private(set) var isVertical = false
    /// A font whose glyphs are drawings of any size, or go in directions that nobody knows.
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
        let descriptor = try document.resolve(font["FontDescriptor"]).dictionary
        guard let list = try document.resolve(font["Widths"]).array else {
            // Its own file may say anything; a font without one is a usual one.
            isDrawn = descriptor != nil
            return
        }
        let missing = try document.resolve(descriptor?["MissingWidth"] ?? .integer(0)).number
        let first = try document.resolve(font["FirstChar"] ?? .integer(0)).integer
        guard let first, (0...255).contains(first), let missing, missing >= 0 else {
            isDrawn = true
            return
        }
        widest = max(widest, missing / 1_000)
        firstCode = first
        for element in list.prefix(256) {
            guard let width = try document.resolve(element).number, width >= 0 else {
                isDrawn = true
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
            if let map = encoding.stream, try !saysItsDirection(map, document) { isDrawn = true }
        }
        let descendants = try document.resolve(font["DescendantFonts"]).array
        guard let descendant = try document.resolve(descendants?.first).dictionary else { return }
        try readVertical(descendant, document)
        let usual = try document.resolve(descendant["DW"]).number ?? 1_000
        if usual < 0 { isDrawn = true }
        widest = max(1, usual / 1_000)
        // `first [ widths ]` or `first last width`.
        var list = (try document.resolve(descendant["W"]).array ?? [])[...]
        while list.count > 1 {
            let second = try document.resolve(list[list.startIndex + 1])
            if let widths = second.array {
                for width in widths { take(width: try document.resolve(width).number) }
                list = list.dropFirst(2)
            } else {
                take(width: try document.resolve(list.dropFirst(2).first).number)
                list = list.dropFirst(3)
            }
        }
    }

    private mutating func take(width: Double?) {
        if let width, width >= 0 { widest = max(widest, width / 1_000) } else { isDrawn = true }
    }

    /// Upright glyphs of other measures than the usual ones may stand anywhere. §9.7.4.3
    private mutating func readVertical(_ font: PDFDictionary, _ document: Document) throws(PDFError) {
        guard isVertical else { return }
        if font["W2"] != nil { isDrawn = true }
        guard let written = font["DW2"] else { return }
        var numbers: [Double] = []
        for element in try document.resolve(written).array ?? [] {
            if let number = try document.resolve(element).number { numbers.append(number) }
        }
        isDrawn =
            isDrawn || numbers.count != 2 || !(0...1_000).contains(numbers[0]) || !(-1_000...0).contains(numbers[1])
    }

    /// Whether a character map says the same of its direction as its dictionary, and takes nothing from another one.
    private func saysItsDirection(_ map: Stream, _ document: Document) throws(PDFError) -> Bool {
        let text = String(decoding: try document.data(of: map), as: UTF8.self)
        let words = text.split { $0.isWhitespace || $0 == "/" }
        let mode = isVertical ? "1" : "0"
        let isSame = words.indices.allSatisfy { index in
            words[index] != "WMode" || index + 1 < words.endIndex && words[index + 1] == mode
        }
        return isSame && map.dictionary["UseCMap"] == nil && !words.contains("usecmap")
    }

    /// The most that the glyphs of a string advance.
    func advance(of text: [UInt8]) -> Double {
        guard !widths.isEmpty else { return Double((text.count + bytesPerGlyph - 1) / bytesPerGlyph) * widest }
        return text.reduce(0) { sum, code in
            let index = Int(code) - firstCode
            return sum + (widths.indices.contains(index) ? widths[index] : widest)
        }
    }

    /// Whether `advance` of a string is exact, so that the next text begins there.
    func isExact(for text: [UInt8]) -> Bool {
        !widths.isEmpty && text.allSatisfy { widths.indices.contains(Int($0) - firstCode) }
    }
}
