import Typesetting

extension TextStyle {
    static let documentTitle = TextStyle(.mincho, size: 25, lineHeight: 36, tracking: 0.06, ink: DocumentInk.ink)
    static let lede = TextStyle(.mincho, size: 11, lineHeight: 20, ink: DocumentInk.ink)
    static let heading = TextStyle(.mincho, size: 13.5, lineHeight: 20, tracking: 0.04, ink: DocumentInk.ink)
    static let ordinal = TextStyle(.mincho, size: 13.5, lineHeight: 24, ink: DocumentInk.secondary)
    static let personName = TextStyle(.mincho, size: 15, lineHeight: 24, tracking: 0.02, ink: DocumentInk.ink)
    static let contractTitle = TextStyle(.mincho, size: 12.5, lineHeight: 18, ink: DocumentInk.ink)
    static let label = TextStyle(.gothic, size: 8.5, lineHeight: 15.5, ink: DocumentInk.secondary)
    static let value = TextStyle(.gothic, size: 9.5, lineHeight: 15.5, ink: DocumentInk.ink)
    /// Digests, a little apart so that each digit can be compared.
    static let digest = TextStyle(.gothic, size: 9, lineHeight: 15.5, tracking: 0.03, ink: DocumentInk.ink)
    static let prose = TextStyle(.gothic, size: 9, lineHeight: 16, ink: DocumentInk.ink)
    static let note = TextStyle(.gothic, size: 8, lineHeight: 13, ink: DocumentInk.note)
    static let trialBand = TextStyle(.gothic, size: 9, lineHeight: 13, tracking: 0.04, ink: DocumentInk.ink)

    func aligned(_ alignment: Alignment) -> TextStyle {
        var style = self
        style.alignment = alignment
        return style
    }
}
