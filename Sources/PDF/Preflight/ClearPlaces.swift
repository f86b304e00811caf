extension Document {
    /// Whether a rectangle of a page, in user space, covers neither the beginning of a text nor an annotation.
    ///
    /// What is added to a signed file may only stand where nothing stood. Pictures and text inside form XObjects are not
    /// looked at.
    package func isClear(_ rectangle: Rectangle, on page: Page) throws(PDFError) -> Bool {
        for entry in try resolve(object(page.reference).dictionary?["Annots"]).array ?? [] {
            guard let annotation = try resolve(entry).dictionary, let area = try self.rectangle(annotation["Rect"]),
                area.width > 0, area.height > 0
            else { continue }
            if area.intersection(rectangle) != nil { return false }
        }
        return try !Preflight.textPositions(on: page, of: self).contains { rectangle.covers($0) }
    }
}
