/// Changes to the interactive form and to the annotations of pages, merged into what is there.
struct FormUpdate {
    var update: IncrementalUpdate
    private let document: Document
    private var names: Set<String>

    init(_ document: Document) throws(PDFError) {
        self.document = document
        update = IncrementalUpdate(document)
        var names: Set<String> = []
        for field in try document.formFields() {
            // A parent's name is taken too: a field must not become its sibling of the same name. PDF-9
            var name = ""
            for part in field.name.split(separator: ".", omittingEmptySubsequences: false) {
                name += (name.isEmpty ? "" : ".") + part
                names.insert(name)
            }
        }
        self.names = names
    }

    /// Adds a signature field; signing it locks the fields named in `locked`.
    ///
    /// - Throws: `PDFError.fieldNameTaken`, `PDFError.fieldNameEmpty`.
    mutating func addSignatureField(
        name: String,
        label: String?,
        locking locked: [String] = [],
        on page: Page,
        rectangle: Rectangle
    ) throws(PDFError) -> Reference {
        var entries = PDFDictionary(["FT": .name("Sig")])
        entries["TU"] = label.map(TextString.encode)
        if !locked.isEmpty {
            entries["Lock"] = .dictionary(
                PDFDictionary([
                    "Type": .name("SigFieldLock"), "Action": .name("Include"),
                    "Fields": .array(locked.map(TextString.encode)),
                ])
            )
        }
        return try addField(entries, name: name, on: page, rectangle: rectangle)
    }

    /// Adds an empty text field of several lines.
    ///
    /// - Throws: `PDFError.fieldNameTaken`, `PDFError.fieldNameEmpty`, `PDFError.boxOutsidePage`.
    mutating func addTextField(_ request: TextFieldRequest, on page: Page) throws(PDFError) -> Reference {
        let entries = PDFDictionary([
            "FT": .name("Tx"), "Ff": .integer(1 << 12), "TU": TextString.encode(request.label),
            // Required of a text field; what it shows is the appearance that comes with its value.
            "DA": .string(Array("0 g /Helv 0 Tf".utf8)),
        ])
        return try addField(entries, name: request.name, on: page, rectangle: try page.userSpaceRect(of: request.box))
    }

    /// Adds a field merged with its widget; `/F` is Print and Locked. PDF-9
    private mutating func addField(
        _ entries: PDFDictionary,
        name: String,
        on page: Page,
        rectangle: Rectangle
    ) throws(PDFError) -> Reference {
        guard !name.isEmpty, !name.contains(".") else { throw .fieldNameEmpty }
        guard names.insert(name).inserted else { throw .fieldNameTaken(name) }
        var field = entries
        field["Type"] = .name("Annot")
        field["Subtype"] = .name("Widget")
        field["T"] = TextString.encode(name)
        field["Rect"] = rectangle.object
        field["P"] = .reference(page.reference)
        field["F"] = .integer(132)
        let reference = update.add(.dictionary(field))
        try addAnnotation(reference, to: page.reference)
        return reference
    }

    /// The first of `Timestamp1`, `Timestamp2`, … that no field has.
    func freeName(_ stem: String) -> String {
        var number = 1
        while names.contains("\(stem)\(number)") { number += 1 }
        return "\(stem)\(number)"
    }

    /// Lists new fields in the form, which is made when there is none, and sets `/SigFlags` 3.
    mutating func register(_ fields: [Reference]) throws(PDFError) {
        var catalog = try dictionary(document.catalogReference)
        switch try update.resolve(catalog["AcroForm"]) {
        case .null:
            let form = PDFDictionary(["Fields": .array(fields.map(Object.reference)), "SigFlags": .integer(3)])
            catalog["AcroForm"] = .reference(update.add(.dictionary(form)))
            update.replace(document.catalogReference, with: .dictionary(catalog))
        case .dictionary(var form):
            let before = form
            try append(fields, toFieldsOf: &form)
            let flags = try update.resolve(form["SigFlags"]).integer ?? 0
            if flags & 3 != 3 { form["SigFlags"] = .integer(flags | 3) }
            guard form != before else { return }
            if let reference = catalog["AcroForm"]?.reference {
                update.replace(try target(of: reference), with: .dictionary(form))
            } else {
                catalog["AcroForm"] = .dictionary(form)
                update.replace(document.catalogReference, with: .dictionary(catalog))
            }
        default: throw .form(.structure, Place(object: document.catalogReference.number))
        }
    }

    private mutating func append(_ fields: [Reference], toFieldsOf form: inout PDFDictionary) throws(PDFError) {
        guard !fields.isEmpty else { return }
        let existing = try update.resolve(form["Fields"])
        guard existing == .null || existing.array != nil else {
            throw .form(.structure, Place(object: document.catalogReference.number))
        }
        let merged = Object.array((existing.array ?? []) + fields.map(Object.reference))
        if let reference = form["Fields"]?.reference, existing != .null {
            update.replace(try target(of: reference), with: merged)
        } else {
            form["Fields"] = merged
        }
    }

    private mutating func addAnnotation(_ annotation: Reference, to page: Reference) throws(PDFError) {
        var dictionary = try dictionary(page)
        let existing = try update.resolve(dictionary["Annots"])
        guard existing == .null || existing.array != nil else {
            throw .form(.annotations, Place(object: page.number))
        }
        let merged = Object.array((existing.array ?? []) + [.reference(annotation)])
        if let reference = dictionary["Annots"]?.reference, existing != .null {
            update.replace(try target(of: reference), with: merged)
        } else {
            dictionary["Annots"] = merged
            update.replace(page, with: .dictionary(dictionary))
        }
    }

    /// The dictionary that `reference` will stand for.
    func dictionary(_ reference: Reference) throws(PDFError) -> PDFDictionary {
        guard case .dictionary(let dictionary) = try update.object(reference) else {
            throw .form(.structure, Place(object: reference.number))
        }
        return dictionary
    }

    /// The last of a chain of references: the object that has to be written anew.
    private func target(of reference: Reference) throws(PDFError) -> Reference {
        var current = reference
        for _ in 0..<32 {
            guard let next = try update.object(current).reference else { return current }
            current = next
        }
        throw .damaged(.referenceLoop, Place(object: reference.number))
    }
}
