/// What the values of an entry may name: people of the organisation, and entries of registers.
package struct RegisterContext: Sendable {
    /// In the order in which they came.
    package let people: [Account]
    /// Of the register itself, and of those that its fields name.
    package let entries: [RegisterID: [RegisterEntry]]
    /// The first field of each of these registers, which names its entries.
    private let naming: [RegisterID: String]

    package init(people: [Account], entries: [RegisterID: [RegisterEntry]], naming: [RegisterID: String]) {
        self.people = people
        self.entries = entries
        self.naming = naming
    }

    package func person(_ id: AccountID) -> Account? { people.first { $0.id == id } }

    package func entry(_ id: RegisterEntryID, of register: RegisterID) -> RegisterEntry? {
        entries[register]?.first { $0.id == id }
    }

    /// With this entry as it now is.
    func with(_ entry: RegisterEntry) -> RegisterContext {
        var changed = entries
        changed[entry.register] = (entries[entry.register] ?? []).filter { $0.id != entry.id } + [entry]
        return RegisterContext(people: people, entries: changed, naming: naming)
    }

    /// A value as people read it; empty for none.
    package func text(of value: RegisterValue?, in field: RegisterField, _ language: Language) -> String {
        switch value {
        case nil: ""
        case .text(let text): text
        case .day(let day): day.text
        case .number(let number): "\(number)"
        case .choice(let id):
            field.choices.first { $0.id == id }?.words.text(in: language) ?? id
        case .yesNo(let isYes): (isYes ? RegisterWords.yes : .no).text(in: language)
        case .person(let id): person(id)?.name ?? id.text
        case .entry(let id):
            if case .entry(let register) = field.kind, let entry = entry(id, of: register) {
                reference(to: entry)
            } else {
                id.text
            }
        case .attachment(let attachment): attachment.name
        }
    }

    /// How other entries name this one: by its number, and its name where that is a text.
    package func reference(to entry: RegisterEntry) -> String {
        let name = naming[entry.register].flatMap { entry.content?.text($0) } ?? ""
        return name.isEmpty ? "\(entry.number)" : "\(entry.number) \(name)"
    }
}

extension RegisterWords {
    static let yes = RegisterWords("はい", "Yes")
    static let no = RegisterWords("いいえ", "No")
}

extension RegisterField {
    package var choices: [RegisterChoice] {
        guard case .choice(let choices) = kind else { return [] }
        return choices
    }
}

extension RegisterDeclaration {
    /// What an entry is called in lists: its first field.
    package func name(of entry: RegisterEntry, in context: RegisterContext, _ language: Language) -> String {
        guard let first = fields.first, let content = entry.content else { return "" }
        return context.text(of: content.values[first.name], in: first, language)
    }

    /// Its own register, and those that its fields name.
    var registersNamed: Set<RegisterID> {
        fields.reduce(into: [id]) { registers, field in
            if case .entry(let register) = field.kind { registers.insert(register) }
        }
    }
}

extension ReadTransaction {
    func registerContext(
        of declaration: RegisterDeclaration,
        among declarations: [RegisterDeclaration],
        in organisation: OrganisationID
    ) throws -> RegisterContext {
        var entries: [RegisterID: [RegisterEntry]] = [:]
        var naming: [RegisterID: String] = [:]
        for register in declaration.registersNamed {
            entries[register] = try registerEntries(of: organisation, in: register)
            naming[register] = declarations.first { $0.id == register }?.fields.first?.name
        }
        return RegisterContext(people: try accounts(of: organisation), entries: entries, naming: naming)
    }
}
