/// What one field of an entry holds; a field that holds nothing has no value.
package enum RegisterValue: Hashable, Sendable, Codable {
    /// Also a long one.
    case text(String)
    case day(CalendarDay)
    case number(Int)
    /// The id of a choice.
    case choice(String)
    case yesNo(Bool)
    case person(AccountID)
    case entry(RegisterEntryID)
    case attachment(RegisterAttachment)
}

/// A file of an entry; its bytes are in custody like those of a document.
package struct RegisterAttachment: Hashable, Sendable, Codable {
    package let document: DocumentID
    package let name: String
    package let kind: AttachmentKind
    package let size: Int
    /// Hexadecimal.
    package let sha256: String

    package init(document: DocumentID, name: String, kind: AttachmentKind, size: Int, sha256: String) {
        self.document = document
        self.name = name
        self.kind = kind
        self.size = size
        self.sha256 = sha256
    }
}

/// What an entry says: its values, and whose it is.
package struct RegisterContent: Hashable, Sendable, Codable {
    package var values: [String: RegisterValue]
    /// Who is reminded.
    package var owner: AccountID

    package init(values: [String: RegisterValue], owner: AccountID) {
        self.values = values
        self.owner = owner
    }
}

// For rules, which know what their fields are.
extension RegisterContent {
    /// Empty when there is none.
    package func text(_ name: String) -> String {
        guard case .text(let text)? = values[name] else { return "" }
        return text
    }

    package func day(_ name: String) -> CalendarDay? {
        guard case .day(let day)? = values[name] else { return nil }
        return day
    }

    package func number(_ name: String) -> Int? {
        guard case .number(let number)? = values[name] else { return nil }
        return number
    }

    package func choice(_ name: String) -> String? {
        guard case .choice(let id)? = values[name] else { return nil }
        return id
    }

    package func attachment(_ name: String) -> RegisterAttachment? {
        guard case .attachment(let attachment)? = values[name] else { return nil }
        return attachment
    }
}
