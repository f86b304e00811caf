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
    }

    private func isHigherVersion(_ version: Object?) throws(PDFError) -> Bool {
        guard let after = try new.resolve(version).name?.text else { return false }
        let before = try old.resolve(old.catalog["Version"]).name?.text ?? old.version
        return before <= after
    }
}
