package import Foundation

/// What a signature dictionary says besides its value.
///
/// - SeeAlso: PDF-6, PDF-7; EN 319 142-1 §6.3
package struct SignatureDictionaryContent: Hashable, Sendable, Codable {
    package enum SubFilter: String, Hashable, Sendable, Codable {
        case etsiCAdESDetached = "ETSI.CAdES.detached"
        case etsiRFC3161 = "ETSI.RFC3161"
    }

    package var subFilter: SubFilter
    /// Required for CAdES, absent for a document timestamp.
    package var signingTime: Date?
    package var name: String?
    package var reason: String?
    package var location: String?
    /// The permission of a certification signature, 2 for the first signature (0a-11); nil for every later one.
    package var docMDP: Int?
    /// Bytes that `/Contents` has room for, at least 16 KiB for CAdES with a timestamp (PDF-5).
    package var contentsSize: Int

    package init(
        subFilter: SubFilter = .etsiCAdESDetached,
        signingTime: Date?,
        name: String? = nil,
        reason: String? = nil,
        location: String? = nil,
        docMDP: Int? = nil,
        contentsSize: Int
    ) {
        self.subFilter = subFilter
        self.signingTime = signingTime
        self.name = name
        self.reason = reason
        self.location = location
        self.docMDP = docMDP
        self.contentsSize = contentsSize
    }

    /// The dictionary of a signature whose field has this `/Lock`, declared once more by a FieldMDP transform.
    ///
    /// - SeeAlso: ISO 32000-2 §12.8.2.4
    fileprivate func dictionary(lock: PDFDictionary?, catalog: Reference) throws(PDFError) -> PDFDictionary {
        var dictionary = PDFDictionary(["Filter": .name("Adobe.PPKLite"), "SubFilter": .name(Name(subFilter.rawValue))])
        switch subFilter {
        case .etsiRFC3161: dictionary["Type"] = .name("DocTimeStamp")
        case .etsiCAdESDetached:
            guard let signingTime else { throw .signingTimeMissing }
            dictionary["Type"] = .name("Sig")
            dictionary["M"] = DateString.encode(signingTime)
            dictionary["Name"] = name.map(TextString.encode)
            dictionary["Reason"] = reason.map(TextString.encode)
            dictionary["Location"] = location.map(TextString.encode)
        }
        var references: [Object] = []
        if let docMDP { references.append(Self.reference("DocMDP", PDFDictionary(["P": .integer(docMDP)]))) }
        if let lock {
            var parameters = PDFDictionary()
            for key in ["Action", "Fields"] as [Name] { parameters[key] = lock[key] }
            references.append(Self.reference("FieldMDP", parameters, of: catalog))
        }
        if !references.isEmpty { dictionary["Reference"] = .array(references) }
        return dictionary
    }

    private static func reference(_ method: Name, _ parameters: PDFDictionary, of data: Reference? = nil) -> Object {
        var parameters = parameters
        parameters["Type"] = .name("TransformParams")
        parameters["V"] = .name("1.2")
        var reference = PDFDictionary([
            "Type": .name("SigRef"), "TransformMethod": .name(method), "TransformParams": .dictionary(parameters),
        ])
        reference["Data"] = data.map(Object.reference)
        return .dictionary(reference)
    }
}

/// What a signer wrote into one of her text fields.
package struct FilledText: Hashable, Sendable {
    /// The name of the field.
    package let field: String
    package let value: String
    package let appearance: SignatureAppearance

    package init(field: String, value: String, appearance: SignatureAppearance) {
        self.field = field
        self.value = value
        self.appearance = appearance
    }
}

