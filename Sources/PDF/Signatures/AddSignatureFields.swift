/// A field that one signer will sign.
package struct SignatureFieldRequest: Hashable, Sendable, Codable {
    /// Unique in the document, without full stops.
    package let name: String
    /// Nil: nothing is shown; the widget is an empty rectangle on the first page.
    package let box: DisplayedBox?
    /// What a reader may show instead of the name.
    package let label: String?
    /// The text fields that its signer fills in; signing locks them.
    package let texts: [TextFieldRequest]

    package init(name: String, box: DisplayedBox?, label: String? = nil, texts: [TextFieldRequest] = []) {
        self.name = name
        self.box = box
        self.label = label
        self.texts = texts
    }
}

/// A field that a signer fills in.
package struct TextFieldRequest: Hashable, Sendable, Codable {
    /// Unique in the document, without full stops.
    package let name: String
    package let box: DisplayedBox
    /// What a reader shows instead of the name.
    package let label: String

    package init(name: String, box: DisplayedBox, label: String) {
        self.name = name
        self.box = box
        self.label = label
    }
}

/// Creates the fields of all parties in one revision, before anybody signs (PDF-8).
///
/// With `lockingForeignFields`, every field that was there becomes read-only, so that nothing but signatures can be
/// filled in later; `/NeedAppearances` stays as it is. A file that is signed already is left as it is: only fields are added.
///
/// - Returns: The suffix of the new revision.
/// - Throws: `PDFError.pageMissing`, `.boxOutsidePage`, `.fieldNameTaken`, `.fieldNameEmpty`.
/// - SeeAlso: PDF-8, PDF-9; ISO 32000-2 §12.7.5.5
package func addSignatureFields(
    _ requests: [SignatureFieldRequest],
    lockingForeignFields: Bool,
    to document: Document
) throws(PDFError) -> [UInt8] {
    var form = try FormUpdate(document)
    let pages = try document.pages()
    // Once something is signed, nothing that is there may be written anew.
    let isSigned = try !document.signatures().isEmpty
    if !isSigned {
        try form.update.settleReferences()
        try form.update.untangleStructureTree()
        try form.update.wrapMetadata()
    }
    if lockingForeignFields, !isSigned {
        for field in try document.formFields() where !field.isReadOnly {
            var dictionary = try form.dictionary(field.reference)
            dictionary["Ff"] = .integer(field.flags | 1)
            form.update.replace(field.reference, with: .dictionary(dictionary))
        }
    }
    var fields: [Reference] = []
    for request in requests {
        let number = request.box?.page ?? 1
        guard pages.indices.contains(number - 1) else { throw .pageMissing(number) }
        let page = pages[number - 1]
        let nowhere = Rectangle(left: 0, bottom: 0, right: 0, top: 0)
        var rectangle = nowhere
        if let box = request.box { rectangle = try page.userSpaceRect(of: box) }
        fields.append(
            try form.addSignatureField(
                name: request.name,
                label: request.label,
                locking: request.texts.map(\.name),
                on: page,
                rectangle: rectangle
            )
        )
        for text in request.texts {
            guard pages.indices.contains(text.box.page - 1) else { throw .pageMissing(text.box.page) }
            fields.append(try form.addTextField(text, on: pages[text.box.page - 1]))
        }
    }
    try form.register(fields)
    return try form.update.appended()
}
