import CTypesetting

/// One glyph of a shaped line.
package struct ShapedGlyph: Hashable, Sendable {
    /// Index in the whole font.
    package let glyph: Int
    /// In thousandths of an em.
    package let advance: Double
    /// What it stands for; empty when the glyph before carries the text of both.
    package let text: String
}

/// Glyphs of one font that follow each other.
package struct ShapedRun: Hashable, Sendable {
    package let typeface: Typeface
    package let glyphs: [ShapedGlyph]

    /// In thousandths of an em.
    package var advance: Double { glyphs.reduce(0) { $0 + $1.advance } }
}

/// Turns text into glyphs of our fonts, or says which character they lack.
///
/// - SeeAlso: PDF-15
package struct TextShaper: Sendable {
    let fonts: FontLibrary
    let typeface: Typeface

    package init(fonts: FontLibrary, typeface: Typeface) {
        self.fonts = fonts
        self.typeface = typeface
    }

    /// Throws `TypesettingError.missingGlyph` for the first character that no font has.
    package func check(_ text: String) throws(TypesettingError) {
        _ = try shape(text)
    }

    /// One line of text, left to right.
    ///
    /// - Throws: `TypesettingError.missingGlyph`, also for line breaks and other controls: they have no glyph.
    package func shape(_ text: String) throws(TypesettingError) -> [ShapedRun] {
        try shape(text, features: [])
    }

    /// The text with the glyphs of vertical setting, such as an upright ー; the advances stay those of a line.
    ///
    /// - Throws: `TypesettingError.missingGlyph`.
    package func shapeForColumn(_ text: String) throws(TypesettingError) -> [ShapedRun] {
        try shape(text, features: ["vert"])
    }

    private func shape(_ text: String, features: [String]) throws(TypesettingError) -> [ShapedRun] {
        var runs: [ShapedRun] = []
        for part in try parts(of: text) {
            runs.append(try shape(part, features: features))
        }
        return runs
    }

    /// The text with every character that no font has replaced by its code points in brackets, as `[U+1F600]`.
    ///
    /// For text that is quoted and not signed with, such as a title. Names are never replaced.
    package func spellingOutMissing(in text: String) -> String {
        var spelled = ""
        for (position, character) in text.enumerated() {
            do {
                try check(String(character))
                spelled.append(character)
            } catch {
                spelled += "[" + MissingGlyph(character: character, position: position).codePoints + "]"
            }
        }
        return spelled
    }

    struct Part {
        let typeface: Typeface
        let position: Int
        var text: String
    }

    /// Splits the text where the font changes.
    ///
    /// The first font is preferred character by character.
    func parts(of text: String) throws(TypesettingError) -> [Part] {
        var parts: [Part] = []
        for (position, character) in text.enumerated() {
            guard let face = typeface.candidates.first(where: { fonts[$0].covers(character) }) else {
                throw .missingGlyph(MissingGlyph(character: character, position: position))
            }
            if let last = parts.last, last.typeface == face {
                parts[parts.count - 1].text.append(character)
            } else {
                parts.append(Part(typeface: face, position: position, text: String(character)))
            }
        }
        return parts
    }

    private func shape(_ part: Part, features wanted: [String]) throws(TypesettingError) -> ShapedRun {
        let face = fonts[part.typeface]
        let buffer = hb_buffer_create()
        defer { hb_buffer_destroy(buffer) }
        let bytes = Array(part.text.utf8)
        bytes.withUnsafeBytes { raw in
            hb_buffer_add_utf8(
                buffer,
                raw.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(raw.count),
                0,
                Int32(raw.count)
            )
        }
        hb_buffer_set_direction(buffer, HB_DIRECTION_LTR)
        hb_buffer_set_script(buffer, HB_SCRIPT_HAN)
        hb_buffer_set_language(buffer, hb_language_from_string("ja", -1))
        // One glyph per character keeps the text of every glyph exact; positions are then plain advances.
        let unwanted = ["liga", "clig", "kern", "mark"]
        let features = (unwanted.map { ($0, 0) } + wanted.map { ($0, 1) }).map { (name: String, value: UInt32) in
            hb_feature_t(tag: hb_tag_from_string(name, -1), value: value, start: 0, end: UInt32.max)
        }
        hb_shape(face.font, buffer, features, UInt32(features.count))

        var count: UInt32 = 0
        guard let infos = hb_buffer_get_glyph_infos(buffer, &count),
            let positions = hb_buffer_get_glyph_positions(buffer, &count)
        else { return ShapedRun(typeface: part.typeface, glyphs: []) }

        var glyphs: [ShapedGlyph] = []
        for index in 0..<Int(count) {
            let start = Int(infos[index].cluster)
            guard infos[index].codepoint != 0 else {
                throw .missingGlyph(part.missingGlyph(atByte: start))
            }
            let isFirst = index == 0 || Int(infos[index - 1].cluster) != start
            let next = (index + 1..<Int(count)).first { Int(infos[$0].cluster) != start }
            let end = next.map { Int(infos[$0].cluster) } ?? bytes.count
            glyphs.append(
                ShapedGlyph(
                    glyph: Int(infos[index].codepoint),
                    advance: Double(positions[index].x_advance) * 1000 / Double(face.unitsPerEm),
                    text: isFirst ? String(decoding: bytes[start..<end], as: UTF8.self) : ""
                )
            )
        }
        return ShapedRun(typeface: part.typeface, glyphs: glyphs)
    }
}

extension TextShaper.Part {
    fileprivate func missingGlyph(atByte offset: Int) -> MissingGlyph {
        var end = 0
        for (index, character) in text.enumerated() {
            end += character.utf8.count
            if offset < end { return MissingGlyph(character: character, position: position + index) }
        }
        preconditionFailure("a cluster starts inside the text that was shaped")
    }
}
