extension RevisionStep {
    /// The form may gain fields, the signature flags and defaults that nothing shown depends on; its fields may be signed, and
    /// filled in by who signs.
    mutating func compareForms() throws(PDFError) {
        let before = try old.resolve(old.catalog["AcroForm"]).dictionary ?? PDFDictionary()
        guard let after = try new.resolve(new.catalog["AcroForm"]).dictionary else {
            if !before.isEmpty { report(.formChanged) }
            return
        }
        for key in Set(before.keys).union(after.keys) where key != "Fields" && key != "SigFlags" {
            guard before[key] != after[key] else { continue }
            if key == "DR" || key == "DA", try isIndependentOfFormDefaults() {
                try explainAdded(after[key])
            } else {
                report(.formChanged)
            }
        }
        let flags = (before["SigFlags"]?.integer ?? 0, after["SigFlags"]?.integer ?? 0)
        if flags.0 & ~flags.1 != 0 { report(.formChanged) }

        let fieldsBefore = try old.resolve(before["Fields"]).array ?? []
        let fieldsAfter = try new.resolve(after["Fields"]).array ?? []
        // Where in the list a new field stands means nothing; those before keep their order, which is that of calculations.
        let known = Set(fieldsBefore)
        guard fieldsAfter.filter(known.contains) == fieldsBefore else {
            report(.formChanged)
            return
        }
        explain(new.catalog["AcroForm"], inPlaceOf: old.catalog["AcroForm"])
        explain(after["Fields"], inPlaceOf: before["Fields"])

        var names: Set<String> = []
        for field in fields {
            names.insert(field.name)
            guard let number = field.reference?.number, written.contains(number) else { continue }
            try compareField(field, number: number)
        }
        for field in fieldsAfter where !known.contains(field) {
            try explainNewField(field, names: &names)
        }
    }

    /// A field may only be signed, once, and only while it is empty.
    private mutating func compareField(_ field: FormField, number: Int) throws(PDFError) {
        guard let reference = field.reference, let after = try new.object(reference).dictionary else {
            report(.formChanged, object: number)
            return
        }
        let before = field.dictionary
        let differing = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        explain(.reference(reference))
        if differing.isEmpty { return }
        let page = pageNumber(of: before["P"])
        guard field.isSignature else {
            let locked = field.isReadOnly || permissions.forbidsChange(of: field.name)
            let filling: Set<Name> = ["V", "AP", "AS", "M", "MK"]
            let code: ChangeCode =
                if locked {
                    .mdpViolation
                } else if !differing.isSubset(of: filling) {
                    .formChanged
                } else if try isSignedFor(field, differing), try drawsWithinItsPlace(after) {
                    .fieldFilledBySigner
                } else {
                    .formFilled
                }
            report(code, object: number, page: page)
            try explainAdded(after["V"])
            try explainAdded(after["AP"])
            return
        }
        guard before["V"] == nil, after["V"] != nil else {
            report(.signatureChanged, object: number, page: page)
            return
        }
        var signing: Set<Name> = ["V", "AP", "M"]
        if before["F"].isOnlyLocked(in: after["F"]) { signing.insert("F") }
        guard differing.isSubset(of: signing) else {
            report(.formChanged, object: number, page: page)
            return
        }
        if permissions.forbidsChange(of: field.name) { report(.mdpViolation, object: number, page: page) }
        let staysInPlace = try drawsWithinItsPlace(after)
        if before["AP"] != after["AP"] {
            let isShared = try isSharedAppearance(before["AP"])
            if isShared || !staysInPlace { report(.formChanged, object: number, page: page) }
        }
        try explainSignature(after["V"], field: number, page: page)
        try explainAdded(after["AP"])
        if staysInPlace { try explainRedrawn(before["AP"], after["AP"]) }
    }

    /// Whether a signature of this revision answers for what was filled in: the first one permitted filling, the field was
    /// empty, and the new one locks it.
    ///
    /// - SeeAlso: VAL-7 (c)
    private mutating func isSignedFor(_ field: FormField, _ differing: Set<Name>) throws(PDFError) -> Bool {
        guard permissions.level == 2, field.dictionary["V"] == nil, differing.isSubset(of: ["V", "AP"]),
            try !isSharedAppearance(field.dictionary["AP"])
        else { return false }
        let after: Permissions
        if let known = permissionsAfter {
            after = known
        } else {
            after = try Permissions(new, FormField.all(in: new, work))
        }
        permissionsAfter = after
        return after.forbidsChange(of: field.name)
    }

    mutating func explainSignature(_ value: Object?, field: Int?, page: Int?) throws(PDFError) {
        if let reference = value?.reference, old.isInUse(reference.number) || !written.contains(reference.number) {
            report(.signatureObjectReused, object: field, page: page)
            return
        }
        let isTimestamp = try new.resolve(value).dictionary?["Type"]?.name == "DocTimeStamp"
        report(isTimestamp ? .documentTimestampAdded : .signatureAdded, object: field, page: page)
        try explainAdded(value)
    }

    func pageNumber(of page: Object?) -> Int? {
        guard let reference = page?.reference, let index = pageTree.positions[reference.number] else { return nil }
        return index + 1
    }
}

extension Object? {
    /// Whether the flags of a widget gain nothing but Print, Locked and LockedContents, and lose none.
    ///
    /// Acrobat sets them when a field is signed; they hide and show nothing. ISO 32000-2 Table 167
    fileprivate func isOnlyLocked(in after: Object?) -> Bool {
        guard let flags = after?.integer, let before = self.map({ $0.integer }) ?? 0 else { return false }
        return before & ~flags == 0 && flags & ~before & ~(4 | 128 | 512) == 0
    }
}
