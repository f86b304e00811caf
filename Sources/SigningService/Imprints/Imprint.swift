import Typesetting

/// An 印影 as a drawing: edges, and characters set from top to bottom and from the right.
///
/// One geometry for the PDF, where the characters are text, and for SVG, where they are outlines. The drawing lies in a
/// square of side 1 around the origin, y upwards.
struct Imprint {
    /// A character in its place: the transform takes ems to the square.
    struct PlacedCharacter {
        let run: ShapedRun
        let transform: Transform
    }

    /// Characters that are read together.
    struct Phrase {
        let words: String
        let characters: [PlacedCharacter]
        /// Thickness of the line around each glyph, which gives its strokes the weight of carved ones.
        let stroke: Double
    }

    /// To be filled by the non-zero rule.
    let edges: [GlyphOutline.Segment]
    let phrases: [Phrase]
    /// What was written by hand: not of a seal, so not vermilion.
    let strokes: [[GlyphOutline.Point]]

    /// Thickness of what was written by hand.
    static let penWidth = 0.018

    var runs: [ShapedRun] { phrases.flatMap { $0.characters.map(\.run) } }

    /// The imprint of a signer.
    ///
    /// - Throws: `TypesettingError.missingGlyph`.
    init(_ choice: ImprintChoice, name: String, fonts: FontLibrary) throws(TypesettingError) {
        if case .written(let handwriting) = choice { strokes = handwriting.lines } else { strokes = [] }
        let cutter = ImprintCutter(shaper: TextShaper(fonts: fonts, typeface: .mincho))
        switch choice {
        case .personal:
            edges = ImprintEdge.carvedRing
            phrases = [try cutter.phrase(ImprintText(personal: name), inRing: 0.434)]
        case .corporate(let organisation, let ending):
            edges = ImprintEdge.square
            phrases = [try cutter.phrase(ImprintText(corporate: organisation, ending: ending), inSquare: 0.425)]
        case .representative(let organisation, let title, let ending):
            edges = ImprintEdge.carvedRing + ImprintEdge.innerRing
            phrases = [
                try cutter.phrase(around: organisation, from: 0.292, to: 0.432),
                try cutter.phrase(ImprintText(title: title, ending: ending), inRing: 0.242),
            ]
        case .written:
            edges = []
            phrases = []
        }
    }
}

/// The lines around an imprint.
enum ImprintEdge {
    /// Drawn by hand on a grid of 96, a little out of round like carved boxwood; its inside has a radius of 0.457.
    static let carvedRing =
        carved([
            (48, 2.5), (73.6, 2.2), (93.7, 22.5), (93.6, 48.2), (93.5, 73.7), (73.3, 93.8), (47.7, 93.6),
            (22.3, 93.4), (2.3, 73.2), (2.5, 47.7), (2.7, 22.4), (22.7, 2.8), (48, 2.5),
        ])
        + carved([
            (48.2, 6.4), (24.7, 6.2), (6.3, 24.6), (6.1, 47.9), (5.9, 71.3), (24.5, 90), (47.9, 89.9),
            (71.2, 89.8), (89.9, 71.4), (90, 48.1), (90.1, 24.7), (71.5, 6.6), (48.2, 6.4),
        ])

    /// The thin ring between a company and a title.
    static let innerRing = circle(0.274, turns: 1) + circle(0.26, turns: -1)

    /// A frame with a slight swell and worn corners; its inside reaches to 0.453.
    static let square = frame(half: 0.494, corner: 0.036, turns: 1) + frame(half: 0.453, corner: 0.014, turns: -1)

    private static func carved(_ grid: [(x: Double, y: Double)]) -> [GlyphOutline.Segment] {
        let points = grid.map { GlyphOutline.Point(x: ($0.x - 48) / 91.6, y: (48 - $0.y) / 91.6) }
        var segments: [GlyphOutline.Segment] = [.move(points[0])]
        for start in stride(from: 1, to: points.count, by: 3) {
            segments.append(.curve(points[start], points[start + 1], points[start + 2]))
        }
        return segments + [.close]
    }

    /// Four arcs; `turns` is 1 for clockwise, -1 for the other way, which leaves a hole.
    private static func circle(_ radius: Double, turns: Double) -> [GlyphOutline.Segment] {
        // The length of the handles of a quarter circle, (4/3)·tan(π/8).
        let handle = radius * 0.552_284_75
        func point(_ x: Double, _ y: Double) -> GlyphOutline.Point { GlyphOutline.Point(x: turns * x, y: y) }
        return [
            .move(point(0, radius)),
            .curve(point(handle, radius), point(radius, handle), point(radius, 0)),
            .curve(point(radius, -handle), point(handle, -radius), point(0, -radius)),
            .curve(point(-handle, -radius), point(-radius, -handle), point(-radius, 0)),
            .curve(point(-radius, handle), point(-handle, radius), point(0, radius)),
            .close,
        ]
    }

    private static func frame(half: Double, corner: Double, turns: Double) -> [GlyphOutline.Segment] {
        let swell = 0.006
        let (flat, handle) = (half - corner, half - corner * 0.45)
        func point(_ x: Double, _ y: Double) -> GlyphOutline.Point { GlyphOutline.Point(x: turns * x, y: y) }
        return [
            .move(point(-flat, half)),
            .curve(point(-flat / 3, half + swell), point(flat / 3, half + swell), point(flat, half)),
            .curve(point(handle, half), point(half, handle), point(half, flat)),
            .curve(point(half + swell, flat / 3), point(half + swell, -flat / 3), point(half, -flat)),
            .curve(point(half, -handle), point(handle, -half), point(flat, -half)),
            .curve(point(flat / 3, -half - swell), point(-flat / 3, -half - swell), point(-flat, -half)),
            .curve(point(-handle, -half), point(-half, -handle), point(-half, -flat)),
            .curve(point(-half - swell, -flat / 3), point(-half - swell, flat / 3), point(-half, flat)),
            .curve(point(-half, handle), point(-handle, half), point(-flat, half)),
            .close,
        ]
    }
}
