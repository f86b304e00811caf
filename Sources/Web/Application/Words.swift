import Foundation
package import SigningService

/// The words for people, in both languages, keyed by the stable code of a fact.
///
/// - SeeAlso: ARCHITECTURE §10
package struct Words: Sendable {
    private let tables: [Language: [String: String]]

    /// - Throws: `WebError.words` when an embedded table cannot be read.
    package init() throws(WebError) {
        tables = [
            .ja: try Words.table(PackageResources.problems_ja_json, "ja"),
            .en: try Words.table(PackageResources.problems_en_json, "en"),
        ]
    }

    /// What fills a `{placeholder}`.
    package enum Value: Hashable, Sendable {
        case text(String)
        case number(Int)
        /// A key of the table, so that it is said in the language of the sentence.
        case word(String)
        case bilingual(BilingualText)
    }

    /// The sentence for `key` with its placeholders filled; nil when there is none.
    package func sentence(_ key: String, in language: Language, _ values: [String: Value] = [:]) -> String? {
        guard var sentence = tables[language]?[key] else { return nil }
        for (name, value) in values {
            sentence = sentence.replacing("{\(name)}", with: text(of: value, in: language))
        }
        return sentence
    }

    /// Every key of a language.
    package func keys(in language: Language) -> Set<String> {
        Set(tables[language, default: [:]].keys)
    }

    private func text(of value: Value, in language: Language) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .word(let key): tables[language]?[key] ?? key
        case .bilingual(let words): words.text(in: language)
        }
    }

    private static func table(_ bytes: [UInt8], _ language: String) throws(WebError) -> [String: String] {
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(bytes))
        } catch {
            throw .words(language: language)
        }
    }
}
