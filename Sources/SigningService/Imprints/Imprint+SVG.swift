package import Typesetting

extension ImprintChoice {
    /// The 印影 of a signer as an SVG picture, for pages: the same drawing as on the signature.
    ///
    /// - Throws: `TypesettingError.missingGlyph`.
    package func svg(name: String, fonts: FontLibrary) throws(TypesettingError) -> String {
        let imprint = try Imprint(self, name: name, fonts: fonts)
        let shaper = TextShaper(fonts: fonts, typeface: .mincho)
        var body = imprint.edges.isEmpty ? "" : "<path d=\"\(path(imprint.edges))\"/>"
        for phrase in imprint.phrases {
            let outlines = phrase.characters.flatMap { character in
                shaper.outline(of: character.run).segments.map { $0.mapped { character.transform($0) } }
            }
            body += "<path d=\"\(path(outlines))\" stroke=\"currentColor\" stroke-linejoin=\"round\""
            body += " stroke-width=\"\(number(phrase.stroke * Self.side))\"/>"
        }
        for stroke in imprint.strokes {
            let points = stroke.map(place).joined(separator: " ")
            body += "<polyline points=\"\(points)\" fill=\"none\" stroke=\"\(Self.ink)\" stroke-linecap=\"round\""
            body += " stroke-linejoin=\"round\" stroke-width=\"\(number(Imprint.penWidth * Self.side))\"/>"
        }
        let words = imprint.phrases.isEmpty ? name : imprint.phrases.map(\.words).joined(separator: " ")
        let label = "印影「\(words)」"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img" aria-label="\(escaped(label))" \
            color="#C5331D" fill="currentColor">\(body)</svg>

            """
    }

    private static let side = 94.0
    /// Of what was written by hand; a picture has no page's colours.
    private static let ink = "#1B1D21"

    private func place(_ point: GlyphOutline.Point) -> String {
        "\(number(48 + point.x * Self.side)) \(number(48 - point.y * Self.side))"
    }

    private func path(_ segments: [GlyphOutline.Segment]) -> String {
        var path = ""
        for segment in segments {
            let points = segment.points.map(place)
            switch segment {
            case .move: path += "M"
            case .line: path += "L"
            case .curve: path += "C"
            case .close: path += "Z"
            }
            path += points.joined(separator: " ")
        }
        return path
    }

    private func number(_ value: Double) -> String { DecimalText.of(value, places: 2) }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
