import CTypesetting

/// Makes PDF documents out of pages: Pango breaks the lines, Cairo writes the file with subsets of our fonts.
///
/// The same pages and metadata give the same bytes. For use on one thread; the fonts are shared, a composer is not.
package struct PageComposer {
    package static let a4 = (width: 595.276, height: 841.89)

    private let layouts: LayoutContext

    /// Throws `TypesettingError.renderingFailed` when Pango has no memory.
    package init(fonts: FontLibrary) throws(TypesettingError) {
        layouts = try LayoutContext(fonts: fonts)
    }

    /// The height that `block` takes on a page.
    ///
    /// - Throws: `TypesettingError.missingGlyph`.
    package func height(of block: TextBlock) throws(TypesettingError) -> Double {
        try layouts.layout(block).height
    }

    /// The document as PDF 1.5.
    ///
    /// - Throws: `TypesettingError.missingGlyph` or `.renderingFailed`.
    package func document(
        _ pages: [Page],
        width: Double,
        height: Double,
        metadata: DocumentMetadata
    ) throws(TypesettingError) -> [UInt8] {
        let output = Output()
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            },
            Unmanaged.passUnretained(output).toOpaque(),
            width,
            height
        )
        defer { cairo_surface_destroy(surface) }
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, metadata.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, metadata.subject)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, metadata.author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Chigiri")
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, metadata.date)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, metadata.date)

        let canvas = cairo_create(surface)
        defer { cairo_destroy(canvas) }
        for page in pages {
            for mark in page.marks {
                try draw(mark, on: canvas)
            }
            cairo_show_page(canvas)
        }
        cairo_surface_finish(surface)
        for status in [cairo_status(canvas), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw .renderingFailed(String(cString: cairo_status_to_string(status)))
        }
        return withExtendedLifetime(output) { output.bytes }
    }

    private func draw(_ mark: Mark, on canvas: OpaquePointer?) throws(TypesettingError) {
        switch mark {
        case .text(let block, let x, let y):
            use(block.style.ink, on: canvas)
            try layouts.layout(block).show(on: canvas, x: x, y: y)
        case .rule(let x, let y, let length, let thickness, let ink):
            use(ink, on: canvas)
            cairo_rectangle(canvas, x, y - thickness / 2, length, thickness)
            cairo_fill(canvas)
        case .fill(let x, let y, let width, let height, let ink):
            use(ink, on: canvas)
            cairo_rectangle(canvas, x, y, width, height)
            cairo_fill(canvas)
        case .shape(let segments, let outline, let x, let y, let ink):
            use(ink, on: canvas)
            for segment in segments {
                switch segment {
                case .move(let point): cairo_move_to(canvas, x + point.x, y + point.y)
                case .line(let point): cairo_line_to(canvas, x + point.x, y + point.y)
                case .curve(let first, let second, let end):
                    cairo_curve_to(
                        canvas,
                        x + first.x,
                        y + first.y,
                        x + second.x,
                        y + second.y,
                        x + end.x,
                        y + end.y
                    )
                case .close: cairo_close_path(canvas)
                }
            }
            cairo_fill_preserve(canvas)
            if outline > 0 {
                cairo_set_line_width(canvas, outline)
                cairo_set_line_join(canvas, CAIRO_LINE_JOIN_ROUND)
                cairo_stroke_preserve(canvas)
            }
            cairo_new_path(canvas)
        }
    }

    private func use(_ ink: Ink, on canvas: OpaquePointer?) {
        cairo_set_source_rgb(canvas, ink.red, ink.green, ink.blue)
    }
}

/// Where Cairo's bytes go.
private final class Output {
    var bytes: [UInt8] = []
}
