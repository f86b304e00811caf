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

    /// The text of every page, in reading order.
    ///
    /// Blocks. Throws `ConverterError`.
    package func text(of input: ConverterInput) throws -> [String] {
        let bytes = try sandbox.run("pdftotext", ["-enc", "UTF-8", "-", "-"], input: input.rewound())
        let pages = String(decoding: bytes, as: UTF8.self).split(separator: "\u{0C}", omittingEmptySubsequences: false)
        return pages.dropLast().map(String.init)
    }
}
