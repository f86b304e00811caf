import CTypesetting

/// HarfBuzz's subset of one face, with what a PDF says about it.
struct Subsetter {
    struct Metrics {
        let ascent: Int
        let descent: Int
        let capHeight: Int
        let boundingBox: [Int]
    }

    let program: [UInt8]
    let newGlyph: [Int: Int]
    /// Of every glyph of the subset, in thousandths of an em.
    let widths: [Int]
    let metrics: Metrics

    var glyphCount: Int { widths.count }

    init(of face: FontFace, glyphs: Set<Int>) throws(TypesettingError) {
        guard let input = hb_subset_input_create_or_fail() else { throw .subsettingFailed(face.typeface) }
        defer { hb_subset_input_destroy(input) }
        Self.configure(input, glyphs: glyphs)

        guard let plan = hb_subset_plan_create_or_fail(face.face, input) else {
            throw .subsettingFailed(face.typeface)
        }
        defer { hb_subset_plan_destroy(plan) }
        guard let subset = hb_subset_plan_execute_or_fail(plan) else { throw .subsettingFailed(face.typeface) }
        defer { hb_face_destroy(subset) }

        let mapping = hb_subset_plan_old_to_new_glyph_mapping(plan)
        var newGlyph: [Int: Int] = [:]
        for glyph in glyphs {
            let index = hb_map_get(mapping, hb_codepoint_t(glyph))
            guard index != UInt32.max else { throw .subsettingFailed(face.typeface) }
            newGlyph[glyph] = Int(index)
        }

        let font = hb_font_create(subset)
        defer { hb_font_destroy(font) }
        let unitsPerEm = Double(face.unitsPerEm)
        func thousandths(_ units: Int32) -> Int { Int((Double(units) * 1000 / unitsPerEm).rounded()) }

        self.widths = (0..<hb_face_get_glyph_count(subset)).map { thousandths(hb_font_get_glyph_h_advance(font, $0)) }
        self.newGlyph = newGlyph
        self.program = Self.bytes(of: subset)
        guard !program.isEmpty, !widths.isEmpty else { throw .subsettingFailed(face.typeface) }
        self.metrics = Self.metrics(of: face, thousandths)
    }

    private static func configure(_ input: OpaquePointer, glyphs: Set<Int>) {
        let wanted = hb_subset_input_glyph_set(input)
        for glyph in glyphs {
            hb_set_add(wanted, hb_codepoint_t(glyph))
        }
        // Glyphs are placed by us: no hints, no layout rules, no vertical metrics, no character map.
        hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING.rawValue)
        let dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG)
        for tag in ["BASE", "GDEF", "GPOS", "GSUB", "vhea", "vmtx", "cmap", "gasp", "OS/2", "post"] {
            hb_set_add(dropped, hb_tag_from_string(tag, -1))
        }
        // The copyright and licence notices stay in the program.
        let names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID)
        hb_set_clear(names)
        for name in [HB_OT_NAME_ID_COPYRIGHT, HB_OT_NAME_ID_LICENSE, HB_OT_NAME_ID_LICENSE_URL] {
            hb_set_add(names, hb_codepoint_t(name))
        }
    }

    private static func bytes(of face: OpaquePointer?) -> [UInt8] {
        let blob = hb_face_reference_blob(face)
        defer { hb_blob_destroy(blob) }
        var length: UInt32 = 0
        guard let data = hb_blob_get_data(blob, &length) else { return [] }
        return data.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
            Array(UnsafeBufferPointer(start: $0, count: Int(length)))
        }
    }

    private static func metrics(of face: FontFace, _ thousandths: (Int32) -> Int) -> Metrics {
        func metric(_ tag: hb_ot_metrics_tag_t) -> Int {
            var position: hb_position_t = 0
            hb_ot_metrics_get_position_with_fallback(face.font, tag, &position)
            return thousandths(position)
        }
        // xMin, yMin, xMax, yMax of the whole font, at offset 36 of its head table.
        let head = hb_face_reference_table(face.face, hb_tag_from_string("head", -1))
        defer { hb_blob_destroy(head) }
        var length: UInt32 = 0
        let data = hb_blob_get_data(head, &length)
        let box = stride(from: 36, to: 44, by: 2).map { offset -> Int in
            guard let data, length >= 44 else { return 0 }
            let high = UInt16(UInt8(bitPattern: data[offset]))
            let low = UInt16(UInt8(bitPattern: data[offset + 1]))
            return thousandths(Int32(Int16(bitPattern: high << 8 | low)))
        }
        return Metrics(
            ascent: metric(HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER),
            descent: metric(HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER),
            capHeight: metric(HB_OT_METRICS_TAG_CAP_HEIGHT),
            boundingBox: box
        )
    }
}
