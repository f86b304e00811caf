extension RevisionStep {
    /// The form may gain fields at its end and the signature flags; its fields may be signed, and filled in by who signs.
    mutating func compareForms() throws(PDFError) {
        let before = try old.resolve(old.catalog["AcroForm"]).dictionary ?? PDFDictionary()
        guard let after = try new.resolve(new.catalog["AcroForm"]).dictionary else {
            if !before.isEmpty { report(.formChanged) }
            return
        }
        for key in Set(before.keys).union(after.keys) where key != "Fields" && key != "SigFlags" {
            if before[key] != after[key] { report(.formChanged) }
        }
        let flags = (before["SigFlags"]?.integer ?? 0, after["SigFlags"]?.integer ?? 0)
        if flags.0 & ~flags.1 != 0 { report(.formChanged) }

        let fieldsBefore = try old.resolve(before["Fields"]).array ?? []
        let fieldsAfter = try new.resolve(after["Fields"]).array ?? []
        guard fieldsAfter.starts(with: fieldsBefore) else {
            report(.formChanged)
            return
        }
        explain(new.catalog["AcroForm"])
        explain(after["Fields"])

        var names: Set<String> = []
        for field in fields {
            names.insert(field.name)
            guard let number = field.reference?.number, written.contains(number) else { continue }
            try compareField(field, number: number)
        }
        for field in fieldsAfter.dropFirst(fieldsBefore.count) {
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
                } else if try isSignedFor(field, differing) {
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
        guard differing.isSubset(of: ["V", "AP", "M"]) else {
            report(.formChanged, object: number, page: page)
            return
        }
        if permissions.forbidsChange(of: field.name) { report(.mdpViolation, object: number, page: page) }
        if before["AP"] != after["AP"], try isSharedAppearance(before["AP"]) {
            report(.formChanged, object: number, page: page)
        }
        try explainSignature(after["V"], field: number, page: page)
        try explainAdded(after["AP"])
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

    private mutating func explainSignature(_ value: Object?, field: Int?, page: Int?) throws(PDFError) {
        if let reference = value?.reference, old.isInUse(reference.number) || !written.contains(reference.number) {
            report(.signatureObjectReused, object: field, page: page)
            return
        }
        let isTimestamp = try new.resolve(value).dictionary?["Type"]?.name == "DocTimeStamp"
        report(isTimestamp ? .documentTimestampAdded : .signatureAdded, object: field, page: page)
        try explainAdded(value)
    }

    /// A field of a document timestamp may be new, when it shows nothing; every other field has to exist before.
    private mutating func explainNewField(_ field: Object, names: inout Set<String>) throws(PDFError) {
        let number = field.reference?.number
        guard let dictionary = try new.resolve(field).dictionary, let reference = field.reference else {
            report(.formChanged)
            return
        }
        let name = TextString.decode(try new.resolve(dictionary["T"]).string ?? [])
        guard names.insert(name).inserted else {
            report(.fieldNameDuplicate, object: number)
            return
        }
        let signature = try new.resolve(dictionary["V"]).dictionary
        let rectangle = try new.resolve(dictionary["Rect"]).array ?? []
        let isInvisible = rectangle.count == 4 && Set(rectangle.compactMap(\.number)).count <= 1
        let isSafe =
            dictionary["FT"]?.name == "Sig" && dictionary["Kids"] == nil && dictionary["Parent"] == nil
            && signature?["Type"]?.name == "DocTimeStamp" && isInvisible && !old.isInUse(reference.number)
        guard isSafe else {
            let code: ChangeCode =
                if permissions.level == 1 {
                    .mdpViolation
                } else if memory.fieldsWereDeclared {
                    .fieldNotPredeclared
                } else if !old.isInUse(reference.number), try isPlaceForFurtherSigner(dictionary, named: name) {
                    .signatureFieldAdded
                } else {
                    .fieldAdded
                }
            report(code, object: number, page: pageNumber(of: dictionary["P"]))
            // The field is said; what belongs to it is no mystery besides.
            try explainAdded(field)
            return
        }
        try explainSignature(dictionary["V"], field: number, page: nil)
        try explainAdded(field)
    }

    func pageNumber(of page: Object?) -> Int? {
        guard let reference = page?.reference, let index = pageTree.positions[reference.number] else { return nil }
        return index + 1
    }
}
