import CTypesetting

/// One open font file.
///
/// Sendable because HarfBuzz faces and fonts made immutable may be used from any thread, and nothing else is stored.
final class FontFace: @unchecked Sendable {
    let typeface: Typeface
    let path: String
    let unitsPerEm: Int
    let face: OpaquePointer
    let font: OpaquePointer

    /// Maps the file at `path`.
    ///
    /// - Throws: `TypesettingError.fontUnreadable` unless it is a TrueType font with the expected PostScript name.
    init(_ typeface: Typeface, path: String) throws(TypesettingError) {
        guard let blob = hb_blob_create_from_file_or_fail(path) else {
            throw .fontUnreadable(typeface, path: path)
        }
        defer { hb_blob_destroy(blob) }
        guard let face = hb_face_create(blob, 0), let font = hb_font_create(face) else {
            throw .fontUnreadable(typeface, path: path)
        }
        hb_face_make_immutable(face)
        hb_font_make_immutable(font)
        self.typeface = typeface
        self.path = path
        self.unitsPerEm = Int(hb_face_get_upem(face))
        self.face = face
        self.font = font
        guard postScriptName == typeface.rawValue, hasTable("glyf"), unitsPerEm > 0 else {
            throw .fontUnreadable(typeface, path: path)
        }
    }

    deinit {
        hb_font_destroy(font)
        hb_face_destroy(face)
    }

    private var postScriptName: String {
        var size: UInt32 = 64
        var name = [CChar](repeating: 0, count: Int(size))
        hb_ot_name_get_utf8(face, hb_ot_name_id_t(HB_OT_NAME_ID_POSTSCRIPT_NAME), nil, &size, &name)
        return String(decoding: name.prefix(Int(size)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func hasTable(_ tag: String) -> Bool {
        let table = hb_face_reference_table(face, hb_tag_from_string(tag, -1))
        defer { hb_blob_destroy(table) }
        return hb_blob_get_length(table) > 0
    }

    /// Whether every scalar of the character, and every variation sequence in it, has a glyph.
    ///
    /// HarfBuzz drops what is ignorable by default, such as a variation selector that the font does not know, without
    /// a word; such a character would look like another one, so it does not count as covered. A combining mark counts
    /// as covered: shaping composes it, or shows glyph 0, which `TextShaper` refuses.
    func covers(_ character: Character) -> Bool {
        var glyph: hb_codepoint_t = 0
        var base: Unicode.Scalar?
        for scalar in character.unicodeScalars {
            if scalar.properties.isVariationSelector {
                guard let base, hb_font_get_variation_glyph(font, base.value, scalar.value, &glyph) != 0 else {
                    return false
                }
            } else if scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .control {
                return false
            } else if !scalar.properties.isMark {
                guard hb_font_get_nominal_glyph(font, scalar.value, &glyph) != 0, glyph != 0 else { return false }
            }
            base = scalar
        }
        return true
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isMark: Bool {
        switch generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
