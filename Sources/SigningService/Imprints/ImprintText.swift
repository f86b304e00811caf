/// Which characters an imprint shows, and how many stand in each column.
struct ImprintText: Hashable {
    /// From top to bottom, the rightmost column first.
    let columns: [[Character]]
    /// Words of a script that is set in lines instead; then there are no columns.
    let lines: [String]

    /// What is read.
    var words: String { lines.isEmpty ? String(columns.joined()) : lines.joined(separator: " ") }

    /// The family name, which Japanese writes first; the initials of a name in another script.
    init(personal name: String) {
        let words = name.split(whereSeparator: \.isWhitespace)
        if name.contains(where: Self.isSetInSquares) {
            let family = Array(words.first.map { $0.prefix(16) } ?? "")
            columns = Self.columns(of: family, count: Self.columnsInRing(family.count))
            lines = []
        } else {
            columns = []
            lines = words.isEmpty ? [] : [String(words.prefix(3).compactMap(\.first))]
        }
    }

    /// A name in a square.
    init(corporate organisation: String, ending: ImprintEnding) {
        self.init(organisation, ending: ending) {
            Self.raggedness(of: $0) <= Self.raggedness(of: $0 + 1)
        } columns: {
            Self.columnsInSquare($0)
        }
    }

    /// A title inside a ring; there only even columns look round.
    init(title: String, ending: ImprintEnding) {
        self.init(title, ending: ending) { count in
            let isEven = [count, count + 1].map { $0 % Self.columnsInRing($0) == 0 }
            return isEven[0] || !isEven[1]
        } columns: {
            Self.columnsInRing($0)
        }
    }

    /// `prefersShort` is asked with the number of characters that 印 alone would make.
    private init(
        _ text: String,
        ending: ImprintEnding,
        prefersShort: (Int) -> Bool,
        columns count: (Int) -> Int
    ) {
        guard text.contains(where: Self.isSetInSquares) else {
            columns = []
            lines = Self.lines(of: text)
            return
        }
        var characters = text.filter { !$0.isWhitespace }.map { $0 }
        switch ending {
        case .none: break
        case .short: characters += "印"
        case .long: characters += "之印"
        case .automatic where characters.last == "印": break
        case .automatic: characters += prefersShort(characters.count + 1) ? "印" : "之印"
        }
        columns = Self.columns(of: characters, count: count(characters.count))
        lines = []
    }

    /// Kana, kanji and whatever else fills an em square.
    static func isSetInSquares(_ character: Character) -> Bool {
        switch character.unicodeScalars.first?.value ?? 0 {
        case 0x3005...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// One column up to three characters, two up to six, then three and four.
    private static func columnsInRing(_ count: Int) -> Int {
        count <= 3 ? 1 : count <= 6 ? 2 : count <= 9 ? 3 : 4
    }

    private static func columnsInSquare(_ count: Int) -> Int {
        (1...max(1, count)).min { cost(of: count, columns: $0) < cost(of: count, columns: $1) } ?? 1
    }

    private static func raggedness(of count: Int) -> Double {
        cost(of: count, columns: columnsInSquare(count))
    }

    /// How far the cells are from squares; columns of different length cost something too.
    private static func cost(of count: Int, columns: Int) -> Double {
        let rows = (count + columns - 1) / columns
        let (long, short) = (Double(max(rows, columns)), Double(min(rows, columns)))
        return long / short - 1 + (count.isMultiple(of: columns) ? 0 : 0.3)
    }

    /// The first columns take what is over.
    private static func columns(of characters: [Character], count: Int) -> [[Character]] {
        guard !characters.isEmpty else { return [] }
        var rest = characters[...]
        return (0..<count).map { column in
            let rows = characters.count / count + (column < characters.count % count ? 1 : 0)
            defer { rest = rest.dropFirst(rows) }
            return Array(rest.prefix(rows))
        }
    }

    /// Words on at most four lines of like length.
    private static func lines(of text: String) -> [String] {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let measure = max(words.map(\.count).max() ?? 0, text.count / 4)
        return words.reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= measure {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
    }
}
