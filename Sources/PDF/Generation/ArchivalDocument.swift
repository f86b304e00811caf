/// A new document of drawn pages, PDF/A-2b: every font embedded, every colour defined, nothing transparent or active.
///
/// The same values give the same bytes.
///
/// - SeeAlso: ISO 19005-2 §6; ISO 32000-1; PDF-16
package struct ArchivalDocument: Hashable, Sendable {
    package struct Page: Hashable, Sendable {
        package let width: Double
        package let height: Double
        /// A content stream with opaque RGB colours and the fonts of the document.
        package let content: [UInt8]

        package init(width: Double, height: Double, content: [UInt8]) {
            self.width = width
            self.height = height
            self.content = content
        }
    }

    package let pages: [Page]
    package let fonts: [EmbeddedFont]
    package let metadata: DocumentMetadata

    package init(pages: [Page], fonts: [EmbeddedFont], metadata: DocumentMetadata) {
        self.pages = pages
        self.fonts = fonts
        self.metadata = metadata
    }

    /// The file.
    ///
    /// - Throws: `PDFError.numberNotFinite` when a page has no finite size.
    package func bytes() throws(PDFError) -> [UInt8] {
        var file = NewFile()
        var fontResources = PDFDictionary()
        for font in fonts {
            fontResources[font.resourceName] = .reference(font.objects(adding: &file))
        }
        let tree = file.reserve()
        let resources = file.add(.dictionary(PDFDictionary(["Font": .dictionary(fontResources)])))
        let kids = pages.map { page in
            let content = file.add(.compressed(page.content, PDFDictionary()))
            return file.add(
                .dictionary(
                    PDFDictionary([
                        "Type": .name("Page"),
                        "Parent": .reference(tree),
                        "MediaBox": .array([.integer(0), .integer(0), .real(page.width), .real(page.height)]),
                        "Resources": .reference(resources),
                        "Contents": .reference(content),
                    ])
                )
            )
        }
        file.fill(
            tree,
            with: .dictionary(
                PDFDictionary([
                    "Type": .name("Pages"),
                    "Kids": .array(kids.map(Object.reference)),
                    "Count": .integer(kids.count),
                ])
            )
        )
        let catalog = file.add(.dictionary(catalog(pages: tree, adding: &file)))
        let information = file.add(.dictionary(metadata.information))
        return try file.bytes(catalog: catalog, information: information)
    }

    private func catalog(pages: Reference, adding file: inout NewFile) -> PDFDictionary {
        let packet = Stream(
            PDFDictionary(["Type": .name("Metadata"), "Subtype": .name("XML")]),
            .bytes(metadata.packet)
        )
        let profile = file.add(.compressed(StandardRGBProfile.bytes, PDFDictionary(["N": .integer(3)])))
        let name = Object.string(Array("sRGB IEC61966-2.1".utf8))
        return PDFDictionary([
            "Type": .name("Catalog"),
            "Pages": .reference(pages),
            "Lang": .string(Array(metadata.language.utf8)),
            "ViewerPreferences": .dictionary(PDFDictionary(["DisplayDocTitle": .boolean(true)])),
            "Metadata": .reference(file.add(.stream(packet))),
            "OutputIntents": .array([
                .dictionary(
                    PDFDictionary([
                        "Type": .name("OutputIntent"),
                        "S": .name("GTS_PDFA1"),
                        "OutputConditionIdentifier": name,
                        "Info": name,
                        "DestOutputProfile": .reference(profile),
                    ])
                )
            ]),
        ])
    }
}
