import Foundation
import Typesetting

/// Puts characters into the forms of an imprint.
struct ImprintCutter {
    let shaper: TextShaper

    /// Characters that fill a ring as far as `radius`.
    func phrase(_ text: ImprintText, inRing radius: Double) throws(TypesettingError) -> Imprint.Phrase {
        var cells: [Cell] = []
        if text.lines.isEmpty {
            let rows = text.columns.map(\.count).max() ?? 0
            let (halfWidth, halfHeight) = Self.block(columns: text.columns.count, rows: rows)
            cells = try columnCells(text.columns, halfWidth: halfWidth, halfHeight: halfHeight) { columns, rows, row in
                // The middle of three has the whole width of the circle beside it.
                columns == 1 && rows == 3 && row == 1 ? 1.2 : 1
            }
        } else {
            cells = try lineCells(text.lines, halfWidth: 0.36, halfHeight: 0.25)
        }
        // The block is as large as the ink lets it be; a small character such as 一 stays small.
        let reach = cells.flatMap { $0.corners(shaper) }.map { hypot($0.x, $0.y) }.max() ?? 0
        let stroke = Self.stroke(for: cells) * radius / Self.formRadius
        let growth = min((radius - stroke / 2) / max(reach, 0.01), Self.mostGrowth * radius / Self.formRadius)
        let scaling = Transform(scaleX: growth, scaleY: growth, x: 0, y: 0)
        return Imprint.Phrase(
            words: text.words,
            characters: cells.map { $0.character.transformed(scaling) },
            stroke: stroke
        )
    }

    /// Characters that fill a square of half the side `half`.
    func phrase(_ text: ImprintText, inSquare half: Double) throws(TypesettingError) -> Imprint.Phrase {
        let cells =
            text.lines.isEmpty
            ? try columnCells(text.columns, halfWidth: half, halfHeight: half)
            : try lineCells(text.lines, halfWidth: half * 0.94, halfHeight: half * 0.94)
        return Imprint.Phrase(
            words: text.words,
            characters: cells.map(\.character),
            stroke: Self.stroke(for: cells)
        )
    }

    /// Characters between two rings, heads outward, clockwise from the bottom, with one free place there.
    func phrase(around words: String, from inner: Double, to outer: Double) throws(TypesettingError) -> Imprint.Phrase {
        let middle = (inner + outer) / 2
        var placed: [(runs: [ShapedRun], centre: Double)] = []
        var length = Self.freePlace / 2
        for character in words {
            let runs = try shaper.shape(String(character))
            let advance = runs.reduce(0) { $0 + $1.advance } / 1000
            placed.append((runs, length + advance / 2))
            length += advance
        }
        length += Self.freePlace / 2
        let pitch = 2 * Double.pi / length
        let height = outer - inner
        // A full-width character is inked over about 0.92 em. Neighbours are closest at their feet; where there is room
        // they are a little wide, as carved ones are.
        let width = min(pitch * (inner + height * 0.25) * 0.96, height * 1.2)
        var characters: [Imprint.PlacedCharacter] = []
        for (runs, centre) in placed {
            let direction = -Double.pi / 2 - centre * pitch
            let (sine, cosine) = (sin(direction - .pi / 2), cos(direction - .pi / 2))
            var start = -runs.reduce(0) { $0 + $1.advance } / 2000
            for run in runs {
                let upright = Transform(
                    scaleX: width / 0.92,
                    scaleY: height / 0.92,
                    x: start * width / 0.92,
                    y: -0.38 * height / 0.92
                )
                let turn = Transform(
                    a: cosine,
                    b: sine,
                    c: -sine,
                    d: cosine,
                    x: middle * cos(direction),
                    y: middle * sin(direction)
                )
                if run.glyphs.contains(where: { !$0.text.allSatisfy(\.isWhitespace) }) {
                    characters.append(Imprint.PlacedCharacter(run: run, transform: upright.then(turn)))
                }
                start += run.advance / 1000
            }
        }
        return Imprint.Phrase(
            words: words,
            characters: characters,
            stroke: Self.stroke(width: width, height: height)
        )
    }

    /// What `block` is drawn for.
    private static let formRadius = 0.434
    private static let mostGrowth = 1.12
    /// Between the last and the first character around a ring, in ems.
    private static let freePlace = 1.0

