extension RevisionStep {
    private static let fieldKeys: Set<Name> = ["FT", "T", "TU", "Ff", "V", "DA", "DR", "Lock", "SV", "Kids"]
    private static let widgetKeys: Set<Name> = ["Type", "Subtype", "Rect", "P", "F", "H", "AP", "MK", "DA", "Parent"]
    /// The keys of a field at the root of the form that is its own widget; none of them acts.
    static let mergedFieldKeys = fieldKeys.union(widgetKeys).subtracting(["Kids", "Parent"])
    /// What only says how a signature looks.
    private static let lookKeys: Set<Name> = ["AP", "MK", "DA", "DR"]

    /// Whether a new field is a place for a person to sign after others did, and nothing else.
    ///
    /// A signature that certifies nothing leaves it to the parties who else signs, and most products add a field of their own
    /// in the revision that signs it. The place may not hide what was signed: it shows nothing, or stands where nothing
    /// stood. Under a certifying signature only fields that were there can be signed (ISO 32000-2 Table 257: signing, not
    /// adding).
    ///
    /// - SeeAlso: VAL-7 (b); ISO 32000-2 §12.8.2.2
    func isPlaceForFurtherSigner(
        _ reference: Object,
        _ field: PDFDictionary,
        named name: String
    ) throws(PDFError) -> Bool {
        guard permissions.level == nil, !permissions.isMalformed, !permissions.forbidsChange(of: name),
            field["FT"]?.name == "Sig", field["V"] == nil || field["V"]?.reference != nil
        else { return false }
        let isSeparate = field["Kids"] != nil
        let keys = isSeparate ? Self.fieldKeys : Self.mergedFieldKeys
        guard Set(field.keys).isSubset(of: keys) else { return false }
        let widgets = try widgets(of: reference)
        guard !widgets.isEmpty else { return false }
        for widget in widgets {
            guard let dictionary = try new.resolve(widget).dictionary, dictionary["Subtype"]?.name == "Widget" else {
                return false
            }
            if isSeparate {
                guard let number = widget.reference?.number, !old.isInUse(number),
                    Set(dictionary.keys).isSubset(of: Self.widgetKeys),
                    dictionary["Parent"] == nil || dictionary["Parent"] == reference
                else { return false }
            }
            // What is not signed has nothing to show.
            if field["V"] == nil, !Self.lookKeys.isDisjoint(with: dictionary.keys) { return false }
            guard try hidesNothing(dictionary) else { return false }
        }
        return true
    }

    /// The widgets of a field at the root of the form: its kids, or the field itself.
    func widgets(of field: Object) throws(PDFError) -> [Object] {
        guard let kids = try new.resolve(field).dictionary?["Kids"] else { return [field] }
        return try new.resolve(kids).array ?? []
    }

    /// Whether a widget shows nothing, or stands on a clear place of a page and cannot leave it.
    private func hidesNothing(_ widget: PDFDictionary) throws(PDFError) -> Bool {
        guard let rectangle = try new.rectangle(widget["Rect"]), try drawsWithinItsPlace(widget) else { return false }
        guard rectangle.width > 0, rectangle.height > 0 else { return true }
        // NoZoom and NoRotate let a widget reach beyond its rectangle. ISO 32000-2 §12.5.3
        // Some readers take a real number for flags, too.
        guard let flags = try new.resolve(widget["F"] ?? .integer(0)).integer, flags & (8 | 16) == 0,
            let page = widget["P"]?.reference, pageTree.positions[page.number] != nil
        else {
            return false
        }
        let annotations = try old.annotations(of: page)
        try work.spend(annotations.count + 1, .fields)
        guard try !old.hasAnnotation(touching: rectangle, among: annotations) else { return false }
        return try work.marks(on: page, of: old)?.leaveClear(rectangle) ?? false
    }

    /// Whether a widget that a revision added may be listed by this page: one that shows names the page it stands on.
    func isPlaced(_ widget: Object, on page: Reference) throws(PDFError) -> Bool {
        guard let dictionary = try new.resolve(widget).dictionary else { return false }
        if dictionary["P"]?.reference == page { return true }
        let rectangle = try new.rectangle(dictionary["Rect"])
        return rectangle.map { $0.width == 0 || $0.height == 0 } ?? false
    }
}
