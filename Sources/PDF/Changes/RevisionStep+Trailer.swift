extension RevisionStep {
    /// The trailer may name another description of the document, and a new catalog that says what the earlier one said.
    ///
    /// - SeeAlso: ISO 32000-2 §7.5.5, §14.3.3, §14.4
    mutating func compareTrailers() throws(PDFError) {
        if old.trailer["Encrypt"] != new.trailer["Encrypt"] { report(.rootChanged) }
        // A catalog that was there already is another document; a new one is compared key by key.
        if old.trailer["Root"] != new.trailer["Root"], old.isInUse(new.catalogReference.number) { report(.rootChanged) }
        compareIdentifiers()
        try compareOtherEntries()
        try compareInformation()
    }

    /// The identifier should stay (§14.4), but some products write a new one or none; it shows nothing.
    private mutating func compareIdentifiers() {
        guard let after = new.trailer["ID"], after != old.trailer["ID"] else { return }
        let parts = after.array ?? []
        if parts.count != 2 || !parts.allSatisfy({ $0.string != nil }) { report(.rootChanged) }
    }

    /// Entries of other makers may not come to name a stream, such as a second document that their own program opens.
    ///
    /// Some products carry them on with numbers that are nobody's, or become somebody else's.
    private mutating func compareOtherEntries() throws(PDFError) {
        for key in new.trailer.keys where !Self.standardEntries.contains(key) {
            let value = new.trailer[key] ?? .null
            let wasThere = value == old.trailer[key]
            for number in value.referredNumbers where new.isInUse(number) && !(wasThere && old.isInUse(number)) {
                if case .stream = try new.stored(number) { report(.rootChanged, object: number) }
            }
        }
    }

    private static let standardEntries: Set<Name> = ["Root", "Info", "ID", "Encrypt"]

    /// `/Info` may say something else as long as it holds plain values that nothing else uses, as the XMP may. VAL-7 (a)
    private mutating func compareInformation() throws(PDFError) {
        let before = old.trailer["Info"]
        let after = new.trailer["Info"]
        let number = after?.reference?.number
        let isWritten = number.map(written.contains) == true
        guard before != after || isWritten else { return }
        if before == after, let reference = after?.reference, try old.object(reference) == new.object(reference) {
            return
        }
        guard permissions.level != 1 else {
            report(.mdpViolation, object: number)
            return
        }
        guard try isPlainDescription(after, inPlaceOf: before) else {
            report(.metadataUnsafe, object: number)
            return
        }
        explain(after)
        report(.metadataUpdated, object: number)
    }

    /// Nothing at all describes the document plainly, too.
    private mutating func isPlainDescription(_ after: Object?, inPlaceOf before: Object?) throws(PDFError) -> Bool {
        guard let after else { return true }
        guard let reference = after.reference, case .dictionary(let description) = try new.object(reference),
            description.leadsNowhere
        else { return false }
        guard old.isInUse(reference.number) else { return true }
        guard before == after else { return false }
        return try !isUsedTwice(reference.number)
    }
}

extension PDFDictionary {
    /// Whether every entry is a text, a name, a number or a boolean.
    fileprivate var leadsNowhere: Bool {
        keys.allSatisfy { key in
            switch self[key] {
            case .string?, .name?, .integer?, .real?, .boolean?, .null?, nil: true
            default: false
            }
        }
    }
}
