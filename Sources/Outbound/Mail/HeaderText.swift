import Foundation

/// Texts in the header of a mail, where nothing that they hold ends a line or begins another field.
///
/// - SeeAlso: RFC 5322 §2.2, RFC 2047
enum HeaderText {
    /// A field with any text.
    static func field(_ name: String, _ text: String) -> String {
        "\(name): \(encoded(text, after: name.utf8.count + 2))\r\n"
    }

    /// A field with one mailbox; without a name there is only the address.
    static func field(_ name: String, mailbox address: String, named text: String?) -> String {
        let phrase = text.map(line) ?? ""
        guard !phrase.isEmpty else { return "\(name): <\(address)>\r\n" }
        // The address has a line of its own, since it may be long.
        return "\(name): \(encodedWords(phrase))\r\n <\(address)>\r\n"
    }

    /// The text as one line: what would end it, hide in it or turn it around becomes a space, and what is too long is cut.
    static func line(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalars.count < longest else {
                scalars.append("…")
                break
            }
            if isHarmless(scalar) {
                scalars.append(scalar)
            } else if scalars.last != " " {
                scalars.append(" ")
            }
        }
        return String(scalars).trimmingCharacters(in: .whitespaces)
    }

    /// More than a title of ours has, with the words before it.
    private static let longest = 300

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE00FF:
            false
        default:
            true
        }
    }

    /// As it is where it is short and of plain ASCII, else as encoded words.
    private static func encoded(_ text: String, after column: Int) -> String {
        let text = line(text)
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain && !text.contains("=?") && column + text.utf8.count <= 76 ? text : encodedWords(text)
    }

    /// Encoded words, one a line, each of whole characters: some readers put a space between words.
    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for piece in text.flatMap(pieces) {
            if words[words.count - 1].count + piece.count > bytesInWord { words.append([]) }
            words[words.count - 1] += piece
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// The bytes of a character, or of its scalars where it is longer than a word.
    private static func pieces(_ character: Character) -> [[UInt8]] {
        let bytes = Array(character.utf8)
        return bytes.count <= bytesInWord ? [bytes] : character.unicodeScalars.map { Array(String($0).utf8) }
    }

    /// 64 characters a word, so that a line stays within 76 after any name of a field. RFC 2047 §2
    private static let bytesInWord = 39
}
