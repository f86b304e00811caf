/// The name of a register in addresses, tables and audit chains: small letters and digits, words joined by hyphens.
package struct RegisterID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let text: String

    /// Nil unless the text is such a name of at most 40 characters.
    package init?(_ text: String) {
        guard isKebabCase(text, limit: 40) else { return nil }
        self.text = text
    }

    package var description: String { text }

    package static func < (one: RegisterID, other: RegisterID) -> Bool { one.text < other.text }

    /// Throws `DecodingError.dataCorrupted` unless the string is such a name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = RegisterID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a register")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension RegisterID: ExpressibleByStringLiteral {
    /// For declarations; a name that is none stops the program when it is first used.
    package init(stringLiteral text: String) {
        guard let id = RegisterID(text) else { preconditionFailure("\(text) is no name of a register") }
        self = id
    }
}

/// Everything that makes one register: words, fields, dates, who approves, and rules.
///
/// Pages, approval, reminders, CSV and search follow from it.
package struct RegisterDeclaration: Sendable {
    package let id: RegisterID
    package let title: RegisterWords
    /// What it is for, in one or two sentences.
    package let purpose: RegisterWords
    /// Ids of the clauses that it answers, such as `2.2.2-1`.
    package let clauses: [String]
    /// The first one names an entry in lists.
    package let fields: [RegisterField]
    /// Name of the field with the day until which an entry is good.
    package let due: String?
    /// An entry has to be approved again within so many months, changed or not; nil: never.
    package let reviewEveryMonths: Int?
    package let changes: Changes
    package let rules: [RegisterRule]

    /// How a change comes to stand.
    package enum Changes: Hashable, Sendable {
        /// Somebody who had no hand in it approves it.
        case needSecondPerson
        /// With its maker's word alone.
        case standAtOnce
    }

    package init(
        _ id: RegisterID,
        _ ja: String,
        _ en: String,
        purpose: RegisterWords,
        answers clauses: [String],
        fields: [RegisterField],
        due: String? = nil,
        reviewEveryMonths: Int? = nil,
        changes: Changes,
        rules: [RegisterRule] = []
    ) {
        self.id = id
        title = RegisterWords(ja, en)
        self.purpose = purpose
        self.clauses = clauses
        self.fields = fields
        self.due = due
        self.reviewEveryMonths = reviewEveryMonths
        self.changes = changes
        self.rules = rules
    }

    package func field(_ name: String) -> RegisterField? { fields.first { $0.name == name } }

    /// Name of the audit chain of all its entries.
    package var chain: String { Self.chain(of: id) }

    package static func chain(of id: RegisterID) -> String { "register/\(id)" }
}

/// Small letters and digits, words joined by single hyphens; the first character is a letter.
func isKebabCase(_ text: String, limit: Int) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...limit).contains(bytes.count), let first = bytes.first,
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), bytes.last != UInt8(ascii: "-"), !text.contains("--")
    else { return false }
    return bytes.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
