/// A little file with an object stream and a cross-reference stream, some of whose numbers can be made wrong.
///
/// The catalog is object 1, the page tree 2; the page, 3, and a private string of the catalog, 5, are in the object
/// stream 4. The cross-reference stream is 6.
struct StreamFile {
    /// What is in the object stream, in order.
    var members: [(number: Int, text: String)] = [(3, SmallPDF.page), (5, "(private)")]
    /// What the entries say of an object's index in the object stream, where it is not true.
    var indexes: [Int: Int] = [:]
    /// How far before the cross-reference stream `startxref` points; there is white space.
    var startIsEarly = 0
    /// The object to which the entry of number 6 points.
    var ownEntry = 6

    var bytes: [UInt8] {
        var text = "%PDF-1.7\n"
        var offsets: [Int: Int] = [:]
        func write(_ number: Int, _ body: String) {
            offsets[number] = text.utf8.count
            text += "\(number) 0 obj\n\(body)\nendobj\n\n"
        }
        write(1, "<</Type/Catalog/Pages 2 0 R/Private 5 0 R>>")
        write(2, SmallPDF.pages)
        write(4, objectStream)

        offsets[6] = text.utf8.count
        var entries = "00 00000000 0000\n"
        for number in 1...6 {
            if let index = indexes[number] ?? members.firstIndex(where: { $0.number == number }) {
                entries += "02 \(hexadecimal(4, digits: 8)) \(hexadecimal(index, digits: 4))\n"
            } else {
                let offset = offsets[number == 6 ? ownEntry : number] ?? 0
                entries += "01 \(hexadecimal(offset, digits: 8)) 0000\n"
            }
        }
        text +=
            "6 0 obj\n<</Type/XRef/Size 7/Root 1 0 R/W[1 4 2]/Filter/ASCIIHexDecode/Length \(entries.utf8.count)>>\n"
        text += "stream\n\(entries)\nendstream\nendobj\n"
        text += "startxref\n\((offsets[6] ?? 0) - startIsEarly)\n%%EOF\n"
        return Array(text.utf8)
    }

    private var objectStream: String {
        var header = ""
        var content = ""
        for (number, text) in members {
            header += "\(number) \(content.utf8.count) "
            content += text + "\n"
        }
        let length = header.utf8.count + content.utf8.count
        return "<</Type/ObjStm/N \(members.count)/First \(header.utf8.count)/Length \(length)>>\n"
            + "stream\n\(header)\(content)\nendstream"
    }

    private func hexadecimal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
