extension RevisionStep {
    /// The catalog may gain validation data, a form, extensions and a higher version; the permissions of the first
    /// signature come with it. PDF-11
    mutating func compareCatalogs() throws(PDFError) {
        let before = old.catalog
        let after = new.catalog
        for key in Set(before.keys).union(after.keys) where before[key] != after[key] {
            switch key {
            case "AcroForm", "DSS", "Metadata":
                break
            case "Extensions":
                try explainAdded(after[key])
            case "Version" where try isHigherVersion(after[key]):
                break
            case "Perms" where before[key] == nil && permissions.isUnsigned:
                try explainAdded(after[key])
            default:
                report(.rootChanged, object: new.catalogReference.number)
            }
        }
        explain(.reference(new.catalogReference))
        try explainRewrittenExtensions()
    }

    /// The extensions may be listed anew in their own object, where nothing else refers to it. §7.12
    private mutating func explainRewrittenExtensions() throws(PDFError) {
        guard let reference = new.catalog["Extensions"]?.reference, written.contains(reference.number),
            old.catalog["Extensions"] == .reference(reference), case .dictionary = try new.object(reference)
        else { return }
        let isShared = try isUsedTwice(reference.number)
        if !isShared { explain(.reference(reference)) }
    }

    private func isHigherVersion(_ version: Object?) throws(PDFError) -> Bool {
        guard let after = try new.resolve(version).name?.text else { return false }
        let before = try old.resolve(old.catalog["Version"]).name?.text ?? old.version
        return before <= after
    }
}
