/// One field of a register.
package struct RegisterField: Hashable, Sendable {
    /// In forms and stored values; kebab-case.
    package let name: String
    package let label: RegisterWords
    package let kind: Kind
    /// Without it an entry cannot be proposed; a draft may lack it.
    package private(set) var isRequired = false
    /// No two entries that are not retired have the same, whatever their width and case.
    package private(set) var isUnique = false
    /// The search box looks here.
    package private(set) var isSearchable = false

    package enum Kind: Hashable, Sendable {
        /// One line.
        case text
        case longText
        case day
        /// A whole number.
        case number(ClosedRange<Int>)
        case choice([RegisterChoice])
        case yesNo
        /// An account of the organisation.
        case person
        /// An entry of another register, or of the same one.
        case entry(of: RegisterID)
        case attachment
    }

    /// The most characters of a line.
    package static let lineLimit = 200
    /// The most characters of a long text.
    package static let textLimit = 2_000

    package var required: RegisterField {
        var field = self
        field.isRequired = true
        return field
    }

    package var unique: RegisterField {
        var field = self
        field.isUnique = true
        return field
    }

    package var searchable: RegisterField {
        var field = self
        field.isSearchable = true
        return field
    }

    private init(_ name: String, _ ja: String, _ en: String, _ kind: Kind) {
        self.name = name
        label = RegisterWords(ja, en)
        self.kind = kind
    }
}

/// One of the answers that a field offers.
package struct RegisterChoice: Hashable, Sendable {
    /// Stored; kebab-case.
    package let id: String
    package let words: RegisterWords

    package init(_ id: String, _ ja: String, _ en: String) {
        self.id = id
        words = RegisterWords(ja, en)
    }

    /// One whose words are the same in both languages, such as the name of a standard.
    package init(_ id: String, _ name: String) {
        self.init(id, name, name)
    }
}

extension RegisterField {
    package static func text(_ name: String, _ ja: String, _ en: String) -> RegisterField {
        RegisterField(name, ja, en, .text)
    }

    package static func longText(_ name: String, _ ja: String, _ en: String) -> RegisterField {
        RegisterField(name, ja, en, .longText)
    }

    package static func day(_ name: String, _ ja: String, _ en: String) -> RegisterField {
        RegisterField(name, ja, en, .day)
    }

    package static func number(
        _ name: String,
        _ ja: String,
        _ en: String,
        in range: ClosedRange<Int>
    ) -> RegisterField {
        RegisterField(name, ja, en, .number(range))
    }

    package static func choice(
        _ name: String,
        _ ja: String,
        _ en: String,
        of choices: [RegisterChoice]
    ) -> RegisterField {
        RegisterField(name, ja, en, .choice(choices))
    }

    package static func yesNo(_ name: String, _ ja: String, _ en: String) -> RegisterField {
        RegisterField(name, ja, en, .yesNo)
    }

    package static func person(_ name: String, _ ja: String, _ en: String) -> RegisterField {
        RegisterField(name, ja, en, .person)
    }

    package static func entry(_ name: String, _ ja: String, _ en: String, of register: RegisterID) -> RegisterField {
        RegisterField(name, ja, en, .entry(of: register))
    }

    package static func attachment(_ name: String, _ ja: String, _ en: String) -> RegisterField {
        RegisterField(name, ja, en, .attachment)
    }
}
