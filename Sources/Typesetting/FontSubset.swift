import CTypesetting

/// The part of a font that one document needs: a TrueType program, and codes for its glyphs.
///
/// A code stands for one glyph *with one meaning*. A glyph that two texts share, as 葛 with and without a variation
/// selector may, gets two codes, so that each can be copied out of the document as it was written.
///
/// - SeeAlso: PDF-15; ISO 32000-2 §9.7.4.2
package struct FontSubset: Hashable, Sendable {
    package struct Code: Hashable, Sendable {
        /// Index in the subset.
        package let glyph: Int
        /// In thousandths of an em.
        package let width: Int
        /// Empty when the glyph stands for nothing on its own.
        package let text: String
    }

    package let typeface: Typeface
    package let program: [UInt8]
    /// Index is the code.
    ///
    /// The first codes are the glyphs of the program, in order.
    package let codes: [Code]
    /// In thousandths of an em, as all that follow.
    package let ascent: Int
    package let descent: Int
    package let capHeight: Int
    package let boundingBox: [Int]
    private let codeOfGlyph: [ShapedGlyph: Int]

    /// A subset for all glyphs of `runs` in this face.
    ///
    /// - Throws: `TypesettingError.subsettingFailed`.
    package init(of typeface: Typeface, for runs: [ShapedRun], fonts: FontLibrary) throws(TypesettingError) {
        let face = fonts[typeface]
        let wanted = runs.filter { $0.typeface == typeface }.flatMap(\.glyphs)
        let subset = try Subsetter(of: face, glyphs: Set(wanted.map(\.glyph)))

        var texts = [String](repeating: "", count: subset.glyphCount)
        var extra: [Code] = []
        var codes: [ShapedGlyph: Int] = [:]
        for glyph in wanted where codes[glyph] == nil {
            guard let index = subset.newGlyph[glyph.glyph] else { throw .subsettingFailed(typeface) }
            if texts[index].isEmpty || texts[index] == glyph.text {
                texts[index] = glyph.text
                codes[glyph] = index
            } else if let known = extra.firstIndex(where: { $0.glyph == index && $0.text == glyph.text }) {
                codes[glyph] = subset.glyphCount + known
            } else {
                codes[glyph] = subset.glyphCount + extra.count
                extra.append(Code(glyph: index, width: subset.widths[index], text: glyph.text))
            }
        }
        self.typeface = typeface
        self.program = subset.program
        self.codes =
            texts.enumerated().map { Code(glyph: $0.offset, width: subset.widths[$0.offset], text: $0.element) } + extra
        self.codeOfGlyph = codes
        self.ascent = subset.metrics.ascent
        self.descent = subset.metrics.descent
        self.capHeight = subset.metrics.capHeight
        self.boundingBox = subset.metrics.boundingBox
    }

    /// The code of a glyph that the subset was made for, else nil.
    package func code(of glyph: ShapedGlyph) -> Int? {
        codeOfGlyph[glyph]
    }
}