    /// Half the height and half the width of the block of characters in a ring.
    private static func block(columns: Int, rows: Int) -> (halfWidth: Double, halfHeight: Double) {
        switch (columns, rows) {
        case (1, 1): (0.34, 0.34)
        case (1, 2): (0.255, 0.39)
        case (1, _): (0.245, 0.4)
        case (2, 2): (0.33, 0.33)
        case (2, _): (0.3, 0.355)
        default: (0.335, 0.33)
        }
    }

    /// Every column fills the height; `widening` is asked with the columns, the rows and the row.
    private func columnCells(
        _ columns: [[Character]],
        halfWidth: Double,
        halfHeight: Double,
        widening: (Int, Int, Int) -> Double = { _, _, _ in 1 }
    ) throws(TypesettingError) -> [Cell] {
        var cells: [Cell] = []
        let width = 2 * halfWidth / Double(max(1, columns.count))
        for (column, characters) in columns.enumerated() {
            let height = 2 * halfHeight / Double(characters.count)
            for (row, character) in characters.enumerated() {
                let place = Cell.Place(
                    x: halfWidth - width * (Double(column) + 0.5),
                    y: halfHeight - height * (Double(row) + 0.5),
                    width: width * widening(columns.count, characters.count, row) * 0.91,
                    height: height * 0.9
                )
                for run in try shaper.shapeForColumn(String(character)) {
                    cells.append(Cell(run, filling: place, shaper))
                }
            }
        }
        return cells
    }

    /// Lines of one size, centred.
    private func lineCells(
        _ lines: [String],
        halfWidth: Double,
        halfHeight: Double
    ) throws(TypesettingError) -> [Cell] {
        var set: [(runs: [ShapedRun], ems: Double)] = []
        for line in lines {
            let runs = try shaper.shape(line)
            set.append((runs, runs.reduce(0) { $0 + $1.advance } / 1000))
        }
        let lead = 1.06
        let size = min(
            2 * halfWidth / max(set.map(\.ems).max() ?? 1, 0.1),
            2 * halfHeight / (Double(lines.count - 1) * lead + 0.74)
        )
        var cells: [Cell] = []
        for (index, line) in set.enumerated() {
            // The middle of a capital is 0.36 above its baseline.
            let baseline = (Double(lines.count - 1) / 2 - Double(index)) * lead * size - 0.36 * size
            var x = -line.ems / 2 * size
            for run in line.runs {
                let transform = Transform(scaleX: size, scaleY: size, x: x, y: baseline)
                cells.append(
                    Cell(
                        character: Imprint.PlacedCharacter(run: run, transform: transform),
                        width: size,
                        height: size
                    )
                )
                x += run.advance / 1000 * size
            }
        }
        return cells
    }

    private static func stroke(for cells: [Cell]) -> Double {
        cells.map { stroke(width: $0.width, height: $0.height) }.min() ?? 0
    }

    /// Small characters get a thinner line, or they would close up.
    private static func stroke(width: Double, height: Double) -> Double {
        0.003 + 0.021 * min(width, height)
    }
}

/// A character and the size it was given.
private struct Cell {
    struct Place {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
    }

    let character: Imprint.PlacedCharacter
    let width: Double
    let height: Double
}

extension Cell {
    /// The run stretched into a place.
    ///
    /// The ink decides, so that the characters fill the form as carved ones do; a character that is thin by nature, as
    /// 一 or 小, keeps something of it.
    init(_ run: ShapedRun, filling place: Place, _ shaper: TextShaper) {
        let outline = shaper.outline(of: run)
        let (low, high) =
            outline.isEmpty
            ? (GlyphOutline.Point(x: 0, y: 0), GlyphOutline.Point(x: 1, y: 1)) : (outline.low, outline.high)
        let scaleX = place.width / max(high.x - low.x, 0.72)
        let scaleY = place.height / max(high.y - low.y, 0.72)
        self.init(
            character: Imprint.PlacedCharacter(
                run: run,
                transform: Transform(
                    scaleX: scaleX,
                    scaleY: scaleY,
                    x: place.x - (low.x + high.x) / 2 * scaleX,
                    y: place.y - (low.y + high.y) / 2 * scaleY
                )
            ),
            width: place.width,
            height: place.height
        )
    }

    /// Points that the ink does not leave.
    func corners(_ shaper: TextShaper) -> [GlyphOutline.Point] {
        shaper.outline(of: character.run).segments.flatMap(\.points).map { character.transform($0) }
    }
}

extension Imprint.PlacedCharacter {
    fileprivate func transformed(_ next: Transform) -> Imprint.PlacedCharacter {
        Imprint.PlacedCharacter(run: run, transform: transform.then(next))
    }
}
