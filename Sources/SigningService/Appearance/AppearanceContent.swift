import PDF
import Typesetting

/// Writes the content stream of an appearance.
struct AppearanceContent {
    private(set) var bytes: [UInt8] = []
    private let fonts: [(subset: FontSubset, resource: String)]

    init(fonts: [(subset: FontSubset, resource: String)]) {
        self.fonts = fonts
    }

    /// One line of text from `x`, on the baseline `y`.
    mutating func text(_ runs: [ShapedRun], size: Double, x: Double, y: Double, ink: Ink) {
        fill(ink)
        write("BT")
        var start = x
        for run in runs {
            guard let font = fonts.first(where: { $0.subset.typeface == run.typeface }) else {
                preconditionFailure("a subset is made for every run that is drawn")
            }
            write("/\(font.resource) \(number(size)) Tf")
            write("1 0 0 1 \(number(start)) \(number(y)) Tm")
            write("<\(run.glyphs.map { hexadecimal(code(of: $0, in: font.subset)) }.joined())> Tj")
            start += run.advance * size / 1000
        }
        write("ET")
    }

    /// The imprint around a centre.
    mutating func imprint(_ imprint: Imprint, x: Double, y: Double, diameter: Double, ink: Ink) {
        func place(_ point: GlyphOutline.Point) -> GlyphOutline.Point {
            GlyphOutline.Point(x: x + point.x * diameter, y: y + point.y * diameter)
        }
        fill(ink)
        path(imprint.ring.map { $0.mapped(place) })
        write("f")
        // A thin line around each stroke gives it the weight of a carved one.
        write("\(number(ink.red)) \(number(ink.green)) \(number(ink.blue)) RG")
        write("\(number(diameter * Imprint.strokeThickness)) w 1 j")
        path(imprint.characters.map { $0.mapped(place) })
        write("B")
    }

    private mutating func path(_ segments: [GlyphOutline.Segment]) {
        for segment in segments {
            switch segment {
            case .move(let point): write("\(pair(point)) m")
            case .line(let point): write("\(pair(point)) l")
            case .curve(let first, let second, let end): write("\(pair(first)) \(pair(second)) \(pair(end)) c")
            case .close: write("h")
            }
        }
    }

    private mutating func fill(_ ink: Ink) {
        write("\(number(ink.red)) \(number(ink.green)) \(number(ink.blue)) rg")
    }

    private mutating func write(_ line: String) {
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private func code(of glyph: ShapedGlyph, in subset: FontSubset) -> Int {
        guard let code = subset.code(of: glyph) else {
            preconditionFailure("a subset has a code for every glyph that it was made for")
        }
        return code
    }

    private func pair(_ point: GlyphOutline.Point) -> String {
        "\(number(point.x)) \(number(point.y))"
    }

    /// Three decimals, the same everywhere.
    private func number(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        let sign = thousandths < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        var digits = String(repeating: "0", count: 3 - String(rest).count) + String(rest)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    private func hexadecimal(_ code: Int) -> String {
        let digits = String(code, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension EmbeddedFont {
    /// The subset under a name of the appearance's resources.
    init(_ subset: FontSubset, resource: String) {
        self.init(
            resourceName: Name(resource),
            postScriptName: subset.typeface.rawValue,
            program: subset.program,
            codes: subset.codes.map { Code(glyph: $0.glyph, width: $0.width, unicode: $0.text) },
            metrics: Metrics(
                ascent: subset.ascent,
                descent: subset.descent,
                capHeight: subset.capHeight,
                boundingBox: subset.boundingBox
            )
        )
    }
}
