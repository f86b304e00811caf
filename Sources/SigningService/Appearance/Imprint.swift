import Typesetting

/// The round 印影: a ring with a slight swell, and the family name inside, set from top to bottom and from the right.
///
/// It is looks only; what proves anything is the signature. Lengths are parts of the diameter, y goes up, the centre is
/// the origin.
struct Imprint {
    /// Outer and inner edge; they run in opposite directions.
    let ring: [GlyphOutline.Segment]
    let characters: [GlyphOutline.Segment]

    /// Throws `TypesettingError.missingGlyph`.
    init(name: String, fonts: FontLibrary) throws(TypesettingError) {
        let shaper = TextShaper(fonts: fonts, typeface: .mincho)
        let text = ImprintText(name: name)
        var characters: [GlyphOutline.Segment] = []
        for (character, cell) in zip(text.characters, text.cells) {
            for outline in try shaper.outlines(of: String(character)) where !outline.isEmpty {
                characters += cell.filled(with: outline)
            }
        }
        self.characters = characters
        self.ring = Self.outerEdge + Self.innerEdge
    }

    /// Of a line around each character, which gives its strokes the weight of carved ones.
    static let strokeThickness = 0.011

    /// Drawn by hand on a grid of 96, a little out of round like carved boxwood.
    private static let outerEdge = edge([
        (48, 2.5), (73.6, 2.2), (93.7, 22.5), (93.6, 48.2), (93.5, 73.7), (73.3, 93.8), (47.7, 93.6),
        (22.3, 93.4), (2.3, 73.2), (2.5, 47.7), (2.7, 22.4), (22.7, 2.8), (48, 2.5),
    ])
    private static let innerEdge = edge([
        (48.2, 6.4), (24.7, 6.2), (6.3, 24.6), (6.1, 47.9), (5.9, 71.3), (24.5, 90), (47.9, 89.9),
        (71.2, 89.8), (89.9, 71.4), (90, 48.1), (90.1, 24.7), (71.5, 6.6), (48.2, 6.4),
    ])

    private static func edge(_ grid: [(x: Double, y: Double)]) -> [GlyphOutline.Segment] {
        let points = grid.map { GlyphOutline.Point(x: ($0.x - 48) / 91.4, y: (48 - $0.y) / 91.4) }
        var segments: [GlyphOutline.Segment] = [.move(points[0])]
        for start in stride(from: 1, to: points.count, by: 3) {
            segments.append(.curve(points[start], points[start + 1], points[start + 2]))
        }
        return segments + [.close]
    }
}

/// Which characters go into the ring, and where.
struct ImprintText {
    /// A place for one character.
    struct Cell: Hashable {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
    }

    let characters: [Character]
    let cells: [Cell]

    /// Takes the family name, which Japanese writes first; initials of a name in another script.
    init(name: String) {
        let words = name.split(whereSeparator: \.isWhitespace)
        guard let family = words.first else {
            characters = []
            cells = []
            return
        }
        if name.unicodeScalars.contains(where: Self.isSetInSquares) {
            characters = Array(family.prefix(16))
            cells = Self.columns(of: characters.count)
        } else {
            characters = words.prefix(3).compactMap(\.first)
            cells = Self.row(of: characters.count)
        }
    }

    /// Kana, kanji and whatever else fills an em square.
    private static func isSetInSquares(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// Half the height and, from two columns on, half the width of the block, in parts of the diameter.
    private static func block(columns: Int, rows: Int) -> (halfWidth: Double, halfHeight: Double) {
        switch (columns, rows) {
        case (1, 1): (0.34, 0.34)
        case (1, _): (0.27, 0.39)
        case (2, 2): (0.335, 0.335)
        case (2, _): (0.3, 0.355)
        default: (0.335, 0.33)
        }
    }

    /// One column up to three characters, two up to six, then three and four; the rightmost is read first.
    private static func columns(of count: Int) -> [Cell] {
        let columns = count <= 3 ? 1 : count <= 6 ? 2 : count <= 9 ? 3 : 4
        let (halfWidth, halfHeight) = block(columns: columns, rows: (count + columns - 1) / columns)
        var cells: [Cell] = []
        for column in 0..<columns {
            let rows = count / columns + (column < count % columns ? 1 : 0)
            let width = 2 * halfWidth / Double(columns)
            let height = 2 * halfHeight / Double(rows)
            for row in 0..<rows {
                // The middle of three has the whole width of the circle beside it.
                let isMiddle = columns == 1 && rows == 3 && row == 1
                cells.append(
                    Cell(
                        x: halfWidth - width * (Double(column) + 0.5),
                        y: halfHeight - height * (Double(row) + 0.5),
                        width: width * (isMiddle ? 1.24 : 1) * 0.93,
                        height: height * 0.91
                    )
                )
            }
        }
        return cells
    }

    private static func row(of count: Int) -> [Cell] {
        let width = (count == 1 ? 0.5 : 0.72) / Double(count)
        return (0..<count).map { index in
            Cell(
                x: width * (Double(index) + 0.5 - Double(count) / 2),
                y: 0,
                width: width * 0.9,
                height: count == 1 ? 0.5 : 0.36
            )
        }
    }
}

extension ImprintText.Cell {
    /// The outline stretched into the cell.
    ///
    /// The ink decides, so that the characters fill the ring as carved ones do; a character that is thin by nature, as
    /// 一 or 小, keeps something of it.
    func filled(with outline: GlyphOutline) -> [GlyphOutline.Segment] {
        let inkWidth = outline.high.x - outline.low.x
        let inkHeight = outline.high.y - outline.low.y
        let scaleX = width / max(inkWidth, 0.72)
        let scaleY = height / max(inkHeight, 0.72)
        let centre = GlyphOutline.Point(x: outline.low.x + inkWidth / 2, y: outline.low.y + inkHeight / 2)
        return outline.segments.map { segment in
            segment.mapped { GlyphOutline.Point(x: x + ($0.x - centre.x) * scaleX, y: y + ($0.y - centre.y) * scaleY) }
        }
    }
}

extension GlyphOutline.Segment {
    /// The segment with every point moved.
    func mapped(_ move: (GlyphOutline.Point) -> GlyphOutline.Point) -> GlyphOutline.Segment {
        switch self {
        case .move(let point): .move(move(point))
        case .line(let point): .line(move(point))
        case .curve(let first, let second, let end): .curve(move(first), move(second), move(end))
        case .close: .close
        }
    }
}
