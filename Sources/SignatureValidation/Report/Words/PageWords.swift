package import PDF

extension PageDifference.Kind {
    /// What differs on a page, in both languages.
    ///
    /// - SeeAlso: VAL-10
    package var words: (ja: String, en: String) {
        switch self {
        case .added: ("署名後に加えられたページ", "page added after signing")
        case .removed: ("署名後に取り除かれたページ", "page removed after signing")
        case .box: ("ページの大きさまたは向き", "size or rotation")
        case .content: ("本文", "content")
        case .annotations: ("欄・注釈とその表示", "fields, annotations and how they look")
        case .resources: ("書体・画像など", "fonts, images or other resources")
        case .other: ("ページのその他の記載", "other entries of the page")
        }
    }
}

extension PageReport {
    /// One sentence for each page that is not what was signed, in both languages.
    package var sentences: [(ja: String, en: String)] {
        differences.map { difference in
            (
                ja: "第\(revision)版の署名から後、\(difference.page)ページ: "
                    + difference.kinds.map(\.words.ja).joined(separator: "、"),
                en: "since revision \(revision), page \(difference.page): "
                    + difference.kinds.map(\.words.en).joined(separator: ", ")
            )
        }
    }
}
