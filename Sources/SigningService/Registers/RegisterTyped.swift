import Foundation

/// What a person typed for an entry, by the names of the fields; nothing of it is believed yet.
package struct RegisterTyped: Hashable, Sendable {
    /// The field of a form, and the column of a table, that says whose an entry is.
    package static let owner = "owner"

    package var values: [String: String]
    /// The id of an account.
    package var owner: String
    /// Names of fields whose file is to go.
    package var withoutFiles: Set<String>

    package init(values: [String: String], owner: String, withoutFiles: Set<String> = []) {
        self.values = values
        self.owner = owner
        self.withoutFiles = withoutFiles
    }
}

extension RegisterDeclaration {
    /// What was typed as typed values; files are those of `before`.
    ///
    /// - Throws: `ServiceError.entryRefused` with every field that is wrong; what is missing is nobody's business yet.
    package func content(
        from typed: RegisterTyped,
        keepingFilesOf before: RegisterContent?,
        in context: RegisterContext
    ) throws(ServiceError) -> RegisterContent {
        var values: [String: RegisterValue] = [:]
        var refusals: [RegisterRefusal] = []
        for field in fields {
            if case .attachment = field.kind {
                if !typed.withoutFiles.contains(field.name) { values[field.name] = before?.values[field.name] }
                continue
            }
            do throws(RegisterRefusal.Reason) {
                values[field.name] = try field.value(of: typed.values[field.name] ?? "", in: context)
            } catch {
                refusals.append(RegisterRefusal(field.name, error))
            }
        }
        guard let owner = AccountID(typed.owner), context.person(owner) != nil else {
            throw .entryRefused(refusals + [RegisterRefusal(RegisterTyped.owner, .personUnknown)])
        }
        guard refusals.isEmpty else { throw .entryRefused(refusals) }
        return RegisterContent(values: values, owner: owner)
    }

    /// Refuses what cannot be proposed: something missing, something taken, or what a rule does not allow.
    ///
    /// - Throws: `ServiceError.entryRefused`.
    package func requireComplete(
        _ content: RegisterContent,
        of entry: RegisterEntryID,
        on day: CalendarDay,
        in context: RegisterContext
    ) throws(ServiceError) {
        var refusals = fields.filter { $0.isRequired && content.values[$0.name] == nil }.map {
            RegisterRefusal($0.name, .missing)
        }
        for field in fields where field.isUnique {
            guard let value = content.values[field.name] else { continue }
            let other = context.entries[id]?.first { other in
                other.id != entry && other.state.name != .retired
                    && [other.approval?.content, other.proposal?.content].contains { content in
                        content?.values[field.name].map { $0.isSame(as: value) } ?? false
                    }
            }
            if let other { refusals.append(RegisterRefusal(field.name, .taken(number: other.number))) }
        }
        for finding in findings(in: content, on: day) where finding.severity == .refuse {
            refusals.append(RegisterRefusal(finding.field ?? RegisterTyped.owner, .rule(finding.words)))
        }
        guard refusals.isEmpty else { throw .entryRefused(refusals) }
    }
}

extension RegisterValue {
    /// Texts are the same whatever their width and case.
    fileprivate func isSame(as other: RegisterValue) -> Bool {
        guard case .text(let one) = self, case .text(let two) = other else { return self == other }
        return folded(one) == folded(two)
    }
}

/// A text for comparing: NFKC, small letters, single spaces.
func folded(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping.lowercased()
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

extension RegisterRefusal.Reason: Error {}

extension RegisterField {
    /// What was typed as a value; nil for nothing.
    func value(of typed: String, in context: RegisterContext) throws(RegisterRefusal.Reason) -> RegisterValue? {
        let text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { return nil }
        switch kind {
        case .text: return .text(try Self.line(text))
        case .longText: return .text(try Self.longText(text))
        case .day:
            guard let day = CalendarDay(text) else { throw .notADay }
            return .day(day)
        case .number(let range):
            guard let number = Int(text), "\(number)" == text, range.contains(number) else { throw .notANumber(range) }
            return .number(number)
        case .choice(let choices):
            guard choices.contains(where: { $0.id == text }) else { throw .notAChoice }
            return .choice(text)
        case .yesNo:
            guard ["yes", "no"].contains(text) else { throw .notYesOrNo }
            return .yesNo(text == "yes")
        case .person:
            guard let id = AccountID(text), context.person(id) != nil else { throw .personUnknown }
            return .person(id)
        case .entry(let register):
            guard let id = RegisterEntryID(text), let entry = context.entry(id, of: register),
                entry.state.name != .retired
            else { throw .entryUnknown }
            return .entry(id)
        case .attachment: throw .attachmentTyped
        }
    }

    private static func line(_ text: String) throws(RegisterRefusal.Reason) -> String {
        guard text.count <= lineLimit else { throw .textTooLong(limit: lineLimit) }
        do throws(ServiceError) {
            return try SigningService.line(text, field: "", limit: lineLimit)
        } catch {
            throw .textRefused
        }
    }

    /// Each line has to be one; what ends them is one character.
    private static func longText(_ text: String) throws(RegisterRefusal.Reason) -> String {
        let text = text.replacing("\r\n", with: "\n")
        guard text.count <= textLimit else { throw .textTooLong(limit: textLimit) }
        for part in text.split(separator: "\n") where !part.allSatisfy(\.isWhitespace) {
            do throws(ServiceError) {
                _ = try SigningService.line(String(part), field: "", limit: textLimit)
            } catch {
                throw .textRefused
            }
        }
        return text
    }

    /// A value as a form holds it.
    package func typed(_ value: RegisterValue?) -> String {
        switch value {
        case nil, .attachment: ""
        case .text(let text): text
        case .day(let day): day.text
        case .number(let number): "\(number)"
        case .choice(let id): id
        case .yesNo(let isYes): isYes ? "yes" : "no"
        case .person(let id): id.text
        case .entry(let id): id.text
        }
    }
}

extension RegisterDeclaration {
    /// What stands in a form that shows this content.
    package func typed(_ content: RegisterContent) -> RegisterTyped {
        var values: [String: String] = [:]
        for field in fields { values[field.name] = field.typed(content.values[field.name]) }
        return RegisterTyped(values: values, owner: content.owner.text)
    }
}
