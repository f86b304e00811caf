/// Where a line may end and how punctuation closes up, between two characters that follow each other.
///
/// - SeeAlso: JIS X 4051 §6 (行頭禁則, 行末禁則, 分離禁止, 約物の詰め); UAX #14
enum LineBreaking {
    /// Whether a line may end after `first`, with `second` at the head of the next one.
    static func isAllowed(between first: Character, and second: Character) -> Bool {
        if second == " " { return false }
        if first == " " { return true }
        if neverAtHead.contains(second) || neverAtEnd.contains(first) { return false }
        if inseparable.contains(first), first == second { return false }
        if isASCIIDigit(first), units.contains(second) { return false }
        if units.contains(first), isASCIIDigit(second) { return false }
        return isIdeographic(first) || isIdeographic(second)
    }

    /// What comes off the space between two full-width marks, in ems.
    static func closingUp(_ first: Character, _ second: Character) -> Double {
        let firstIsEmptyRight = closing.contains(first) || stops.contains(first)
        if firstIsEmptyRight, closing.contains(second) || stops.contains(second) || opening.contains(second) {
            return 0.5
        }
        return opening.contains(first) && opening.contains(second) ? 0.5 : 0
    }

    /// The white at the head of a line that starts with `character`, in ems.
    static func whiteBefore(_ character: Character) -> Double { opening.contains(character) ? 0.5 : 0 }

    /// The white at the end of a line that ends with `character`, in ems; it may stand out of the measure.
    static func whiteAfter(_ character: Character) -> Double {
        closing.contains(character) || stops.contains(character) ? 0.5 : 0
    }

    private static let opening: Set<Character> = Set("（「『【〔《〈［｛")
    private static let closing: Set<Character> = Set("）」』】〕》〉］｝")
    private static let stops: Set<Character> = Set("、。，．")
    private static let neverAtHead: Set<Character> = closing.union(stops).union(
        "・：；？！‐ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％℃”’)]}.,:;!?%"
    )
    private static let neverAtEnd: Set<Character> = opening.union("“‘([{￥＄№¥$")
    private static let inseparable: Set<Character> = ["…", "‥", "—", "―"]
    private static let units: Set<Character> = Set("年月日時分秒名番項頁件")

    private static func isASCIIDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    /// Kana, kanji, full-width forms: what can stand alone on a line.
    private static func isIdeographic(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.value ?? 0 {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x1F000...0x3FFFF: true
        default: false
        }
    }
}
