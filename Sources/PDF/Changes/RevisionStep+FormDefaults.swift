extension RevisionStep {
    /// Whether nothing that was shown before depends on the defaults of the form, `/DR` and `/DA`.
    ///
    /// A field without an appearance is drawn by them, and an appearance without resources of its own looks for them there;
    /// so does an annotation that is drawn by a default appearance. Where every field is for a signature and brings its own
    /// resources, only fields that are new can use them.
    ///
    /// - SeeAlso: ISO 32000-2 Table 224, §12.7.4.3, §12.5.6.6
    func isIndependentOfFormDefaults() throws(PDFError) -> Bool {
        var known: Set<Int> = []
        for field in fields {
            let isNode = field.type == nil && field.dictionary["Kids"] != nil
            guard field.isSignature || isNode, try bringsItsResources(field.dictionary) else { return false }
            if let number = field.reference?.number { known.insert(number) }
        }
        for page in pageTree.pages {
            let annotations = try old.annotations(of: page)
            try work.spend(annotations.count + 1, .pages)
            for annotation in annotations where annotation.reference.map({ known.contains($0.number) }) != true {
                guard let annotation = try old.resolve(annotation).dictionary else { continue }
                // Some readers take a widget for a field that only a page lists.
                guard annotation["DA"] == nil, annotation["Subtype"]?.name != "Widget",
                    try bringsItsResources(annotation)
                else { return false }
            }
        }
        return true
    }

    /// Whether each appearance of a widget has resources, or the widget shows nothing at all.
    private func bringsItsResources(_ widget: PDFDictionary) throws(PDFError) -> Bool {
        guard let area = try old.rectangle(widget["Rect"]), area.width > 0, area.height > 0 else { return true }
        guard let appearances = try old.resolve(widget["AP"]).dictionary else { return true }
        for key in ["N", "R", "D"] as [Name] {
            let appearance = try old.resolve(appearances[key])
            var states = [appearance]
            if case .dictionary(let byState) = appearance { states = byState.keys.compactMap { byState[$0] } }
            for state in states {
                guard let stream = try old.resolve(state).stream else { continue }
                if try old.resolve(stream.dictionary["Resources"]).dictionary == nil { return false }
            }
        }
        return true
    }
}
