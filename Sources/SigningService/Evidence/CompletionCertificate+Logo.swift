import Typesetting

/// The mark of Chigiri: a tally of two halves that fit, between brackets.
enum Logo {
    /// Drawn on a grid of 48.
    static func marks(x: Double, y: Double, size: Double) -> [Mark] {
        let scale = size / 48
        func bar(_ left: Double, _ top: Double, _ width: Double, _ height: Double) -> Mark {
            .fill(
                x: x + left * scale,
                y: y + top * scale,
                width: width * scale,
                height: height * scale,
                ink: DocumentInk.ink
            )
        }
        let halves = leftHalf + rightHalf
        return [
            bar(5.3, 1.3, 2.4, 45.4), bar(5.3, 1.3, 13.7, 2.4), bar(5.3, 44.3, 13.7, 2.4),
            bar(40.3, 1.3, 2.4, 45.4), bar(29, 1.3, 13.7, 2.4), bar(29, 44.3, 13.7, 2.4),
            .shape(
                halves.map { $0.mapped { GlyphOutline.Point(x: $0.x * scale, y: $0.y * scale) } },
                x: x,
                y: y,
                ink: DocumentInk.vermilion
            ),
        ]
    }

    /// A half disc of radius 13.5 with a tenon.
    private static let leftHalf =
        halfDisc(centre: 23.1, side: -1) + joint([(23.1, 28.8), (27.5, 28.8), (27.5, 19.2), (23.1, 19.2)])

    /// The other half with the mortise; a hair of paper stays between them.
    private static let rightHalf =
        halfDisc(centre: 25, side: 1) + joint([(25, 30.6), (29.4, 30.6), (29.4, 17.4), (25, 17.4)])

    private static func halfDisc(centre: Double, side: Double) -> [GlyphOutline.Segment] {
        let radius = 13.5
        let handle = radius * 0.5523
        func point(_ x: Double, _ y: Double) -> GlyphOutline.Point {
            GlyphOutline.Point(x: centre + side * x, y: 24 + y)
        }
        return [
            .move(point(0, -radius)),
            .curve(point(handle, -radius), point(radius, -handle), point(radius, 0)),
            .curve(point(radius, handle), point(handle, radius), point(0, radius)),
        ]
    }

    private static func joint(_ corners: [(x: Double, y: Double)]) -> [GlyphOutline.Segment] {
        corners.map { .line(GlyphOutline.Point(x: $0.x, y: $0.y)) } + [.close]
    }
}
