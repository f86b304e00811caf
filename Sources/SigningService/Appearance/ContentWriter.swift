import PDF
import Typesetting

/// Writes a content stream: of a signature's appearance, or of a page.
///
/// The origin is the lower left corner, y goes up, lengths are points.
struct ContentWriter {
    private(set) var bytes: [UInt8] = []
    private let fonts: [ContentFont]

    init(fonts: [ContentFont]) {
        self.fonts = fonts
    }

    /// One line of text from `x`, on the baseline `y`.
    mutating func text(_ runs: [ShapedRun], size: Double, x: Double, y: Double, ink: Ink) {
        fill(ink)
        write("BT")
        var start = x
        for run in runs {
            show(run, size: size, at: Transform(scaleX: 1, scaleY: 1, x: start, y: y))
            start += run.advance * size / 1000
        }
        write("ET")
    }

    /// Text in lines; `x`, `y` is the upper left corner of the block.
    mutating func text(_ text: SetText, x: Double, y: Double) {
        fill(text.style.ink)
        for line in text.lines where !line.pieces.isEmpty {
            write("BT")
            for piece in line.pieces {
                show(
                    piece.run,
                    spaces: piece.spaces,
                    size: text.style.size,
                    at: Transform(scaleX: 1, scaleY: 1, x: x + piece.x, y: y - line.baseline)
                )
            }
            write("ET")
        }
    }

    /// A filled drawing.
    mutating func shape(_ segments: [GlyphOutline.Segment], ink: Ink) {
        fill(ink)
        path(segments)
        write("f")
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, ink: Ink) {
        fill(ink)
        write("\(number(x)) \(number(y)) \(number(width)) \(number(height)) re f")
    }

    /// An imprint in the square of side `size` around a point.
    ///
    /// Its characters are text, each drawn by a matrix of its own, so that a reader extracts them; `/ActualText` gives
    /// them in reading order to readers that would sort them by place. ISO 32000-2 §14.9.4
    mutating func imprint(_ imprint: Imprint, x: Double, y: Double, size: Double, ink: Ink) {
        let place = Transform(scaleX: size, scaleY: size, x: x, y: y)
        if !imprint.edges.isEmpty { shape(imprint.edges.map { $0.mapped { place($0) } }, ink: ink) }
        if !imprint.strokes.isEmpty { strokes(imprint.strokes.map { $0.map { place($0) } }, size: size) }
        for phrase in imprint.phrases where !phrase.characters.isEmpty {
            let words = phrase.words.utf16.map { hexadecimal(Int($0)) }.joined()
            write("/Span <</ActualText <FEFF\(words)>>> BDC")
            write("q")
            write("\(number(ink.red)) \(number(ink.green)) \(number(ink.blue)) RG")
            write("\(number(phrase.stroke * size)) w 1 j 2 Tr")
            write("BT")
            for character in phrase.characters {
                show(character.run, size: 1, at: character.transform.then(place))
            }
            write("ET")
            write("Q")
            write("EMC")
        }
    }

    /// What was written by hand, in the colour of ink.
    private mutating func strokes(_ lines: [[GlyphOutline.Point]], size: Double) {
        let ink = DocumentInk.ink
        write("q")
        write("\(number(ink.red)) \(number(ink.green)) \(number(ink.blue)) RG")
        write("\(number(Imprint.penWidth * size)) w 1 J 1 j")
        for line in lines {
            for (index, point) in line.enumerated() {
                write("\(number(point.x)) \(number(point.y)) \(index == 0 ? "m" : "l")")
            }
            write("S")
        }
        write("Q")
    }

    private mutating func show(_ run: ShapedRun, spaces: [Double] = [], size: Double, at place: Transform) {
        guard let font = fonts.first(where: { $0.subset.typeface == run.typeface }) else {
            preconditionFailure("a subset is made for every run that is drawn")
        }
        write("/\(font.resource) \(number(size)) Tf")
        let matrix =
            [place.a, place.b, place.c, place.d].map { DecimalText.of($0, places: 5) } + [
                number(place.x), number(place.y),
            ]
        write("\(matrix.joined(separator: " ")) Tm")
        var parts = "<"
        for (index, glyph) in run.glyphs.enumerated() {
            parts += hexadecimal(font.code(of: glyph))
            guard index < spaces.count, abs(spaces[index]) > 0.01, index < run.glyphs.count - 1 else { continue }
            parts += "> \(number(-spaces[index])) <"
        }
        write("[\(parts)>] TJ")
    }

    private mutating func path(_ segments: [GlyphOutline.Segment]) {
        for segment in segments {
            let points = segment.points.map { "\(number($0.x)) \(number($0.y)) " }.joined()
            switch segment {
            case .move: write("\(points)m")
            case .line: write("\(points)l")
            case .curve: write("\(points)c")
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

    private func number(_ value: Double) -> String { DecimalText.of(value, places: 3) }

    private func hexadecimal(_ code: Int) -> String {
        let digits = String(code, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// A subset under a name of the resources.
struct ContentFont {
    let subset: FontSubset
    let resource: String

    /// The subsets that hold every glyph of the runs.
    ///
    /// - Throws: `TypesettingError.subsettingFailed`.
    static func all(for runs: [ShapedRun], fonts: FontLibrary) throws(TypesettingError) -> [ContentFont] {
        var subsets: [ContentFont] = []
        for typeface in Typeface.allCases where runs.contains(where: { $0.typeface == typeface }) {
            let subset = try FontSubset(of: typeface, for: runs, fonts: fonts)
            subsets.append(ContentFont(subset: subset, resource: "F\(subsets.count)"))
        }
        return subsets
    }

    func code(of glyph: ShapedGlyph) -> Int {
        guard let code = subset.code(of: glyph) else {
            preconditionFailure("a subset has a code for every glyph that it was made for")
        }
        return code
    }

    var embedded: EmbeddedFont {
        EmbeddedFont(
            resourceName: Name(resource),
            postScriptName: subset.typeface.rawValue,
            program: subset.program,
            codes: subset.codes.map { EmbeddedFont.Code(glyph: $0.glyph, width: $0.width, unicode: $0.text) },
            metrics: EmbeddedFont.Metrics(
                ascent: subset.ascent,
                descent: subset.descent,
                capHeight: subset.capHeight,
                boundingBox: subset.boundingBox
            )
        )
    }
}
