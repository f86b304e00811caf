/// A PDF of one page, written by hand.
enum SmallPDF {
    /// `catalog` is added to the catalog dictionary, such as an action.
    static func bytes(catalog: String = "", image: [UInt8] = []) -> [UInt8] {
        let content = "0 0 0 rg 72 720 200 12 re f"
        var objects = [
            Array("<< /Type /Catalog /Pages 2 0 R \(catalog) >>".utf8),
            Array("<< /Type /Pages /Kids [3 0 R] /Count 1 >>".utf8),
            Array("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ".utf8)
                + Array((image.isEmpty ? "<< >>" : "<< /XObject << /I 5 0 R >> >>").utf8)
                + Array(" /Contents 4 0 R >>".utf8),
            Array("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream".utf8),
        ]
        if !image.isEmpty {
            let size = "/Width 1000 /Height \(image.count / 1_000) /ColorSpace /DeviceGray /BitsPerComponent 8"
            let dictionary = "<< /Type /XObject /Subtype /Image \(size) /Length \(image.count) >>"
            objects.append(Array("\(dictionary)\nstream\n".utf8) + image + Array("\nendstream".utf8))
        }
        var bytes = Array("%PDF-1.7\n".utf8)
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(bytes.count)
            bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let start = bytes.count
        var text = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            text += String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n"
        }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return bytes + Array(text.utf8)
    }
}
