import Typesetting

/// A name written by hand on a screen: strokes of points in a square of 1,000, from the upper left corner.
package struct Handwriting: Hashable, Sendable, Codable {
    package let strokes: [[Point]]

    package struct Point: Hashable, Sendable, Codable {
        package let x: Int
        package let y: Int
    }

    /// The most points of all strokes together.
    static let pointLimit = 3_000

    /// Reads `x,y x,y …;x,y …`, one stroke between semicolons.
    ///
    /// Nil unless every number lies in the square, and there is enough of it to be seen.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.pointLimit * 8 else { return nil }
        var strokes: [[Point]] = []
        for stroke in text.split(separator: ";") {
            var points: [Point] = []
            for pair in stroke.split(separator: " ") {
                let numbers = pair.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
                guard numbers.count == 2, let x = numbers[0], let y = numbers[1], (0...1_000).contains(x),
                    (0...1_000).contains(y)
                else { return nil }
                points.append(Point(x: x, y: y))
            }
            if points.count > 1 { strokes.append(points) }
        }
        let all = strokes.flatMap(\.self)
        guard all.count >= 5, all.count <= Self.pointLimit, let left = all.map(\.x).min(),
            let right = all.map(\.x).max(),
            let top = all.map(\.y).min(), let bottom = all.map(\.y).max(), max(right - left, bottom - top) >= 100
        else { return nil }
        self.strokes = strokes
    }

    /// The strokes in a square of side 1 around the origin, y upwards, as large as they fit.
    var lines: [[GlyphOutline.Point]] {
        let all = strokes.flatMap(\.self)
        guard let left = all.map(\.x).min(), let right = all.map(\.x).max(), let top = all.map(\.y).min(),
            let bottom = all.map(\.y).max()
        else { return [] }
        let scale = 0.92 / Double(max(right - left, bottom - top, 1))
        let (middleX, middleY) = (Double(left + right) / 2, Double(top + bottom) / 2)
        return strokes.map { stroke in
            stroke.map { point in
                GlyphOutline.Point(x: (Double(point.x) - middleX) * scale, y: (middleY - Double(point.y)) * scale)
            }
        }
    }
}
