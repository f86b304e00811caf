/// Pictures and text of PDF pages, made by poppler in a sandbox.
package struct PageImages: Sendable {
    private let sandbox = Sandbox()

    package init() {}

    /// What it needs and this machine lacks.
    package static func missingPrograms() -> [String] {
        ["pdftoppm", "pdftotext", "bwrap", "prlimit", "timeout"].filter { (try? Sandbox.path(of: $0)) == nil }
    }

    /// A page from 1 as JPEG, its longer edge of `edge` pixels: the page as displayed, that is its CropBox after Rotate.
    ///
    /// Blocks. Throws `ConverterError`.
    package func jpeg(page: Int, edge: Int, of input: ConverterInput) throws -> [UInt8] {
        try sandbox.run(
            "pdftoppm",
            [
                "-jpeg", "-jpegopt", "quality=88,optimize=y", "-cropbox", "-scale-to", "\(edge)", "-f", "\(page)", "-l",
                "\(page)", "-singlefile", "-",
            ],
            input: input.rewound()
        )
    }

    /// Small grey pictures of the first `count` pages, for comparing: each page's pixels with its size before them.
    ///
    /// Blocks. Throws `ConverterError`.
    package func thumbnails(firstPages count: Int, of input: ConverterInput) throws -> [[UInt8]] {
        let bytes = try sandbox.run(
            "pdftoppm",
            ["-gray", "-cropbox", "-scale-to", "\(Self.thumbnailEdge)", "-f", "1", "-l", "\(count)", "-"],
            input: input.rewound()
        )
        return try GreyPictures(bytes).pictures
    }

    /// Pixels of a thumbnail's longer edge: a word that changes is seen, and a hundred pages fit into the limit.
    private static let thumbnailEdge = 500

    /// The text of every page, in reading order.
    ///
    /// Blocks. Throws `ConverterError`.
    package func text(of input: ConverterInput) throws -> [String] {
        let bytes = try sandbox.run("pdftotext", ["-enc", "UTF-8", "-", "-"], input: input.rewound())
        let pages = String(decoding: bytes, as: UTF8.self).split(separator: "\u{0C}", omittingEmptySubsequences: false)
        return pages.dropLast().map(String.init)
    }
}
