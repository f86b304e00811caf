extension RevisionStep {
    /// Whether what a widget looks like cannot leave its rectangle in any reader.
    ///
    /// Each drawing is fitted and cut to its `/BBox` (ISO 32000-2 §12.5.5, Table 93). Without one, PDFium neither fits nor cuts it, and the
    /// glyphs of a widget of no size it draws all the same: such a widget has to draw nothing.
    func drawsWithinItsPlace(_ widget: PDFDictionary) throws(PDFError) -> Bool {
        let place = try new.rectangle(widget["Rect"])
        let isShown = place.map { $0.width > 0 && $0.height > 0 } ?? true
        for drawing in try drawings(of: widget) {
            guard let box = try new.rectangle(drawing.dictionary["BBox"]) else { return false }
            if isShown || box.width == 0 || box.height == 0 { continue }
            let (isNothing, operators) = PageMarksReader.paintsNothing(drawing, in: new)
            try work.spend(1 + operators / 4, .elements)
            guard isNothing else { return false }
        }
        return true
    }

    /// The streams of all appearances and their states.
    private func drawings(of widget: PDFDictionary) throws(PDFError) -> [Stream] {
        var found: [Stream] = []
        guard let appearances = try new.resolve(widget["AP"]).dictionary else { return [] }
        for key in appearances.keys {
            let appearance = try new.resolve(appearances[key])
            if let stream = appearance.stream {
                found.append(stream)
            } else if case .dictionary(let states) = appearance {
                for state in states.keys {
                    if let stream = try new.resolve(states[state]).stream { found.append(stream) }
                }
            }
        }
        return found
    }
}
