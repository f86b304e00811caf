/// A check that did not simply succeed, with the facts it looked at.
package struct Finding: Hashable, Sendable {
    package let check: Check
    package let detail: Detail?
    /// False when the finding is said but does not decide, as a warning or as the reason of a timestamp.
    package let decides: Bool

    /// `detail` holds language-neutral facts: an object number, a time, a name, an algorithm's OID.
    init(_ check: Check, _ detail: String? = nil) {
        self.init(check, saying: detail.map(Detail.init))
    }

    init(_ check: Check, saying detail: Detail?) {
        self.check = check
        self.detail = detail
        self.decides = check.conclusion != .passed
    }

    private init(_ check: Check, _ detail: Detail?, decides: Bool) {
        self.check = check
        self.detail = detail
        self.decides = decides
    }

    /// The same finding, only mentioned.
    var asNote: Finding {
        Finding(check, detail, decides: false)
    }

    var conclusion: Conclusion {
        decides ? check.conclusion : .passed
    }
}

extension Finding {
    /// The reason in Japanese, with the facts and what to do.
    package var japanese: String { check.words.japanese(detail: detail?.ja) }

    /// The reason in English, with the facts and what to do.
    package var english: String { check.words.english(detail: detail?.en) }
}

/// The facts of a finding, in both languages where they are sentences.
package struct Detail: Hashable, Sendable {
    package let ja: String
    package let en: String

    init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    /// Facts that read the same in every language.
    init(_ neutral: String) {
        self.init(ja: neutral, en: neutral)
    }
}

extension [Finding] {
    /// What the findings together say: the worst, and among the equally bad the first.
    var conclusion: Conclusion {
        reduce(.passed) { $0.worse($1.conclusion) }
    }
}
