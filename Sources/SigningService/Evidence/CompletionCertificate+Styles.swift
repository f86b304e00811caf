import Typesetting

extension TextStyle {
    static let documentTitle = TextStyle(.mincho, size: 25, lineHeight: 34, tracking: 0.06, ink: DocumentInk.ink)
    static let documentTitleInEnglish = TextStyle(
        .mincho,
        size: 11.5,
        lineHeight: 18,
        tracking: 0.03,
        ink: DocumentInk.secondary
    )
    static let lede = TextStyle(.mincho, size: 11, lineHeight: 19.5, ink: DocumentInk.ink)
    static let heading = TextStyle(.mincho, size: 13.5, lineHeight: 20, tracking: 0.04, ink: DocumentInk.ink)
    static let headingInEnglish = TextStyle(.mincho, size: 9.5, lineHeight: 20, ink: DocumentInk.secondary)
    static let ordinal = TextStyle(.mincho, size: 13.5, lineHeight: 24, ink: DocumentInk.secondary)
    static let personName = TextStyle(.mincho, size: 15, lineHeight: 24, tracking: 0.02, ink: DocumentInk.ink)
    static let contractTitle = TextStyle(.mincho, size: 12.5, lineHeight: 18, ink: DocumentInk.ink)
    static let label = TextStyle(.gothic, size: 8.5, lineHeight: 15.5, ink: DocumentInk.secondary)
    static let labelInEnglish = TextStyle(.gothic, size: 7, lineHeight: 15.5, ink: DocumentInk.note)
    static let value = TextStyle(.gothic, size: 9.5, lineHeight: 15.5, ink: DocumentInk.ink)
    /// Digests in columns of four digits.
    ///
    /// Digits in cells of their own would be read back with spaces between them.
    static let digest = TextStyle(.gothic, size: 9.5, lineHeight: 14.5, column: 2.95, ink: DocumentInk.ink)
    static let prose = TextStyle(.gothic, size: 9, lineHeight: 15.5, ink: DocumentInk.ink)
    static let proseInEnglish = TextStyle(.gothic, size: 8, lineHeight: 12.5, ink: DocumentInk.secondary)
    static let note = TextStyle(.gothic, size: 8, lineHeight: 12.5, ink: DocumentInk.note)
    static let step = TextStyle(.gothic, size: 8.5, lineHeight: 12.5, ink: DocumentInk.ink)
    static let stepInEnglish = TextStyle(.gothic, size: 7.5, lineHeight: 11, ink: DocumentInk.note)
    static let trialBand = TextStyle(.gothic, size: 9, lineHeight: 13, tracking: 0.04, ink: DocumentInk.ink)

    func aligned(_ alignment: Alignment) -> TextStyle {
        var style = self
        style.alignment = alignment
        return style
    }
}

/// The same words in both languages of a certificate.
struct Bilingual {
    let ja: String
    let en: String
}
