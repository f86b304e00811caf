/// How much a comparison of revisions may still look at (FND-6).
///
/// Each step costs what its revision wrote, but for the form and, where a revision touched it, the page tree: those are
/// walked whole. A file with very many fields and very many revisions would keep a judge busy for ever.
final class ComparisonWork {
    private var left: Int
    /// By page, what it paints, nil where nobody knows; it stays the same as long as nothing is refused.
    private var marks: [Reference: PageMarks?] = [:]

    /// Fields, pages and objects that are visited; honest files need some ten thousand.
    init(visits: Int = 2_000_000) {
        left = visits
    }

    func spend(_ visits: Int, _ limit: PDFError.LimitReached) throws(PDFError) {
        guard visits <= left else { throw .limit(limit, Place()) }
        left -= visits
    }

    /// What a page of `document` paints, read once for all revisions.
    func marks(on reference: Reference, of document: Document) throws(PDFError) -> PageMarks? {
        if let known = marks[reference] { return known }
        let pages = try document.pages()
        try spend(pages.count, .pages)
        guard let page = pages.first(where: { $0.reference == reference }) else { return nil }
        let (found, operators) = PageMarksReader.read(page, of: document)
        // An operator is read faster than an object.
        try spend(operators / 4 + (found?.count ?? 0) / 4, .elements)
        marks[reference] = .some(found)
        return found
    }
}
