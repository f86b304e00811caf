import PDF
import Typesetting

/// How a text that a signer wrote looks in its box: as large as it fits, in lines, from the top left.
enum FilledTextAppearance {
    /// Sizes that are tried, in points; below the last one nobody reads it.
    private static let sizes = stride(from: 12, through: 6, by: -0.5)

    /// - Throws: `TypesettingError.missingGlyph`; nil when the text does not fit.
    static func appearance(
        of text: String,
        width: Double,
        height: Double,
        fonts: FontLibrary
    ) throws(TypesettingError) -> SignatureAppearance? {
        guard let set = try set(text, width: width, height: height, fonts: fonts) else { return nil }
        let subsets = try ContentFont.all(for: set.runs, fonts: fonts)
        var content = ContentWriter(fonts: subsets)
        content.text(set, x: margin, y: height - (height - set.height) / 2)
        return SignatureAppearance(
            width: width,
            height: height,
            content: content.bytes,
            fonts: subsets.map(\.embedded)
        )
    }

    private static let margin = 2.0

    private static func set(
        _ text: String,
        width: Double,
        height: Double,
        fonts: FontLibrary
    ) throws(TypesettingError) -> SetText? {
        for size in sizes {
            let style = TextStyle(.gothic, size: size, lineHeight: size * 1.3, ink: DocumentInk.ink)
            let set = try TextShaper.set(text, style, width: width - 2 * margin, fonts: fonts)
            // One line may be as high as the box; its white above and below is not needed.
            let needed = set.lines.count == 1 ? size : set.height
            let widest = set.lines.map(\.width).max() ?? 0
            if needed <= height, widest <= width - 2 * margin { return set }
        }
        return nil
    }
}
