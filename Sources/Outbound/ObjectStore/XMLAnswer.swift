/// An element of the XML that an object store answers with.
///
/// Such answers are elements and text. Document types, comments, CDATA and processing instructions have no place in
/// them, so nothing here can be made to grow or to fetch.
struct XMLAnswer: Equatable {
    let name: String
    private(set) var text = ""
    private(set) var children: [XMLAnswer] = []

    /// The text of the first child of that name.
    subscript(name: String) -> String? { first(name)?.text }

    func first(_ name: String) -> XMLAnswer? { children.first { $0.name == name } }
    func all(_ name: String) -> [XMLAnswer] { children.filter { $0.name == name } }

    /// Nil unless the bytes are one element, no more than eight levels deep.
    init?(_ bytes: some Sequence<UInt8>) {
        var rest = Substring(decoding: Array(bytes), as: UTF8.self)
        Self.skipSpace(&rest)
        if rest.hasPrefix("<?xml") {
            guard let end = rest.firstRange(of: "?>") else { return nil }
            rest = rest[end.upperBound...]
            Self.skipSpace(&rest)
        }
        guard let root = XMLAnswer(&rest, depth: 8) else { return nil }
        Self.skipSpace(&rest)
        guard rest.isEmpty else { return nil }
        self = root
    }

    private init?(_ rest: inout Substring, depth: Int) {
        guard depth > 0, rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let tag = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        let isEmpty = tag.hasSuffix("/")
        let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
        guard let first = name.first, first.isLetter else { return nil }
        // A name space has no say here: the documents are told apart by what was asked.
        self.name = String(name.split(separator: ":").last ?? name)
        if isEmpty { return }
        while true {
            guard let mark = rest.firstIndex(of: "<") else { return nil }
            guard let words = Self.unescaped(rest[..<mark]) else { return nil }
            text += words
            rest = rest[mark...]
            if rest.hasPrefix("</") {
                let closing = "</\(name)>"
                guard rest.hasPrefix(closing) else { return nil }
                rest = rest.dropFirst(closing.count)
                return
            }
            guard let child = XMLAnswer(&rest, depth: depth - 1) else { return nil }
            children.append(child)
        }
    }

    private static func skipSpace(_ rest: inout Substring) {
        rest = rest.drop(while: \.isWhitespace)
    }

    /// Nil when an entity is none of XML's own.
    private static func unescaped(_ text: Substring) -> String? {
        guard text.contains("&") else { return String(text) }
        var parts = text.split(separator: "&", omittingEmptySubsequences: false)[...]
        var plain = String(parts.popFirst() ?? "")
        for part in parts {
            guard let end = part.firstIndex(of: ";"), let character = character(part[..<end]) else { return nil }
            plain.append(character)
            plain += part[part.index(after: end)...]
        }
        return plain
    }

    private static func character(_ entity: Substring) -> Character? {
        switch entity {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard entity.hasPrefix("#") else { return nil }
            let digits = entity.dropFirst()
            let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap(UnicodeScalar.init).map(Character.init)
        }
    }
}
