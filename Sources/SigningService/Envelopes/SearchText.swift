import Foundation

/// What a person looks for among envelopes: a part of a title, of a name or of a mail address.
///
/// Titles, names and addresses are kept for searching in the same normal form, so that width, case, spaces and
/// variants of one character make no difference.
package struct SearchText: Hashable, Sendable {
    /// The most characters a person may enter.
    package static let limit = 100

    /// In normal form, never empty and without line ends.
    package let normal: String

    /// Throws `ServiceError.textRefused` when the text is empty but for spaces, is too long, or is no plain line.
    package init(_ text: String) throws(ServiceError) {
        let entered = text.trimmingCharacters(in: .whitespaces)
        normal = Self.normalised(try line(entered, field: "q", limit: Self.limit))
        guard !normal.isEmpty else { throw .textRefused(field: "q") }
    }

    /// What an envelope is found by: its lines in normal form, so that nothing is found across two of them.
    package static func searched(_ lines: [String]) -> String {
        lines.map(normalised).joined(separator: "\n")
    }

    /// NFKC_Casefold as far as the standard library knows case, and no spaces.
    ///
    /// Capitals and back also joins what only differs as a small letter: “ß” and “ss”, “ς” and “σ”. Variation
    /// selectors are ignorable, so 髙 with one and without are the same.
    ///
    /// - SeeAlso: Unicode Standard 3.13.5, UAX 15, UAX 44 (Default_Ignorable_Code_Point)
    private static func normalised(_ line: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in line.precomposedStringWithCompatibilityMapping.uppercased().lowercased().unicodeScalars
        where !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isWhitespace {
            folded.append(scalar)
        }
        return String(folded).precomposedStringWithCompatibilityMapping
    }
}

extension Envelope {
    /// What it is found by: title, names and mail addresses of its signers; none of them changes once it is made.
    package var searched: String {
        SearchText.searched([title] + signers.flatMap { [$0.name, $0.address.text] })
    }
}
