/// What the signatures that a file already has permit to people who sign after them.
///
/// - SeeAlso: ISO 32000-2 §12.8.2.2, §12.8.2.4, §12.7.5.5; VAL-9
package enum CoSigningTerms: Hashable, Sendable {
    /// Nothing is certified: signature fields may be added.
    case newFields
    /// Only these fields, which are there and empty, in the order of the form.
    case fields([String])
    /// Nothing may be signed any more, and why.
    case none(PreflightReason)
}

extension Document {
    /// What a further signature has to keep to; a file without a signature permits everything.
    ///
    /// Every signature counts, not only the newest: the strictest of them decides.
    package func coSigningTerms() throws(PDFError) -> CoSigningTerms {
        let fields = try signatureFields()
        var isCertified = false
        var locks: [FieldLock] = []
        for field in fields {
            guard let signature = field.signature else { continue }
            for transform in signature.transforms {
                switch transform {
                case .docMDP(let permission):
                    // 2 permits signing, 3 comments as well; neither permits new fields. Table 257
                    guard let permission, (2...3).contains(permission) else { return .none(.certified) }
                    isCertified = true
                case .fieldMDP(let lock): locks.append(lock)
                case .other: break
                }
            }
            if let lock = field.lock { locks.append(lock) }
        }
        // `/P` of a lock is a DocMDP that comes with an approval signature. Table 236
        if let permission = locks.compactMap(\.permission).min() {
            guard permission >= 2 else { return .none(.certified) }
            isCertified = true
        }
        var empty: [String] = []
        for field in fields where try mayBeSigned(field.field) {
            if !locks.contains(where: { $0.covers(field.name) }) { empty.append(field.name) }
        }
        if locks.contains(where: \.coversNewFields) { return empty.isEmpty ? .none(.locked) : .fields(empty) }
        if isCertified { return empty.isEmpty ? .none(.noFieldToSign) : .fields(empty) }
        return .newFields
    }

    /// Whether a field is empty, has one widget on a page, and asks for no particular kind of signature (`/SV`).
    private func mayBeSigned(_ field: TerminalField) throws(PDFError) -> Bool {
        guard field.type == "Sig", !field.isReadOnly, field.dictionary["SV"] == nil, field.widgets.count == 1 else {
            return false
        }
        return try resolve(field.value) == .null
    }

    /// The empty fields of the file that may be signed, with the place where each shows; those that show nowhere are left out.
    package func placesToSign() throws(PDFError) -> [(name: String, box: DisplayedBox)] {
        let permitted: Set<String>
        switch try coSigningTerms() {
        case .none: return []
        case .fields(let names): permitted = Set(names)
        case .newFields: permitted = Set(try formFields().map(\.name))
        }
        let pages = try pages()
        var places: [(name: String, box: DisplayedBox)] = []
        for field in try formFields() where permitted.contains(field.name) {
            guard try mayBeSigned(field), let widget = field.widgets.first else { continue }
            let reference = try object(widget).dictionary?["P"]?.reference
            guard let page = pages.first(where: { $0.reference == reference }),
                let rectangle = try rectangle(object(widget).dictionary?["Rect"]),
                let box = page.displayedBox(of: rectangle)
            else { continue }
            places.append((field.name, box))
        }
        return places
    }
}

extension FieldLock {
    /// Whether fields count that did not exist when it was written.
    fileprivate var coversNewFields: Bool { action != .include }
}