/// Puts an empty signature into a field that exists, and what its signer wrote into the text fields that it locks.
///
/// - Throws: `PDFError.fieldMissing`, `.fieldAlreadySigned`, `.certificationNotFirst`, `.signingTimeMissing`.
/// - SeeAlso: PDF-4, PDF-5, PDF-6, PDF-8; ISO 32000-2 §12.8
package func prepareSignature(
    field name: String,
    content: SignatureDictionaryContent,
    appearance: SignatureAppearance?,
    filling texts: [FilledText] = [],
    in document: Document
) throws(PDFError) -> SignaturePlaceholder {
    let fields = try document.formFields()
    guard let field = fields.first(where: { $0.name == name && $0.type == "Sig" }), let widget = field.widgets.first,
        field.widgets.count == 1
    else { throw .fieldMissing(name) }
    guard try document.resolve(field.value) == .null else { throw .fieldAlreadySigned(name) }

    var form = try FormUpdate(document)
    let lock = try document.resolve(field.dictionary["Lock"]).dictionary
    let syntax = try SignatureSyntax(
        content.dictionary(lock: lock, catalog: document.catalogReference),
        contentsSize: content.contentsSize
    )
    let signature = form.update.add(syntax: syntax.bytes)
    var dictionary = field.dictionary
    dictionary["V"] = .reference(signature)
    form.update.replace(field.reference, with: .dictionary(dictionary))
    if let appearance {
        let stream = try addAppearance(appearance, for: widget, of: document, to: &form.update)
        var widgetDictionary = try form.dictionary(widget)
        widgetDictionary["AP"] = .dictionary(PDFDictionary(["N": .reference(stream)]))
        form.update.replace(widget, with: .dictionary(widgetDictionary))
    }
    for text in texts { try fill(text, among: fields, of: document, in: &form) }
    if content.docMDP != nil {
        for other in fields where other.type == "Sig" {
            guard try document.resolve(other.value) == .null else { throw .certificationNotFirst }
        }
        var catalog = try form.dictionary(document.catalogReference)
        var permissions = try document.resolve(catalog["Perms"]).dictionary ?? PDFDictionary()
        permissions["DocMDP"] = .reference(signature)
        catalog["Perms"] = .dictionary(permissions)
        form.update.replace(document.catalogReference, with: .dictionary(catalog))
    }
    try form.register([])
    return try syntax.placeholder(in: form.update, at: signature)
}

private func fill(
    _ text: FilledText,
    among fields: [TerminalField],
    of document: Document,
    in form: inout FormUpdate
) throws(PDFError) {
    guard let field = fields.first(where: { $0.name == text.field && $0.type == "Tx" }),
        field.widgets == [field.reference]
    else { throw .fieldMissing(text.field) }
    let stream = try addAppearance(text.appearance, for: field.reference, of: document, to: &form.update)
    var dictionary = field.dictionary
    dictionary["V"] = TextString.encode(text.value)
    dictionary["AP"] = .dictionary(PDFDictionary(["N": .reference(stream)]))
    form.update.replace(field.reference, with: .dictionary(dictionary))
}

/// Adds a document timestamp with a field of its own, which shows nothing.
///
/// - SeeAlso: PDF-7; ISO 32000-2 §12.8.5
package func prepareDocumentTimestamp(contentsSize: Int, in document: Document) throws(PDFError) -> SignaturePlaceholder
{
    guard let page = try document.pages().first else { throw .pageMissing(1) }
    let content = SignatureDictionaryContent(subFilter: .etsiRFC3161, signingTime: nil, contentsSize: contentsSize)
    let syntax = try SignatureSyntax(
        content.dictionary(lock: nil, catalog: document.catalogReference),
        contentsSize: contentsSize
    )
    var form = try FormUpdate(document)
    let signature = form.update.add(syntax: syntax.bytes)
    let field = try form.addSignatureField(
        name: form.freeName("Timestamp"),
        label: nil,
        on: page,
        rectangle: Rectangle(left: 0, bottom: 0, right: 0, top: 0)
    )
    var dictionary = try form.dictionary(field)
    dictionary["V"] = .reference(signature)
    form.update.replace(field, with: .dictionary(dictionary))
    try form.register([field])
    return try syntax.placeholder(in: form.update, at: signature)
}

/// Adds the appearance, turned so that it stands upright on the page as displayed.
///
/// The viewer fits the turned box into the field's rectangle, which is in user space. ISO 32000-2 §12.5.5
private func addAppearance(
    _ appearance: SignatureAppearance,
    for widget: Reference,
    of document: Document,
    to update: inout IncrementalUpdate
) throws(PDFError) -> Reference {
    let stream = appearance.objects(adding: &update)
    let page = try document.object(widget).dictionary?["P"]?.reference
    let rotate = try document.pages().first { $0.reference == page }?.rotate ?? 0
    guard rotate != 0, case .stream(var form) = try update.object(stream) else { return stream }
    let matrix: [Double] =
        switch rotate {
        case 90: [0, 1, -1, 0, appearance.height, 0]
        case 180: [-1, 0, 0, -1, appearance.width, appearance.height]
        default: [0, -1, 1, 0, 0, appearance.width]
        }
    form.dictionary["Matrix"] = .array(matrix.map(Object.real))
    update.replace(stream, with: .stream(form))
    return stream
}
