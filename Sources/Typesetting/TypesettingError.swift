/// Why text could not be set.
package enum TypesettingError: Error, Hashable, Sendable {
    /// A font that we rely on is not installed.
    case fontMissing(Typeface)
    /// The file is there, but is not the TrueType font that we expect.
    case fontUnreadable(Typeface, path: String)
    /// No font of ours has this character; a variation sequence without a glyph of its own counts as missing.
    case missingGlyph(MissingGlyph)
    case subsettingFailed(Typeface)
    /// More than the largest QR code holds.
    case textTooLongForQRCode(bytes: Int)
}

/// A character that cannot be drawn, and where it stands.
///
/// - SeeAlso: PDF-15
package struct MissingGlyph: Hashable, Sendable {
    /// The whole user-perceived character, variation selector included.
    package let character: String
    /// How many characters of the text come before it.
    package let position: Int

    package init(character: Character, position: Int) {
        self.character = String(character)
        self.position = position
    }

    /// The code points as `U+845B U+E0100`, for a message or a place holder.
    package var codePoints: String {
        character.unicodeScalars
            .map { scalar in
                let digits = String(scalar.value, radix: 16, uppercase: true)
                return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            }
            .joined(separator: " ")
    }
}
