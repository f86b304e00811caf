/// Text that was broken into lines, ready to be drawn.
package struct SetText: Hashable, Sendable {
    /// Glyphs of one font with the space after each.
    package struct Piece: Hashable, Sendable {
        package fileprivate(set) var run: ShapedRun
        /// In thousandths of an em, as many as glyphs, added to their advances.
        package fileprivate(set) var spaces: [Double]
        /// From the left edge of the block, in points.
        package let x: Double
    }

    package struct Line: Hashable, Sendable {
        package let pieces: [Piece]
        /// Of the ink, in points.
        package let width: Double
        /// Below the upper edge of the block, in points.
        package let baseline: Double
    }

    package let lines: [Line]
    package let style: TextStyle

    package var height: Double { Double(lines.count) * style.lineHeight }

    package var runs: [ShapedRun] { lines.flatMap { $0.pieces.map(\.run) } }
}

extension TextShaper {
    /// Breaks `text` into lines of a width in points; line feeds are line breaks.
    ///
    /// Kinsoku is strict. A word longer than a line is broken where the line is full.
    ///
    /// - Throws: `TypesettingError.missingGlyph`.
    package static func set(
        _ text: String,
        _ style: TextStyle,
        width: Double,
        fonts: FontLibrary
    ) throws(TypesettingError) -> SetText {
        let shaper = TextShaper(fonts: fonts, typeface: style.typeface)
        var lines: [SetText.Line] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = try shaper.units(of: String(paragraph), style)[...]
            repeat {
                let count = lineLength(of: rest, style, measure: width / style.size)
                let line = SetLine(units: rest.prefix(count), style: style, width: width)
                let top = Double(lines.count) * style.lineHeight
                // The em box of our fonts reaches from 0.12 below the baseline to 0.88 above it.
                lines.append(line.placed(baseline: top + style.lineHeight / 2 + style.size * 0.38))
                rest = rest.dropFirst(count)
            } while !rest.isEmpty
        }
        return SetText(lines: lines, style: style)
    }

    private func units(of text: String, _ style: TextStyle) throws(TypesettingError) -> [Unit] {
        // Asked of the whole text, so that a missing glyph is told with its place.
        _ = try parts(of: text)
        var known: [Character: [ShapedRun]] = [:]
        var units: [Unit] = []
        var x = 0.0
        for character in text {
            let runs = if let found = known[character] { found } else { try shape(String(character)) }
            known[character] = runs
            var unit = Unit(character: character, runs: runs)
            if let column = style.column, character == " " {
                unit.widen(to: ((x + unit.width) / column).rounded(.up) * column - x)
            }
            x += unit.width + style.tracking
            units.append(unit)
        }
        return units
    }

    /// How many units go on the line: up to the last place where it may end, at least one.
    private static func lineLength(of units: ArraySlice<Unit>, _ style: TextStyle, measure: Double) -> Int {
        guard let first = units.first else { return 0 }
        var width = -LineBreaking.whiteBefore(first.character)
        var lastBreak: Int?
        for (count, unit) in units.enumerated() {
            if count > 0 {
                let before = units[units.startIndex + count - 1].character
                if LineBreaking.isAllowed(between: before, and: unit.character) { lastBreak = count }
                width += style.tracking - LineBreaking.closingUp(before, unit.character)
            }
            width += unit.width
            let overhang = unit.character == " " ? unit.width : LineBreaking.whiteAfter(unit.character)
            if width - overhang > measure + 0.0001 { return lastBreak ?? max(1, count) }
        }
        return units.count
    }
}

/// One character with its glyphs; widths in ems.
private struct Unit {
    let character: Character
    let runs: [ShapedRun]
    private(set) var width: Double
    /// The white on either side of the glyphs.
    private(set) var padding = 0.0

    init(character: Character, runs: [ShapedRun]) {
        self.character = character
        self.runs = runs
        width = runs.reduce(0) { $0 + $1.advance } / 1000
    }

    mutating func widen(to width: Double) {
        padding = (width - self.width) / 2
        self.width = width
    }
}

/// The units of one line.
private struct SetLine {
    let units: ArraySlice<Unit>
    let style: TextStyle
    let width: Double

    func placed(baseline: Double) -> SetText.Line {
        var pieces: [SetText.Piece] = []
        let left = start - LineBreaking.whiteBefore(units.first?.character ?? " ")
        var x = left
        for (index, unit) in zip(units.indices, units) {
            let next = index + 1 < units.endIndex ? units[index + 1] : nil
            var after = unit.padding + style.tracking
            if let next { after -= LineBreaking.closingUp(unit.character, next.character) }
            if pieces.isEmpty { x += unit.padding }
            for (position, run) in unit.runs.enumerated() {
                var spaces = [Double](repeating: 0, count: run.glyphs.count)
                if position == unit.runs.count - 1, !spaces.isEmpty {
                    spaces[spaces.count - 1] = (after + (next?.padding ?? 0)) * 1000
                }
                if let last = pieces.last, last.run.typeface == run.typeface {
                    pieces[pieces.count - 1].run = ShapedRun(
                        typeface: run.typeface,
                        glyphs: last.run.glyphs + run.glyphs
                    )
                    pieces[pieces.count - 1].spaces += spaces
                } else {
                    pieces.append(SetText.Piece(run: run, spaces: spaces, x: x * style.size))
                }
                x += (run.advance + spaces.reduce(0, +)) / 1000
            }
        }
        return SetText.Line(pieces: pieces, width: inkedWidth * style.size, baseline: baseline)
    }

    /// Where the alignment puts the left edge, in ems.
    private var start: Double {
        let white = width / style.size - inkedWidth
        return switch style.alignment {
        case .left: 0
        case .centre: white / 2
        case .right: white
        }
    }

    /// Without a space at the end, in ems.
    private var inkedWidth: Double {
        var inked = units.reduce(0) { $0 + $1.width }
        for (first, second) in zip(units, units.dropFirst()) {
            inked -= LineBreaking.closingUp(first.character, second.character)
        }
        inked += style.tracking * Double(max(0, units.count - 1))
        if let last = units.last, last.character == " " { inked -= last.width }
        return inked
    }
}
