import Typesetting

/// What a certificate of the test environment shows on every page.
extension CertificateBlocks {
    /// The mark of the test environment: hatched, with both languages.
    func trialBand(_ mark: String) throws(TypesettingError) -> FlowBlock {
        let height = 30.0
        var marks: [Mark] = []
        for (x, width) in [(0.0, 28.0), (PageFlow.width - 28, 28.0)] {
            marks += Self.hatching(x: x, width: width, height: height)
        }
        for y in [0, height] {
            marks.append(.rule(x: 0, y: y, length: PageFlow.width, thickness: 0.8, ink: DocumentInk.ink))
        }
        let width = PageFlow.width - 76
        let japanese = try set("\(mark)　試験のために作られました。契約の証拠にはなりません。", .trialBand.aligned(.centre), width: width)
        let english = try set(
            "Made for testing. It is no evidence of any agreement.",
            .note.aligned(.centre),
            width: width
        )
        let top = (height - japanese.height - english.height + 1) / 2
        marks.append(.text(japanese, x: 38, y: top))
        marks.append(.text(english, x: 38, y: top + japanese.height - 1))
        return FlowBlock(height: height, marks: marks)
    }

    /// 試験環境 across the page, so pale that everything can be read over it.
    func watermark() throws(TypesettingError) -> [Mark] {
        let size = 96.0
        let (sine, cosine) = (0.5, 0.8660254)
        var marks: [Mark] = []
        for (index, outline) in try TextShaper(fonts: fonts, typeface: .mincho).outlines(of: "試験環境").enumerated() {
            let start = (Double(index) - 2) * 1.12 * size
            let segments = outline.segments.map { segment in
                segment.mapped { point in
                    let (x, y) = (start + point.x * size, -(point.y - 0.38) * size)
                    return GlyphOutline.Point(x: x * cosine + y * sine, y: y * cosine - x * sine)
                }
            }
            let centre = (x: PageFlow.a4.width / 2, y: PageFlow.a4.height / 2)
            marks.append(.shape(segments, x: centre.x, y: centre.y, ink: DocumentInk.watermark))
        }
        return marks
    }

    private static func hatching(x: Double, width: Double, height: Double) -> [Mark] {
        // Each bar leans to the right by a quarter of the height.
        stride(from: 0.0, to: width - 7, by: 7).map { start in
            let lean = height / 4
            return .shape(
                [
                    .move(GlyphOutline.Point(x: start, y: height)),
                    .line(GlyphOutline.Point(x: start + 2.4, y: height)),
                    .line(GlyphOutline.Point(x: start + 2.4 + lean, y: 0)),
                    .line(GlyphOutline.Point(x: start + lean, y: 0)),
                    .close,
                ],
                x: x,
                y: 0,
                ink: DocumentInk.note
            )
        }
    }
}
