import Typesetting

/// What stands on a generated page.
///
/// The origin is the top left corner, y goes down, lengths are points.
enum Mark {
    /// The block's top left corner.
    case text(SetText, x: Double, y: Double)
    case rule(x: Double, y: Double, length: Double, thickness: Double, ink: Ink)
    case fill(x: Double, y: Double, width: Double, height: Double, ink: Ink)
    /// A filled drawing whose coordinates are points below and right of `x`, `y`.
    case shape([GlyphOutline.Segment], x: Double, y: Double, ink: Ink)
    /// The top left corner of the square that holds it.
    case imprint(Imprint, x: Double, y: Double, size: Double)

    /// The mark at another place.
    func moved(x right: Double, y down: Double) -> Mark {
        switch self {
        case .text(let text, let x, let y):
            .text(text, x: x + right, y: y + down)
        case .rule(let x, let y, let length, let thickness, let ink):
            .rule(x: x + right, y: y + down, length: length, thickness: thickness, ink: ink)
        case .fill(let x, let y, let width, let height, let ink):
            .fill(x: x + right, y: y + down, width: width, height: height, ink: ink)
        case .shape(let segments, let x, let y, let ink):
            .shape(segments, x: x + right, y: y + down, ink: ink)
        case .imprint(let imprint, let x, let y, let size):
            .imprint(imprint, x: x + right, y: y + down, size: size)
        }
    }

    var runs: [ShapedRun] {
        switch self {
        case .text(let text, _, _): text.runs
        case .imprint(let imprint, _, _, _): imprint.runs
        case .rule, .fill, .shape: []
        }
    }
}

extension ContentWriter {
    /// Draws a mark on a page of this height.
    mutating func draw(_ mark: Mark, pageHeight height: Double) {
        switch mark {
        case .text(let text, let x, let y):
            self.text(text, x: x, y: height - y)
        case .rule(let x, let y, let length, let thickness, let ink):
            rectangle(x: x, y: height - y - thickness / 2, width: length, height: thickness, ink: ink)
        case .fill(let x, let y, let width, let tall, let ink):
            rectangle(x: x, y: height - y - tall, width: width, height: tall, ink: ink)
        case .shape(let segments, let x, let y, let ink):
            let place = Transform(scaleX: 1, scaleY: -1, x: x, y: height - y)
            shape(segments.map { $0.mapped { place($0) } }, ink: ink)
        case .imprint(let imprint, let x, let y, let size):
            self.imprint(
                imprint,
                x: x + size / 2,
                y: height - y - size / 2,
                size: size,
                ink: DocumentInk.vermilion
            )
        }
    }
}
