/// A colour of a generated document, each part from 0 to 1.
package struct Ink: Hashable, Sendable {
    package let red: Double
    package let green: Double
    package let blue: Double

    /// From a hexadecimal `0xRRGGBB`.
    package init(_ hexadecimal: UInt32) {
        self.red = Double(hexadecimal >> 16 & 0xFF) / 255
        self.green = Double(hexadecimal >> 8 & 0xFF) / 255
        self.blue = Double(hexadecimal & 0xFF) / 255
    }
}

/// How a block of text looks; lengths are points.
package struct TextStyle: Hashable, Sendable {
    package enum Alignment: Hashable, Sendable { case left, centre, right }

    package var typeface: Typeface
    package var size: Double
    /// From one baseline to the next.
    package var lineHeight: Double
    /// Extra space after every character, in ems.
    package var tracking: Double
    package var ink: Ink
    package var alignment: Alignment

    package init(
        _ typeface: Typeface,
        size: Double,
        lineHeight: Double,
        tracking: Double = 0,
        ink: Ink,
        alignment: Alignment = .left
    ) {
        self.typeface = typeface
        self.size = size
        self.lineHeight = lineHeight
        self.tracking = tracking
        self.ink = ink
        self.alignment = alignment
    }
}

/// Text that is broken into lines of a width.
package struct TextBlock: Hashable, Sendable {
    package let text: String
    package let style: TextStyle
    package let width: Double

    package init(_ text: String, _ style: TextStyle, width: Double) {
        self.text = text
        self.style = style
        self.width = width
    }
}

/// What stands on a page.
///
/// The origin is the top left corner, y goes down, lengths are points.
package enum Mark: Hashable, Sendable {
    /// The block's top left corner; its first baseline is where the line height puts it.
    case text(TextBlock, x: Double, y: Double)
    case rule(x: Double, y: Double, length: Double, thickness: Double, ink: Ink)
    case fill(x: Double, y: Double, width: Double, height: Double, ink: Ink)
    /// A glyph or drawing, already scaled: coordinates are points below and right of `x`, `y`. It is filled, with a line
    /// of `outline` thickness around it.
    case shape([GlyphOutline.Segment], outline: Double, x: Double, y: Double, ink: Ink)
}

extension Mark {
    /// The mark at another place.
    package func moved(x right: Double, y down: Double) -> Mark {
        switch self {
        case .text(let block, let x, let y):
            .text(block, x: x + right, y: y + down)
        case .rule(let x, let y, let length, let thickness, let ink):
            .rule(x: x + right, y: y + down, length: length, thickness: thickness, ink: ink)
        case .fill(let x, let y, let width, let height, let ink):
            .fill(x: x + right, y: y + down, width: width, height: height, ink: ink)
        case .shape(let segments, let outline, let x, let y, let ink):
            .shape(segments, outline: outline, x: x + right, y: y + down, ink: ink)
        }
    }
}

/// One page of a generated document.
package struct Page: Hashable, Sendable {
    package var marks: [Mark]

    package init(_ marks: [Mark] = []) {
        self.marks = marks
    }
}

/// What a generated document says about itself.
///
/// Dates are given, never taken from the clock, so that the same input
/// makes the same bytes.
package struct DocumentMetadata: Hashable, Sendable {
    package let title: String
    package let subject: String
    package let author: String
    /// RFC 3339, `2026-11-22T03:34:56Z`.
    package let date: String

    package init(title: String, subject: String, author: String, date: String) {
        self.title = title
        self.subject = subject
        self.author = author
        self.date = date
    }
}
