import PDF

/// Little files made for one test.
enum SmallPDF {
    static let catalog = "<</Type/Catalog/Pages 2 0 R>>"
    static let pages = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 300]>>"
    static let page = "<</Type/Page/Parent 2 0 R>>"

    /// A file with a classic table; `objects` are numbered from 1, the first is the catalog.
    static func file(
        _ objects: [String] = [catalog, pages, page],
        trailer: String = "",
        header: String = "%PDF-1.7\n",
        end: String = "\n%%EOF\n"
    ) -> [UInt8] {
        var text = header
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { text += "\(padded(offset)) 00000 n \n" }
        text += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R\(trailer)>>\nstartxref\n\(start)\(end)"
        return Array(text.utf8)
    }

    static func document(_ objects: [String] = [catalog, pages, page]) throws(PDFError) -> Document {
        try Document(BytesSource(file(objects)))
    }

    static func padded(_ offset: Int) -> String {
        String(repeating: "0", count: 10 - String(offset).count) + String(offset)
    }
}
