package import PDF

/// What became of the pages that a signature covers.
///
/// - SeeAlso: VAL-10
package struct PageReport: Hashable, Sendable {
    /// The signed revision, from 1.
    package let revision: Int
    package let pagesSigned: Int
    package let pagesNow: Int
    /// By page; empty when every page is what was signed.
    package let differences: [PageDifference]

    /// `revision` counts from 0.
    init(revision: Int, _ comparison: PageComparison) {
        self.revision = revision + 1
        pagesSigned = comparison.pagesSigned
        pagesNow = comparison.pagesNow
        differences = comparison.differences
    }
}

extension PageReport: Encodable {
    private enum Key: String, CodingKey {
        case revision, pagesSigned, pagesNow, differences
    }

    private struct Difference: Encodable {
        let page: Int
        let kinds: [String]
        let ja: String
        let en: String
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(revision, forKey: .revision)
        try container.encode(pagesSigned, forKey: .pagesSigned)
        try container.encode(pagesNow, forKey: .pagesNow)
        let encoded = differences.map { difference in
            Difference(
                page: difference.page,
                kinds: difference.kinds.map(\.rawValue),
                ja: difference.kinds.map { $0.words.ja }.joined(separator: "、"),
                en: difference.kinds.map { $0.words.en }.joined(separator: ", ")
            )
        }
        try container.encode(encoded, forKey: .differences)
    }
}
