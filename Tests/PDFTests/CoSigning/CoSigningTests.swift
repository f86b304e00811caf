import PDF
import Testing

/// PDF-8, VAL-7 (b), VAL-9; ISO 32000-2 §12.8.2.2, §12.8.2.4.
@Suite struct `A file that is signed already` {
    private func signed(_ transform: PDFDictionary? = nil, lock: PDFDictionary? = nil) throws -> SignedForm {
        var form = try SignedForm()
        if let lock { try form.update { try $0.set("Lock", to: .dictionary(lock), of: SignedForm.first) } }
        try form.signFirst(transform: transform)
        return form
    }

    private func docMDP(_ permission: Int) -> PDFDictionary {
        [
            "TransformMethod": .name("DocMDP"),
            "TransformParams": .dictionary(["Type": .name("TransformParams"), "P": .integer(permission)]),
        ]
    }

    private func lock(_ action: String, _ fields: [String] = [], permission: Int? = nil) -> PDFDictionary {
        var lock: PDFDictionary = [
            "Type": .name("SigFieldLock"), "Action": .name(Name(action)),
            "Fields": .array(fields.map(TextString.encode)),
        ]
        lock["P"] = permission.map(Object.integer)
        return lock
    }

    private func terms(_ form: SignedForm) throws -> CoSigningTerms {
        try Document(BytesSource(form.bytes)).coSigningTerms()
    }

    // MARK: What it permits

    @Test func `permits new fields when nothing is certified`() throws {
        #expect(try terms(try signed()) == .newFields)
        #expect(try terms(try SignedForm()) == .newFields)
    }

    @Test func `permits only the empty fields that it has when it is certified for signing`() throws {
        #expect(try terms(try signed(docMDP(2))) == .fields(["second"]))
        #expect(try terms(try signed(docMDP(3))) == .fields(["second"]))
    }

    @Test(arguments: [1, 0, 4])
    func `permits nothing when it is certified for good, or by a permission that does not exist`(level: Int) throws {
        #expect(try terms(try signed(docMDP(level))) == .none(.certified))
    }

    @Test func `permits no field that a signature locks`() throws {
        #expect(try terms(try signed(lock: lock("Include", ["amount"]))) == .newFields)
        #expect(try terms(try signed(lock: lock("Exclude", ["second"]))) == .fields(["second"]))
        #expect(try terms(try signed(lock: lock("All"))) == .none(.locked))
        #expect(try terms(try signed(lock: lock("Nonsense"))) == .none(.locked))
        #expect(try terms(try signed(docMDP(2), lock: lock("Include", ["second"]))) == .none(.noFieldToSign))
        #expect(try terms(try signed(lock: lock("Include", ["amount"], permission: 1))) == .none(.certified))
    }

    @Test func `offers an empty field with its place, unless it asks for a kind of signature`() throws {
        var form = try signed(docMDP(2))
        let places = try Document(BytesSource(form.bytes)).placesToSign()
        #expect(places.map(\.name) == ["second"])
        #expect(places.first?.box == DisplayedBox(page: 1, x: 100, y: 752, width: 90, height: 90))
        try form.update { try $0.set("SV", to: .dictionary(["Type": .name("SV")]), of: SignedForm.second) }
        #expect(try Document(BytesSource(form.bytes)).placesToSign().isEmpty)
    }

    // MARK: What is added to it

    private func adding(
        _ box: DisplayedBox,
        to form: SignedForm,
        name: String = "Ours"
    ) throws -> [ChangeCode] {
        let document = try Document(BytesSource(form.bytes))
        let suffix = try addSignatureFields(
            [SignatureFieldRequest(name: name, box: box, label: "後から署名する人")],
            lockingForeignFields: true,
            to: document
        )
        let after = try Document(BytesSource(form.bytes + suffix))
        let revisions = try form.revisions
        return RevisionComparison.changes(in: after, afterRevision: revisions - 1).map(\.code)
    }

    private let clear = DisplayedBox(page: 1, x: 300, y: 300, width: 150, height: 60)

    @Test func `takes an empty field for a further signer, and keeps everything else as it is`() throws {
        #expect(try adding(clear, to: try signed()) == [.signatureFieldAdded])
    }

    @Test func `takes no field once it is certified, whatever the permission`() throws {
        #expect(try adding(clear, to: try signed(docMDP(2))).isRefused)
        #expect(try adding(clear, to: try signed(docMDP(3))).isRefused)
        #expect(try adding(clear, to: try signed(lock: lock("All"))).isRefused)
    }

    @Test func `takes no field that hides an annotation`() throws {
        let overField = DisplayedBox(page: 1, x: 150, y: 800, width: 150, height: 30)
        #expect(try adding(overField, to: try signed()).isRefused)
    }

    @Test func `takes no field that hides a text, nor one that shows something`() throws {
        var form = try signed()
        form = try form.withText(at: (310, 520))
        #expect(try adding(clear, to: form).isRefused)
        let other = DisplayedBox(page: 1, x: 300, y: 100, width: 150, height: 60)
        #expect(try adding(other, to: form) == [.signatureFieldAdded])

        var painted = try signed()
        try painted.update { update in
            let stream = update.add(.stream(Stream(["Subtype": .name("Form")], .bytes(Array("0 0 9 9 re f".utf8)))))
            let field = update.add(
                .dictionary([
                    "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"),
                    "T": TextString.encode("Cover"), "P": .reference(SignedForm.page),
                    "Rect": .array([300, 300, 400, 400].map(Object.integer)),
                    "AP": .dictionary(["N": .reference(stream)]),
                ])
            )
            try update.append(field, to: "Fields", of: SignedForm.form)
            try update.append(field, to: "Annots", of: SignedForm.page)
        }
        #expect(try painted.codes().isRefused)
    }
}

extension [ChangeCode] {
    /// Whether a new field is taken for what it is not.
    fileprivate var isRefused: Bool { !contains(.signatureFieldAdded) && !allSatisfy(\.isAllowed) }
}

extension SignedForm {
    fileprivate var revisions: Int {
        get throws { try Document(BytesSource(bytes)).revisions.count }
    }

    /// The same form with a word on its page, signed after that.
    fileprivate func withText(at place: (x: Int, y: Int)) throws -> SignedForm {
        var form = try SignedForm()
        try form.update { update in
            let content = Array("BT \(place.x) \(place.y) Td (Pledge) Tj ET".utf8)
            update.replace(Self.content, with: .stream(Stream(PDFDictionary(), .bytes(content))))
        }
        try form.signFirst()
        return form
    }
}

extension IncrementalUpdate {
    fileprivate mutating func append(_ element: Reference, to key: Name, of reference: Reference) throws {
        let list = try resolve(object(reference).dictionary?[key]).array ?? []
        try set(key, to: .array(list + [.reference(element)]), of: reference)
    }
}
