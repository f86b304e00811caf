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
    /// Words begin at multiples of this, in ems, so that groups of digits stand under each other; nil: where they come.
    package var column: Double?
    package var ink: Ink
    package var alignment: Alignment

    package init(
        _ typeface: Typeface,
        size: Double,
        lineHeight: Double,
        tracking: Double = 0,
        column: Double? = nil,
        ink: Ink,
        alignment: Alignment = .left
    ) {
        self.typeface = typeface
        self.size = size
        self.lineHeight = lineHeight
        self.tracking = tracking
        self.column = column
        self.ink = ink
        self.alignment = alignment
    }
}
