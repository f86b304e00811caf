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
