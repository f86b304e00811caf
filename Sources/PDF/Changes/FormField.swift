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
    static func all(in document: Document, _ work: ComparisonWork) throws(PDFError) -> [FormField] {
        var found: [FormField] = []
        var seen: Set<Int> = []
        let form = try document.resolve(document.catalog["AcroForm"]).dictionary
        let roots = try document.resolve(form?["Fields"]).array ?? []
        var waiting = roots.reversed().map { Waiting(object: $0, prefix: "", type: nil, flags: 0) }
        while let next = waiting.popLast() {
            try work.spend(1, .fields)
            if let number = next.object.reference?.number, !seen.insert(number).inserted { continue }
            guard let dictionary = try document.resolve(next.object).dictionary else { continue }
            let own = try document.resolve(dictionary["T"]).string.map(TextString.decode)
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

    private struct Waiting {
        let object: Object
        let prefix: String
        let type: Name?
        let flags: Int
    }
}
