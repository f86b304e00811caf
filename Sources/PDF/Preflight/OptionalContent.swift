extension Preflight {
    /// Layers are fine while all of them always show.
    ///
    /// Another amount on screen than in print is not.
    ///
    /// - SeeAlso: ISO 32000-2 §8.11.4
    static func optionalContent(of document: Document) throws(PDFError) -> [PreflightFinding] {
        let catalog = document.catalog
        guard let entry = catalog["OCProperties"] else { return [] }
        let place = Place(object: entry.reference?.number)
        let refused = [PreflightFinding(.optionalContent, place)]
        guard let properties = try document.resolve(entry).dictionary else { return refused }
        if let others = try document.resolve(properties["Configs"]).array, !others.isEmpty { return refused }
        for group in try document.resolve(properties["OCGs"]).array ?? [] {
            if try document.resolve(group).dictionary?["Usage"] != nil { return refused }
        }
        guard let standard = try document.resolve(properties["D"]).dictionary else { return refused }
        if let base = try document.resolve(standard["BaseState"]).name, base != "ON" { return refused }
        for key in ["OFF", "AS"] as [Name] {
            if let list = try document.resolve(standard[key]).array, !list.isEmpty { return refused }
        }
        return []
    }
}
