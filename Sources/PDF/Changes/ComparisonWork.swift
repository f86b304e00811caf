/// How much a comparison of revisions may still look at (FND-6).
///
/// Each step costs what its revision wrote, but for the form and, where a revision touched it, the page tree: those are
/// walked whole. A file with very many fields and very many revisions would keep a judge busy for ever.
final class ComparisonWork {
    private var left: Int

    /// Fields, pages and objects that are visited; honest files need some ten thousand.
    init(visits: Int = 2_000_000) {
        left = visits
    }

    func spend(_ visits: Int, _ limit: PDFError.LimitReached) throws(PDFError) {
        guard visits <= left else { throw .limit(limit, Place()) }
        left -= visits
    }
}
