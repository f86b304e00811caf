/// Words for people, in both languages.
package struct BilingualText: Hashable, Sendable, Codable {
    package let ja: String
    package let en: String

    package init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    package func text(in language: Language) -> String {
        switch language {
        case .ja: ja
        case .en: en
        }
    }
}
