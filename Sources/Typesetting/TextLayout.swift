import CTypesetting

/// A Pango context that sees our fonts only.
final class LayoutContext {
    private let fonts: FontLibrary
    private let map: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    init(fonts: FontLibrary) throws(TypesettingError) {
        guard let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT),
            let context = pango_font_map_create_context(map)
        else { throw .renderingFailed("pango") }
        pango_fc_font_map_set_config(OpaquePointer(map), fonts.configuration.pointer)
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string("ja"))
        pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
        self.fonts = fonts
        self.map = map
        self.context = context
    }

    deinit {
        chigiri_unref(UnsafeMutableRawPointer(context))
        chigiri_unref(map)
    }

    /// Breaks a block into lines.
    ///
    /// - Throws: `TypesettingError.missingGlyph`. Line feeds are line breaks.
    func layout(_ block: TextBlock) throws(TypesettingError) -> TextLayout {
        guard let layout = pango_layout_new(context), let attributes = pango_attr_list_new() else {
            throw .renderingFailed("pango")
        }
        defer { pango_attr_list_unref(attributes) }
        let result = TextLayout(layout)
        let style = block.style
        pango_layout_set_text(layout, block.text, -1)
        pango_layout_set_width(layout, Int32((block.width * Double(PANGO_SCALE)).rounded()))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_auto_dir(layout, 0)
        switch style.alignment {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }

        pango_attr_list_insert(attributes, pango_attr_fallback_new(0))
        // As TextShaper does: what is copied out of a digest must be that digest, letter by letter.
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0, kern=0"))
        pango_attr_list_insert(
            attributes,
            pango_attr_line_height_new_absolute(Int32((style.lineHeight * Double(PANGO_SCALE)).rounded()))
        )
        if style.tracking != 0 {
            let space = Int32((style.tracking * style.size * Double(PANGO_SCALE)).rounded())
            pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(space))
        }
        for run in try fontRuns(of: block) {
            let description = pango_font_description_new()
            defer { pango_font_description_free(description) }
            pango_font_description_set_family(description, run.typeface.rawValue)
            pango_font_description_set_absolute_size(description, style.size * Double(PANGO_SCALE))
            guard let attribute = pango_attr_font_desc_new(description) else { throw .renderingFailed("pango") }
            attribute.pointee.start_index = UInt32(run.bytes.lowerBound)
            attribute.pointee.end_index = UInt32(run.bytes.upperBound)
            pango_attr_list_insert(attributes, attribute)
        }
        pango_layout_set_attributes(layout, attributes)
        guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
            throw .renderingFailed("unknown glyphs")
        }
        return result
    }

    /// The fonts are chosen by `TextShaper`, so that a page and a signature show the same glyph.
    private func fontRuns(of block: TextBlock) throws(TypesettingError) -> [(typeface: Typeface, bytes: Range<Int>)] {
        let shaper = TextShaper(fonts: fonts, typeface: block.style.typeface)
        var runs: [(typeface: Typeface, bytes: Range<Int>)] = []
        var offset = 0
        for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) {
            for part in try shaper.parts(of: String(line)) {
                let end = offset + part.text.utf8.count
                runs.append((part.typeface, offset..<end))
                offset = end
            }
            offset += 1
        }
        return runs
    }
}

/// Text in lines, ready to draw.
struct TextLayout: ~Copyable {
    private let layout: OpaquePointer

    fileprivate init(_ layout: OpaquePointer) {
        self.layout = layout
    }

    deinit {
        chigiri_unref(UnsafeMutableRawPointer(layout))
    }

    var height: Double {
        var width: Int32 = 0
        var height: Int32 = 0
        pango_layout_get_size(layout, &width, &height)
        return Double(height) / Double(PANGO_SCALE)
    }

    func show(on canvas: OpaquePointer?, x: Double, y: Double) {
        cairo_move_to(canvas, x, y)
        pango_cairo_show_layout(canvas, layout)
    }
}
