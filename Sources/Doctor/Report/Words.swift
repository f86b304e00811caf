import Foundation

/// One thing said in Japanese and in English.
package struct Words: Hashable, Sendable, Encodable {
    package let ja: String
    package let en: String

    package init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    /// A name, a path or a value, which is the same in both.
    package init(_ same: String) {
        self.init(ja: same, en: same)
    }

    package func text(in language: ReportLanguage) -> String {
        switch language {
        case .ja: ja
        case .en: en
        }
    }

    /// The same with `subject` where `{}` stands.
    func about(_ subject: Words) -> Words {
        Words(
            ja: ja.replacingOccurrences(of: "{}", with: subject.ja),
            en: en.replacingOccurrences(of: "{}", with: subject.en)
        )
    }
}

/// The language that a report is printed in.
package enum ReportLanguage: String, Hashable, Sendable, CaseIterable {
    case ja
    case en

    /// What the environment of the process asks for: Japanese when its locale is, else English.
    ///
    /// - SeeAlso: POSIX.1-2017 XBD §8.2
    package init(variables: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
        self = locale?.lowercased().hasPrefix("ja") == true ? .ja : .en
    }
}
