/// An affine map of the plane: (x, y) becomes (`a`·x + `c`·y + `x`, `b`·x + `d`·y + `y`).
package struct Transform: Hashable, Sendable {
    package let a: Double
    package let b: Double
    package let c: Double
    package let d: Double
    package let x: Double
    package let y: Double

    package init(a: Double, b: Double, c: Double, d: Double, x: Double, y: Double) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
        self.x = x
        self.y = y
    }

    /// Stretches both ways, then moves.
    package init(scaleX: Double, scaleY: Double, x: Double, y: Double) {
        self.init(a: scaleX, b: 0, c: 0, d: scaleY, x: x, y: y)
    }

    package func callAsFunction(_ point: GlyphOutline.Point) -> GlyphOutline.Point {
        GlyphOutline.Point(x: a * point.x + c * point.y + x, y: b * point.x + d * point.y + y)
    }

    /// This map, then `next`.
    package func then(_ next: Transform) -> Transform {
        let origin = next(GlyphOutline.Point(x: x, y: y))
        return Transform(
            a: next.a * a + next.c * b,
            b: next.b * a + next.d * b,
            c: next.a * c + next.c * d,
            d: next.b * c + next.d * d,
            x: origin.x,
            y: origin.y
        )
    }
}
