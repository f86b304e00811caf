extension Document {
    /// Whether a rectangle of a page, in user space, covers neither an annotation nor anything that the page paints.
    ///
    /// What is added to a signed file may only stand where nothing stood. A page whose content cannot be understood has no
    /// clear place.
    package func isClear(_ rectangle: Rectangle, on page: Page) throws(PDFError) -> Bool {
        guard try !hasAnnotation(touching: rectangle, among: annotations(of: page.reference)) else { return false }
        return PageMarksReader.read(page, of: self).marks?.leaveClear(rectangle) ?? false
    }

    func annotations(of page: Reference) throws(PDFError) -> [Object] {
        try resolve(object(page).dictionary?["Annots"]).array ?? []
    }

    func hasAnnotation(touching rectangle: Rectangle, among annotations: [Object]) throws(PDFError) -> Bool {
        for entry in annotations {
            guard let annotation = try resolve(entry).dictionary else { continue }
            // Readers differ about a rectangle that is none.
            guard let area = try self.rectangle(annotation["Rect"]) else { return true }
            guard area.width > 0, area.height > 0 else { continue }
            if area.intersection(rectangle) != nil { return true }
        }
        return false
    }
}
