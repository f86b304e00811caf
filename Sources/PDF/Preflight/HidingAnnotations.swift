extension Preflight {
    /// An annotation that paints an opaque area over words of its page hides part of the contract.
    ///
    /// Links and pop-ups paint nothing; form fields show their values. Of all others the normal appearance is looked at.
    static func hidingAnnotations(of document: Document) throws(PDFError) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        for page in try document.pages() {
            let dictionary = try document.object(page.reference).dictionary
            var words: [TextPosition]?
            for entry in try document.resolve(dictionary?["Annots"]).array ?? [] {
                guard let annotation = try document.resolve(entry).dictionary, try paints(annotation, in: document)
                else { continue }
                guard let area = try document.rectangle(annotation["Rect"]) else { continue }
                if words == nil { words = try textPositions(on: page, of: document) }
                if words?.contains(where: { area.covers($0) }) == true {
                    findings.append(PreflightFinding(.hidingAnnotation, Place(object: entry.reference?.number)))
                }
            }
        }
        return findings
    }

    private static func paints(_ annotation: PDFDictionary, in document: Document) throws(PDFError) -> Bool {
        let silent: Set<Name> = ["Link", "Popup", "Widget", "Highlight", "Underline", "StrikeOut", "Squiggly"]
        guard let subtype = annotation["Subtype"]?.name, !silent.contains(subtype) else { return false }
        if (annotation["F"]?.integer ?? 0) & 2 != 0 { return false }
        let appearance = try document.resolve(try document.resolve(annotation["AP"]).dictionary?["N"])
        guard let stream = appearance.stream else {
            return try document.resolve(annotation["IC"]).array?.isEmpty == false
        }
        let data = try document.data(of: stream)
        return try ContentScanner.operators(in: data).contains { Self.fills.contains($0.name) }
    }

    private static let fills: Set<String> = ["f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI"]

    static func textPositions(on page: Page, of document: Document) throws(PDFError) -> [TextPosition] {
        var content: [UInt8] = []
        for stream in try document.contentStreams(of: page) {
            content += try document.data(of: stream)
            content.append(0x0A)
        }
        return try ContentScanner.textPositions(in: content)
    }
}

extension Rectangle {
    func covers(_ text: TextPosition) -> Bool {
        text.x >= left && text.x <= right && text.y >= bottom && text.y <= top
    }
}
