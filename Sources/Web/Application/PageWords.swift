import Foundation
import SigningService

/// The words of the pages, by folder and key, in each language.
///
/// - SeeAlso: ARCHITECTURE §10
struct PageWords: Sendable {
    private let tables: [Language: [String: [String: String]]]

    /// - Throws: `WebError.words` when an embedded table cannot be read.
    init() throws(WebError) {
        tables = [
            .ja: try Self.table(PackageResources.pages_ja_json, "ja"),
            .en: try Self.table(PackageResources.pages_en_json, "en"),
        ]
    }

    /// What templates know as `t`.
    func table(in language: Language) -> [String: [String: String]] {
        tables[language, default: [:]]
    }

    /// `folder.key` with its placeholders filled.
    func text(_ path: String, in language: Language, _ values: [String: String] = [:]) -> String {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        let text = parts.count == 2 ? tables[language]?[parts[0]]?[parts[1]] ?? path : path
        // In one pass, so that braces in a value stay what they are.
        return text.replacing(/\{([a-z]+)\}/) { values[String($0.output.1)] ?? String($0.output.0) }
    }

    private static func table(_ bytes: [UInt8], _ language: String) throws(WebError) -> [String: [String: String]] {
        do {
            return try JSONDecoder().decode([String: [String: String]].self, from: Data(bytes))
        } catch {
            throw .words(language: language)
        }
    }
}
