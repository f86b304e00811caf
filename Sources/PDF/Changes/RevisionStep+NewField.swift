extension RevisionStep {
    /// A field of a document timestamp may be new when it shows nothing, and a place for a further signer where nothing is
    /// certified, empty or signed; every other field has to exist before.
    mutating func explainNewField(_ field: Object, names: inout Set<String>) throws(PDFError) {
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
        let page = pageNumber(of: dictionary["P"])
        let isNew = !old.isInUse(reference.number)
        if isNew, try isPlaceOfTimestamp(dictionary) {
            try explainSignature(dictionary["V"], field: number, page: nil)
        } else if isNew, permissions.level == nil, try isPlaceForFurtherSigner(field, dictionary, named: name) {
            report(.signatureFieldAdded, object: number, page: page)
            if dictionary["V"] != nil { try explainSignature(dictionary["V"], field: number, page: page) }
        } else {
            let code: ChangeCode =
                if permissions.level == 1 {
                    .mdpViolation
                } else if memory.fieldsWereDeclared {
                    .fieldNotPredeclared
                } else {
                    .fieldAdded
                }
            report(code, object: number, page: page)
        }
        // The field is said; what belongs to it is no mystery besides.
        try explainAdded(field)
    }

    private func isPlaceOfTimestamp(_ field: PDFDictionary) throws(PDFError) -> Bool {
        let signature = try new.resolve(field["V"]).dictionary
        guard let place = try new.rectangle(field["Rect"]), place.width == 0, place.height == 0 else { return false }
        guard field["FT"]?.name == "Sig", signature?["Type"]?.name == "DocTimeStamp",
            Set(field.keys).isSubset(of: Self.mergedFieldKeys)
        else { return false }
        return try drawsWithinItsPlace(field)
    }
}
