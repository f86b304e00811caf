import Typesetting

/// Where the lines and the imprint of a signature go in a box of any shape.
///
/// The imprint stands to the right of the lines, or above them where the box is too narrow. Everything is there in
/// every box; a small box makes it small, never short.
struct AppearanceLayout {
    struct Line {
        let runs: [ShapedRun]
        let isName: Bool

        /// Width in ems.
        var ems: Double { runs.reduce(0) { $0 + $1.advance } / 1000 }
    }

    struct PlacedLine {
        let line: Line
        let size: Double
        let x: Double
        let baseline: Double
    }

    struct Circle {
        let x: Double
        let y: Double
        let diameter: Double
    }

    let lines: [PlacedLine]
    let imprint: Circle

    init(_ lines: [Line], width: Double, height: Double) {
        let beside = Sizes(lines, textWidth: { $0 * 0.98 - min(height * 0.96, width * 0.38) - $1 }, width, height)
        let above = Sizes(lines, textWidth: { $0 * 0.96 - $1 * 0 }, width, height * 0.58)
        let margin = min(width, height) * 0.03
        if above.small > beside.small * 1.3 {
            let block = above.height
            let diameter = min(width * 0.8, height - block - 3 * margin, Self.largestImprint)
            let top = (height + diameter + margin + block) / 2
            self.imprint = Circle(x: width / 2, y: top - diameter / 2, diameter: diameter)
            self.lines = above.placed(x: { (width - $0) / 2 }, top: top - diameter - margin)
        } else {
            let diameter = min(height * 0.96, width * 0.38, Self.largestImprint, beside.height * 1.25)
            self.lines = beside.placed(x: { _ in margin }, top: (height + beside.height) / 2)
            let gap = beside.small * 0.7
            let left = min(width - margin - diameter, margin + beside.width + gap)
            self.imprint = Circle(x: left + diameter / 2, y: height / 2, diameter: diameter)
        }
    }

    private static let largestImprint = 130.0
}

/// The sizes at which the lines fit a width and a height.
private struct Sizes {
    let lines: [AppearanceLayout.Line]
    let name: Double
    let small: Double

    private static let nameLine = 1.28
    private static let smallLine = 1.42
    private static let largest = 14.0

    /// `textWidth` is asked for the room of the lines, given the width of the box and the gap beside them.
    init(
        _ lines: [AppearanceLayout.Line],
        textWidth: (_ width: Double, _ gap: Double) -> Double,
        _ width: Double,
        _ height: Double
    ) {
        let room = max(1, textWidth(width, width * 0.03))
        let smallCount = Double(lines.count { !$0.isName })
        let nameCount = Double(lines.count { $0.isName })
        let widest = lines.filter { !$0.isName }.map(\.ems).max() ?? 1
        let widestName = lines.filter(\.isName).map(\.ems).max() ?? 1
        let fullHeight = height * 0.94
        let small = min(
            room / max(widest, 1),
            fullHeight / (smallCount * Self.smallLine + nameCount * 1.8 * Self.nameLine),
            Self.largest
        )
        let rest = max(small, (fullHeight - small * smallCount * Self.smallLine) / (max(nameCount, 1) * Self.nameLine))
        self.lines = lines
        self.small = small
        self.name = min(room / max(widestName, 1), rest, small * 2.2)
    }

    func size(of line: AppearanceLayout.Line) -> Double { line.isName ? name : small }

    var width: Double { lines.map { $0.ems * size(of: $0) }.max() ?? 0 }

    var height: Double { lines.map(lead).reduce(0, +) }

    private func lead(_ line: AppearanceLayout.Line) -> Double {
        line.isName ? name * Self.nameLine : small * Self.smallLine
    }

    func placed(x: (_ width: Double) -> Double, top: Double) -> [AppearanceLayout.PlacedLine] {
        var y = top
        return lines.map { line in
            let size = size(of: line)
            // The em box of our fonts reaches from 0.12 below the baseline to 0.88 above it.
            let baseline = y - lead(line) / 2 - size * 0.38
            y -= lead(line)
            return AppearanceLayout.PlacedLine(line: line, size: size, x: x(line.ems * size), baseline: baseline)
        }
    }
}
