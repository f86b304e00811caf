/// A contract made here, so that the tests need nothing from outside.
enum TinyContract {
    /// Of one page.
    static let bytes = bytes(pages: 1)

    /// Of pages that all show the same.
    static func bytes(pages: Int) -> [UInt8] {
        let text = "BT /F1 14 Tf 72 720 Td (This is a contract about nothing but signing.) Tj ET"
        let kids = (0..<pages).map { "\($0 + 5) 0 R" }.joined(separator: " ")
        let page =
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
        let objects =
            [
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [ \(kids) ] /Count \(pages) >>",
                "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            ] + Array(repeating: page, count: pages)
        var file = "%PDF-1.7\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = "\(file.utf8.count)"
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n\(table)"
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }
}
