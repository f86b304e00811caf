/// What readers take in different ways, and what is therefore not understood.
///
/// - SeeAlso: ISO 32000-2 §7.8.2, §8.2 figure 9, §8.9.7
extension PageMarksReader {
    /// Operators of Annex A; some readers find two of them in one word that we do not know.
    static let operators: Set<String> = [
        "b", "B", "b*", "B*", "BDC", "BI", "BMC", "BT", "BX", "c", "cm", "CS", "cs", "d", "d0", "d1", "Do", "DP", "EI",
        "EMC",
        "ET", "EX", "f", "F", "f*", "G", "g", "gs", "h", "i", "ID", "j", "J", "K", "k", "l", "m", "M", "MP", "n", "q",
        "Q", "re",
        "RG", "rg", "ri", "s", "S", "SC", "sc", "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ", "TL",
        "Tm", "Tr",
        "Ts", "Tw", "Tz", "v", "w", "W", "W*", "y", "'", "\"",
    ]

    /// Operators that are not allowed between BT and ET: readers differ in whether they save the place of the text.
    static let outsideText: Set<String> = ["q", "Q", "cm", "Do", "sh", "BI", "ID"]
    /// Operators that have no meaning elsewhere.
    static let insideText: Set<String> = ["Td", "TD", "Tm", "T*", "Tj", "TJ", "'", "\""]

    /// Whether at most one "EI" is in a content, between white space: then no reader ends an inline image elsewhere.
    static func endsOneImage(_ content: [UInt8]) -> Bool {
        var found = 0
        for index in content.indices.dropLast() where content[index] == 0x45 && content[index + 1] == 0x49 {
            found += 1
            let (before, after) = (index - 1, index + 2)
            guard found == 1, before >= 0, content[before].isWhiteSpace,
                after >= content.count || content[after].isWhiteSpace
            else { return false }
        }
        return found == 1
    }
}
