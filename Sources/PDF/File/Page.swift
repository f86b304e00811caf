/// A rectangle in user space, with its corners in order.
///
/// - SeeAlso: ISO 32000-2 §7.9.5
package struct Rectangle: Hashable, Sendable {
    package let left: Double
    package let bottom: Double
    package let right: Double
    package let top: Double

    package init(left: Double, bottom: Double, right: Double, top: Double) {
        self.left = min(left, right)
        self.bottom = min(bottom, top)
        self.right = max(left, right)
        self.top = max(bottom, top)
    }

    package var width: Double { right - left }
    package var height: Double { top - bottom }

    /// What both rectangles cover, or nil.
    package func intersection(_ other: Rectangle) -> Rectangle? {
        guard max(left, other.left) < min(right, other.right), max(bottom, other.bottom) < min(top, other.top) else {
            return nil
        }
        return Rectangle(
            left: max(left, other.left),
            bottom: max(bottom, other.bottom),
            right: min(right, other.right),
            top: min(top, other.top)
        )
    }

    package var object: Object {
        .array([.real(left), .real(bottom), .real(right), .real(top)])
    }
}

/// A box on a page as its reader sees it.
///
/// Points of the page as displayed: its CropBox, after Rotate, times UserUnit; the origin is top left.
package struct DisplayedBox: Hashable, Sendable, Codable {
    /// From 1.
    package let page: Int
    package let x: Double
    package let y: Double
    package let width: Double
    package let height: Double

    package init(page: Int, x: Double, y: Double, width: Double, height: Double) {
        self.page = page
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

/// One page with what it inherits.
///
/// - SeeAlso: ISO 32000-2 §7.7.3.3, §7.7.3.4
package struct Page: Sendable {
    /// From 1.
    package let number: Int
    package let reference: Reference
    /// The page object as it stands, without what is inherited.
    package let dictionary: PDFDictionary
    package let mediaBox: Rectangle
    /// Within the MediaBox.
    package let cropBox: Rectangle
    /// Clockwise: 0, 90, 180 or 270.
    package let rotate: Int
    package let userUnit: Double
    package let resources: Object

    /// The size as displayed, in points.
    package var displayedSize: (width: Double, height: Double) {
        let (width, height) = (cropBox.width * userUnit, cropBox.height * userUnit)
        return rotate.isMultiple(of: 180) ? (width, height) : (height, width)
    }

    /// Where a box of the displayed page is in user space.
    ///
    /// - Throws: `PDFError.boxOutsidePage` when a part of it would not be seen.
    package func userSpaceRect(of box: DisplayedBox) throws(PDFError) -> Rectangle {
        let size = displayedSize
        // Rounding of a client's arithmetic is not worth a refusal.
        let slack = 0.01
        guard box.x.isFinite, box.y.isFinite, box.width > 0, box.height > 0, box.x >= -slack, box.y >= -slack,
            box.x + box.width <= size.width + slack, box.y + box.height <= size.height + slack
        else { throw .boxOutsidePage(page: number) }
        let first = userSpace(box.x, box.y)
        let second = userSpace(box.x + box.width, box.y + box.height)
        return Rectangle(left: first.x, bottom: first.y, right: second.x, top: second.y)
    }

    /// Where a rectangle of user space is on the displayed page; nil unless all of it shows.
    package func displayedBox(of rectangle: Rectangle) -> DisplayedBox? {
        guard let seen = rectangle.intersection(cropBox), seen == rectangle else { return nil }
        let (left, top) =
            switch rotate {
            case 90: (seen.bottom - cropBox.bottom, seen.left - cropBox.left)
            case 180: (cropBox.right - seen.right, seen.bottom - cropBox.bottom)
            case 270: (cropBox.top - seen.top, cropBox.right - seen.right)
            default: (seen.left - cropBox.left, cropBox.top - seen.top)
            }
        let (width, height) = rotate.isMultiple(of: 180) ? (seen.width, seen.height) : (seen.height, seen.width)
        return DisplayedBox(
            page: number,
            x: left * userUnit,
            y: top * userUnit,
            width: width * userUnit,
            height: height * userUnit
        )
    }

    private func userSpace(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        let (right, down) = (x / userUnit, y / userUnit)
        return switch rotate {
        case 90: (cropBox.left + down, cropBox.bottom + right)
        case 180: (cropBox.right - right, cropBox.bottom + down)
        case 270: (cropBox.right - down, cropBox.top - right)
        default: (cropBox.left + right, cropBox.top - down)
        }
    }
}
