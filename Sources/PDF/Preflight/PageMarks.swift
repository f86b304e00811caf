/// What a page paints, as rectangles of user space that are never too small.
///
/// Texts count with the widest that their glyphs can be, pictures, shadings, patterns and curves with their bounds, also inside
/// form XObjects. Lines and rectangles are the frames in which people sign: they count where a place would hide one whole, or a
/// part of one as short as a minus sign.
/// Layers and colours are not looked at: what cannot be seen counts, too.
struct PageMarks {
    private(set) var contents: [Rectangle] = []
    private(set) var lines: [Rectangle] = []
    /// Whether something is painted of which nobody knows where it ends.
    private(set) var isUnbounded = false

    /// Nothing painted is hidden by `place`.
    func leaveClear(_ place: Rectangle) -> Bool {
        !isUnbounded && !contents.contains { $0.touches(place) }
            && !lines.contains { $0.lies(within: place) || $0.isSign && $0.touches(place) }
    }

    /// Adds what shows through `clip`; nil for everything.
    mutating func add(content: Rectangle, clip: Rectangle?) {
        guard content.isFinite else {
            isUnbounded = true
            return
        }
        if let seen = clip.map({ content.overlap($0) }) ?? content { contents.append(seen) }
    }

    mutating func add(line: Rectangle, clip: Rectangle?) {
        guard line.isFinite else {
            isUnbounded = true
            return
        }
        if let seen = clip.map({ line.overlap($0) }) ?? line { lines.append(seen) }
    }

    /// Adds something that fills whatever it may.
    mutating func addEverything(within clip: Rectangle?) {
        if let clip { contents.append(clip) } else { isUnbounded = true }
    }

    var count: Int { contents.count + lines.count }
}

extension Rectangle {
    var isFinite: Bool { left.isFinite && bottom.isFinite && right.isFinite && top.isFinite }

    /// Whether both have a point in common; a rectangle without height is a line.
    fileprivate func touches(_ other: Rectangle) -> Bool {
        left <= other.right && other.left <= right && bottom <= other.top && other.bottom <= top
    }

    /// Whether it is rather a sign, such as a minus, than a frame: half an inch at most.
    fileprivate var isSign: Bool { width <= 36 && height <= 36 }

    fileprivate func lies(within other: Rectangle) -> Bool {
        left >= other.left && right <= other.right && bottom >= other.bottom && top <= other.top
    }

    /// What both cover, down to a line or a point.
    func overlap(_ other: Rectangle) -> Rectangle? {
        guard touches(other) else { return nil }
        return Rectangle(
            left: max(left, other.left),
            bottom: max(bottom, other.bottom),
            right: min(right, other.right),
            top: min(top, other.top)
        )
    }
}
