import CTypesetting

/// The outline of one glyph in ems, y upwards from the baseline; to be filled by the non-zero rule.
package struct GlyphOutline: Hashable, Sendable {
    package enum Segment: Hashable, Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case close
    }

    package struct Point: Hashable, Sendable {
        package var x: Double
        package var y: Double

        package init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    package fileprivate(set) var segments: [Segment] = []
    /// The box around all points: what is inked, or a little more.
    package fileprivate(set) var low = Point(x: .infinity, y: .infinity)
    package fileprivate(set) var high = Point(x: -.infinity, y: -.infinity)

    package var isEmpty: Bool { segments.isEmpty }

    fileprivate mutating func append(_ other: GlyphOutline, movedBy x: Double) {
        guard !other.isEmpty else { return }
        segments += other.segments.map { $0.mapped { Point(x: $0.x + x, y: $0.y) } }
        low = Point(x: min(low.x, other.low.x + x), y: min(low.y, other.low.y))
        high = Point(x: max(high.x, other.high.x + x), y: max(high.y, other.high.y))
    }

    fileprivate mutating func append(_ segment: Segment, through points: Point...) {
        segments.append(segment)
        for point in points {
            low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
            high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
        }
    }
}

extension TextShaper {
    /// The outline of a run as one drawing, from its origin on.
    package func outline(of run: ShapedRun) -> GlyphOutline {
        var whole = GlyphOutline()
        var start = 0.0
        for glyph in run.glyphs {
            whole.append(fonts[run.typeface].outline(of: glyph.glyph), movedBy: start)
            start += glyph.advance / 1000
        }
        return whole
    }

    /// The outlines of each character of the text.
    ///
    /// - Throws: `TypesettingError.missingGlyph`.
    package func outlines(of text: String) throws(TypesettingError) -> [GlyphOutline] {
        try shape(text).flatMap { run in
            run.glyphs.map { fonts[run.typeface].outline(of: $0.glyph) }
        }
    }
}

extension GlyphOutline.Segment {
    /// The segment with every point moved.
    package func mapped(_ move: (GlyphOutline.Point) -> GlyphOutline.Point) -> GlyphOutline.Segment {
        switch self {
        case .move(let point): .move(move(point))
        case .line(let point): .line(move(point))
        case .curve(let first, let second, let end): .curve(move(first), move(second), move(end))
        case .close: .close
        }
    }

    /// The points that say where it goes; a curve stays inside their hull.
    package var points: [GlyphOutline.Point] {
        switch self {
        case .move(let point), .line(let point): [point]
        case .curve(let first, let second, let end): [first, second, end]
        case .close: []
        }
    }
}

extension FontFace {
    fileprivate func outline(of glyph: Int) -> GlyphOutline {
        var pen = Pen(unitsPerEm: Double(unitsPerEm))
        let functions = hb_draw_funcs_create()
        defer { hb_draw_funcs_destroy(functions) }
        hb_draw_funcs_set_move_to_func(
            functions,
            { _, data, _, x, y, _ in Pen.at(data) { $0.outline.append(.move($0.point(x, y)), through: $0.point(x, y)) }
            },
            nil,
            nil
        )
        hb_draw_funcs_set_line_to_func(
            functions,
            { _, data, _, x, y, _ in Pen.at(data) { $0.outline.append(.line($0.point(x, y)), through: $0.point(x, y)) }
            },
            nil,
            nil
        )
        // HarfBuzz turns the quadratic curves of TrueType into cubic ones.
        hb_draw_funcs_set_cubic_to_func(
            functions,
            { _, data, _, x1, y1, x2, y2, x, y, _ in
                Pen.at(data) { pen in
                    let points = (pen.point(x1, y1), pen.point(x2, y2), pen.point(x, y))
                    pen.outline.append(
                        .curve(points.0, points.1, points.2),
                        through: points.0,
                        points.1,
                        points.2
                    )
                }
            },
            nil,
            nil
        )
        hb_draw_funcs_set_close_path_func(
            functions,
            { _, data, _, _ in Pen.at(data) { $0.outline.append(.close) } },
            nil,
            nil
        )
        withUnsafeMutablePointer(to: &pen) {
            hb_font_get_glyph_shape(font, hb_codepoint_t(glyph), functions, UnsafeMutableRawPointer($0))
        }
        return pen.outline
    }
}

/// What HarfBuzz draws with.
private struct Pen {
    let unitsPerEm: Double
    var outline = GlyphOutline()

    func point(_ x: Float, _ y: Float) -> GlyphOutline.Point {
        GlyphOutline.Point(x: Double(x) / unitsPerEm, y: Double(y) / unitsPerEm)
    }

    static func at(_ data: UnsafeMutableRawPointer?, _ draw: (inout Pen) -> Void) {
        guard let data else { return }
        draw(&data.assumingMemoryBound(to: Pen.self).pointee)
    }
}
