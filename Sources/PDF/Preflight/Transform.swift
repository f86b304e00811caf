/// An affine map `[a b c d e f]`.
///
/// - SeeAlso: ISO 32000-2 §8.3.3
struct Transform: Hashable {
    var a = 1.0, b = 0.0, c = 0.0, d = 1.0, e = 0.0, f = 0.0

    init() {}

    /// From six numbers.
    init(_ numbers: [Double]) {
        (a, b, c, d, e, f) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    }

    func then(_ next: Transform) -> Transform {
        Transform([
            a * next.a + b * next.c, a * next.b + b * next.d,
            c * next.a + d * next.c, c * next.b + d * next.d,
            e * next.a + f * next.c + next.e, e * next.b + f * next.d + next.f,
        ])
    }

    /// The bounds of a rectangle's image.
    func bounds(of rectangle: Rectangle) -> Rectangle {
        let corners = [
            (rectangle.left, rectangle.bottom), (rectangle.right, rectangle.bottom),
            (rectangle.left, rectangle.top), (rectangle.right, rectangle.top),
        ]
        let x = corners.map { a * $0.0 + c * $0.1 + e }
        let y = corners.map { b * $0.0 + d * $0.1 + f }
        // A number that is none stays one, so that it is noticed.
        let isFinite = (x + y).allSatisfy(\.isFinite)
        return Rectangle(
            left: isFinite ? x.min() ?? .nan : .nan,
            bottom: isFinite ? y.min() ?? .nan : .nan,
            right: isFinite ? x.max() ?? .nan : .nan,
            top: isFinite ? y.max() ?? .nan : .nan
        )
    }
}
