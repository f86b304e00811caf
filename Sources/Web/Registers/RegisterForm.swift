import SigningService

/// The form of any entry, made from its declaration: what stands in its fields, and what is wrong with it.
struct RegisterForm {
    let register: String
    let title: String
    let heading: String
    /// Where it is sent.
    let action: String
    let back: String
    /// The version that is changed; nil for a new entry.
    let version: Int?
    let proposeWord: String
    let fields: [FieldView]
    let owner: FieldView
    let problem: ProblemNote?
    let hasRefusals: Bool
    let refusals: [FieldView]

    struct FieldView {
        let id: String
        let label: String
        let isOptional: Bool
        let value: String
        let error: String?
        /// Type of the `<input>`; nil when it is none.
        let inputType: String?
        let isLong: Bool
        let isSelect: Bool
        let options: [Option]
        /// Bounds of a number, as attributes have them.
        let range: Range?
        let limit: Int?
        /// Name of the file that it holds; its box takes it away.
        let file: String?
        let isFile: Bool
        let isWithoutFile: Bool
    }

    struct Range {
        let least: Int
        let most: Int
    }

    struct Option {
        let value: String
        let name: String
        let isChosen: Bool
    }

    /// Names of fields in the form; none of them meets `version` or `act`.
    static func name(of field: RegisterField) -> String { "f-\(field.name)" }

    /// What was typed into the form of a register.
    static func typed(_ form: Form, in declaration: RegisterDeclaration) -> RegisterTyped {
        var values: [String: String] = [:]
        var withoutFiles: Set<String> = []
        for field in declaration.fields {
            if field.kind == .attachment {
                if !form["without-\(name(of: field))"].isEmpty { withoutFiles.insert(field.name) }
            } else {
                values[field.name] = form[name(of: field)]
            }
        }
        return RegisterTyped(values: values, owner: form[RegisterTyped.owner], withoutFiles: withoutFiles)
    }
}

/// What a form shows beside what was typed.
struct RegisterFormState {
    let typed: RegisterTyped
    /// The entry that is changed.
    let entry: RegisterEntry?
    var refusals: [RegisterRefusal] = []
    var problem: ProblemNote?
}

extension Pages {
    func form(
        of declaration: RegisterDeclaration,
        _ state: RegisterFormState,
        _ context: RegisterContext,
        _ language: Language
    ) -> RegisterForm {
        let fields = declaration.fields.map { field($0, state, context, language) }
        let owner = owner(state, context, language)
        let folder = "/registers/\(declaration.id)"
        let number = state.entry?.number
        return RegisterForm(
            register: declaration.id.text,
            title: declaration.title.text(in: language),
            heading: number.map { words.text("registers.change", in: language, ["number": "\($0)"]) }
                ?? words.text("registers.add", in: language),
            action: number.map { "\(folder)/\($0)/edit" } ?? "\(folder)/new",
            back: number.map { "\(folder)/\($0)" } ?? folder,
            version: state.entry?.version,
            proposeWord: declaration.changes == .needSecondPerson
                ? words.text("registers.propose", in: language) : words.text("registers.save", in: language),
            fields: fields,
            owner: owner,
            problem: state.problem,
            hasRefusals: !state.refusals.isEmpty,
            refusals: (fields + [owner]).filter { $0.error != nil }
        )
    }

    private func field(
        _ field: RegisterField,
        _ state: RegisterFormState,
        _ context: RegisterContext,
        _ language: Language
    ) -> RegisterForm.FieldView {
        let value = state.typed.values[field.name] ?? ""
        let content = state.entry?.proposal?.content ?? state.entry?.content
        return RegisterForm.FieldView(
            id: RegisterForm.name(of: field),
            label: field.label.text(in: language),
            isOptional: !field.isRequired,
            value: value,
            error: error(at: field.name, state, language),
            inputType: field.inputType,
            isLong: field.kind == .longText,
            isSelect: field.isSelect,
            options: options(of: field, chosen: value, context, language),
            range: field.range,
            limit: field.limit,
            file: content?.attachment(field.name)?.name,
            isFile: field.kind == .attachment,
            isWithoutFile: state.typed.withoutFiles.contains(field.name)
        )
    }

    private func owner(
        _ state: RegisterFormState,
        _ context: RegisterContext,
        _ language: Language
    ) -> RegisterForm.FieldView {
        RegisterForm.FieldView(
            id: RegisterTyped.owner,
            label: words.text("registers.owner", in: language),
            isOptional: false,
            value: state.typed.owner,
            error: error(at: RegisterTyped.owner, state, language),
            inputType: nil,
            isLong: false,
            isSelect: true,
            options: people(context, chosen: state.typed.owner),
            range: nil,
            limit: nil,
            file: nil,
            isFile: false,
            isWithoutFile: false
        )
    }

    private func options(
        of field: RegisterField,
        chosen: String,
        _ context: RegisterContext,
        _ language: Language
    ) -> [RegisterForm.Option] {
        let nothing = RegisterForm.Option(value: "", name: "—", isChosen: chosen.isEmpty)
        switch field.kind {
        case .choice(let choices):
            return [nothing]
                + choices.map {
                    RegisterForm.Option(value: $0.id, name: $0.words.text(in: language), isChosen: $0.id == chosen)
                }
        case .yesNo:
            return [nothing]
                + ["yes", "no"].map {
                    RegisterForm.Option(
                        value: $0,
                        name: words.text("registers.\($0)", in: language),
                        isChosen: $0 == chosen
                    )
                }
        case .person: return [nothing] + people(context, chosen: chosen)
        case .entry(let register):
            let entries = (context.entries[register] ?? []).filter { $0.state.name != .retired }
            return [nothing]
                + entries.map {
                    RegisterForm.Option(
                        value: $0.id.text,
                        name: context.reference(to: $0),
                        isChosen: $0.id.text == chosen
                    )
                }
        default: return []
        }
    }

    private func people(_ context: RegisterContext, chosen: String) -> [RegisterForm.Option] {
        context.people.filter { $0.state != .closed || $0.id.text == chosen }.map {
            RegisterForm.Option(
                value: $0.id.text,
                name: "\($0.name)　\($0.address.text)",
                isChosen: $0.id.text == chosen
            )
        }
    }

    private func error(at field: String, _ state: RegisterFormState, _ language: Language) -> String? {
        state.refusals.first { $0.field == field }.map { sentence($0.reason, language) }
    }

    /// Why a value is not taken, and what to do.
    func sentence(_ reason: RegisterRefusal.Reason, _ language: Language) -> String {
        let values: [String: String] =
            switch reason {
            case .textTooLong(let limit): ["limit": "\(limit)"]
            case .notANumber(let range): ["least": "\(range.lowerBound)", "most": "\(range.upperBound)"]
            case .taken(let number): ["number": "\(number)"]
            case .rule(let words): ["words": words.text(in: language)]
            default: [:]
            }
        return words.text("registers.refused.\(reason.code)", in: language, values)
    }
}

extension RegisterField {
    fileprivate var inputType: String? {
        switch kind {
        case .text: "text"
        case .day: "date"
        case .number: "number"
        default: nil
        }
    }

    fileprivate var isSelect: Bool {
        switch kind {
        case .choice, .yesNo, .person, .entry: true
        default: false
        }
    }

    fileprivate var range: RegisterForm.Range? {
        guard case .number(let range) = kind else { return nil }
        return RegisterForm.Range(least: range.lowerBound, most: range.upperBound)
    }

    fileprivate var limit: Int? {
        switch kind {
        case .text: Self.lineLimit
        case .longText: Self.textLimit
        default: nil
        }
    }
}
