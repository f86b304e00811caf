/// A check that did not simply succeed, with the facts it looked at.
package struct Finding: Hashable, Sendable {
    package let check: Check
    /// Language-neutral facts: an object number, a time, a name, an algorithm's OID.
    package let detail: String?
    /// False when the finding is said but does not decide, as a warning or as the reason of a timestamp.
    package let decides: Bool

    init(_ check: Check, _ detail: String? = nil) {
        self.check = check
        self.detail = detail
        self.decides = check.conclusion != .passed
    }

    private init(_ check: Check, _ detail: String?, decides: Bool) {
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

extension [Finding] {
    /// What the findings together say: the worst, and among the equally bad the first.
    var conclusion: Conclusion {
        reduce(.passed) { $0.worse($1.conclusion) }
    }
}
