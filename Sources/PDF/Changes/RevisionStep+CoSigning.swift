extension RevisionStep {
    /// Whether a new field is an empty place for a person to sign after others did, and nothing else.
    ///
    /// A signature that certifies nothing leaves it to the parties who else signs. The place may not hide what was signed:
    /// it shows nothing yet, and stands where neither text nor an annotation is. Under a certifying signature only fields
    /// that were there can be signed (ISO 32000-2 Table 257: signing, not adding).
    ///
    /// - SeeAlso: VAL-7 (b); ISO 32000-2 §12.8.2.2
    func isPlaceForFurtherSigner(_ field: PDFDictionary, named name: String) throws(PDFError) -> Bool {
        let silent: Set<Name> = ["Type", "Subtype", "FT", "T", "TU", "Rect", "P", "F", "Ff"]
        guard permissions.level == nil, !permissions.isMalformed, !permissions.forbidsChange(of: name),
            Set(field.keys).isSubset(of: silent), field["FT"]?.name == "Sig", field["Subtype"]?.name == "Widget",
            let rectangle = try new.rectangle(field["Rect"]), let reference = field["P"]?.reference,
            let page = try old.pages().first(where: { $0.reference == reference })
        else { return false }
        return try old.isClear(rectangle, on: page)
    }
}
