/// What a signature shows on its page: a drawing from (0, 0) to (`width`, `height`), upright, y upwards.
///
/// The content uses opaque RGB colours and the fonts given here, nothing else: no transparency, no base font, no image.
///
/// - SeeAlso: ISO 32000-2 §12.5.5; PDF-15, PDF-16
package struct SignatureAppearance: Hashable, Sendable {
    package let width: Double
    package let height: Double
    /// A content stream.
    package let content: [UInt8]
    package let fonts: [EmbeddedFont]

    package init(width: Double, height: Double, content: [UInt8], fonts: [EmbeddedFont]) {
        self.width = width
        self.height = height
        self.content = content
        self.fonts = fonts
    }

    /// Adds the drawing and its fonts; the answer is the Form XObject for `/AP /N`.
    package func objects(adding update: inout IncrementalUpdate) -> Reference {
        var fontResources = PDFDictionary()
        for font in fonts {
            fontResources[font.resourceName] = .reference(font.objects(adding: &update))
        }
        let resources = PDFDictionary([
            "Font": .dictionary(fontResources),
            "ColorSpace": .dictionary(PDFDictionary(["DefaultRGB": Self.standardRGB])),
        ])
        let dictionary = PDFDictionary([
            "Type": .name("XObject"),
            "Subtype": .name("Form"),
            "BBox": .array([.integer(0), .integer(0), .real(width), .real(height)]),
            "Resources": .dictionary(resources),
        ])
        return update.add(.compressed(content, dictionary))
    }

    /// What our colours mean, whatever the output intent of the document is, as PDF/A demands.
    private static var standardRGB: Object {
        .array([
            .name("CalRGB"),
            .dictionary(
                PDFDictionary([
                    "WhitePoint": .array([0.9505, 1, 1.089].map(Object.real)),
                    "Gamma": .array([2.2, 2.2, 2.2].map(Object.real)),
                    "Matrix": .array(
                        [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505].map(Object.real)
                    ),
                ])
            ),
        ])
    }
}
