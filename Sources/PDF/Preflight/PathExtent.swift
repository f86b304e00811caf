/// The bounds of a path under construction, part by part.
///
/// - SeeAlso: ISO 32000-2 §8.5
struct PathExtent {
    private struct Part {
        var bounds: Rectangle
        var hasCurve = false
        var points = 1
        /// More than a line or a frame: it may be the outline of a letter.
        var isDrawing: Bool { hasCurve || points > 5 }
    }

    private var parts: [Part] = []
    private var clips = false
    private var clipBounds: Rectangle?

    /// Takes an operator into account; true when it ended a path that clips what follows.
    mutating func apply(
        _ name: String,
        _ numbers: [Double],
        _ state: MarksState,
        _ marks: inout PageMarks
    ) -> Bool {
        switch name {
        case "m": begin(state.point(numbers[0], numbers[1]))
        case "l": extend(state.point(numbers[0], numbers[1]), isCurve: false)
        case "c", "v", "y":
            for index in stride(from: 0, to: numbers.count, by: 2) {
                extend(state.point(numbers[index], numbers[index + 1]), isCurve: true)
            }
        case "re":
            let rectangle = Rectangle(
                left: numbers[0],
                bottom: numbers[1],
                right: numbers[0] + numbers[2],
                top: numbers[1] + numbers[3]
            )
            begin(state.transform.bounds(of: rectangle))
        case "W", "W*": clips = true
        case "f", "F", "f*": return end(isFilled: true, isStroked: false, state, &marks)
        case "S", "s": return end(isFilled: false, isStroked: true, state, &marks)
        case "B", "B*", "b", "b*": return end(isFilled: true, isStroked: true, state, &marks)
        case "n": return end(isFilled: false, isStroked: false, state, &marks)
        default: break
        }
        return false
    }

    /// What is clipped to after the path that ended last.
    func clipped(_ state: MarksState) -> Rectangle? {
        guard let clipBounds, clipBounds.isFinite else { return state.clip }
        guard let clip = state.clip else { return clipBounds }
        // Nothing shows any more; a point far away stands for it.
        return clip.overlap(clipBounds) ?? .nowhere
    }

    private mutating func end(
        isFilled: Bool,
        isStroked: Bool,
        _ state: MarksState,
        _ marks: inout PageMarks
    ) -> Bool {
        defer {
            parts = []
            clips = false
        }
        let hasPattern = isFilled && state.fillsWithPattern || isStroked && state.strokesWithPattern
        if isFilled || isStroked {
            for part in parts {
                let bounds = isStroked ? state.widened(part.bounds) : part.bounds
                if part.isDrawing || hasPattern {
                    marks.add(content: bounds, clip: state.clip)
                } else {
                    marks.add(line: bounds, clip: state.clip)
                }
            }
        }
        // Readers differ about a path that encloses nothing; it may hide nothing from us.
        let bounds = parts.dropFirst().reduce(parts.first?.bounds) { union, part in union?.union(part.bounds) }
        guard clips, let bounds, bounds.width > 0, bounds.height > 0 else { return false }
        clipBounds = bounds
        return true
    }

    private mutating func begin(_ bounds: Rectangle) {
        parts.append(Part(bounds: bounds))
    }

    private mutating func extend(_ point: Rectangle, isCurve: Bool) {
        guard let last = parts.indices.last else { return begin(point) }
        parts[last].points += 1
        parts[last].bounds = parts[last].bounds.union(point)
        parts[last].hasCurve = parts[last].hasCurve || isCurve
    }
}

extension MarksState {
    fileprivate func point(_ x: Double, _ y: Double) -> Rectangle {
        transform.bounds(of: Rectangle(left: x, bottom: y, right: x, top: y))
    }

    /// Half a line's width on each side, by the larger scale.
    fileprivate func widened(_ bounds: Rectangle) -> Rectangle {
        let scale = max(abs(transform.a) + abs(transform.c), abs(transform.b) + abs(transform.d))
        let half = abs(lineWidth) * scale / 2
        return Rectangle(
            left: bounds.left - half,
            bottom: bounds.bottom - half,
            right: bounds.right + half,
            top: bounds.top + half
        )
    }
}

extension Rectangle {
    fileprivate static let nowhere = Rectangle(left: -1e12, bottom: -1e12, right: -1e12, top: -1e12)

    fileprivate func union(_ other: Rectangle) -> Rectangle {
        guard isFinite, other.isFinite else { return Rectangle(left: .nan, bottom: .nan, right: .nan, top: .nan) }
        return Rectangle(
            left: min(left, other.left),
            bottom: min(bottom, other.bottom),
            right: max(right, other.right),
            top: max(top, other.top)
        )
    }
}
