/// What a reader is told: the reason, and what to do about it, in both languages.
package struct Words: Hashable, Sendable {
    package let ja: String
    package let en: String
    package let remedyJa: String
    package let remedyEn: String

    init(ja: String, en: String, remedyJa: String, remedyEn: String) {
        self.ja = ja
        self.en = en
        self.remedyJa = remedyJa
        self.remedyEn = remedyEn
    }

    /// Reason, facts and remedy as one Japanese text.
    package func japanese(detail: String? = nil) -> String {
        ja + (detail.map { "（\($0)）" } ?? "") + remedyJa
    }

    /// Reason, facts and remedy as one English text.
    package func english(detail: String? = nil) -> String {
        en + (detail.map { " (\($0))" } ?? "") + (remedyEn.isEmpty ? "" : " " + remedyEn)
    }
}
