/// A few words of a register, in both languages.
package struct RegisterWords: Hashable, Sendable {
    package let ja: String
    package let en: String

    package init(_ ja: String, _ en: String) {
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
