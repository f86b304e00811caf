/// A terminal field of the form, with what it inherits.
struct FormField {
    /// Fully qualified: the names from the root, joined by full stops.
    let name: String
    let reference: Reference?
    let dictionary: PDFDictionary
    let type: Name?
    let flags: Int

    var isSignature: Bool { type == "Sig" }
    var isReadOnly: Bool { flags & 1 != 0 }

    /// All terminal fields, in the order of the form.
    static func all(in document: Document) throws(PDFError) -> [FormField] {
        var found: [FormField] = []
        var seen: Set<Int> = []
        let form = try document.resolve(document.catalog["AcroForm"]).dictionary
        let roots = try document.resolve(form?["Fields"]).array ?? []
        var waiting = roots.reversed().map { Waiting(object: $0, prefix: "", type: nil, flags: 0) }
        while let next = waiting.popLast() {
            if let number = next.object.reference?.number, !seen.insert(number).inserted { continue }
            guard let dictionary = try document.resolve(next.object).dictionary else { continue }
            let own = try document.resolve(dictionary["T"]).string.map(text(of:))
            let name = [next.prefix, own ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
            let type = try document.resolve(dictionary["FT"]).name ?? next.type
            let flags = try document.resolve(dictionary["Ff"]).integer ?? next.flags
            found.append(
                FormField(
                    name: name,
                    reference: next.object.reference,
                    dictionary: dictionary,
                    type: type,
                    flags: flags
                )
            )
            for kid in try document.resolve(dictionary["Kids"]).array ?? [] {
                waiting.append(Waiting(object: kid, prefix: name, type: type, flags: flags))
            }
        }
        return found
    }

    /// A text string as Swift text: UTF-16 with a mark, UTF-8 with a mark, else Latin-1.
    static func text(of bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xFE, 0xFF]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private struct Waiting {
        let object: Object
        let prefix: String
        let type: Name?
        let flags: Int
    }
}
