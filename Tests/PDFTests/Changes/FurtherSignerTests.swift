import PDF
import Testing

/// A field that somebody adds and signs in one revision, where nothing is certified.
///
/// - SeeAlso: VAL-7 (b), SIGNING C 9
@Suite struct `A field that a further signer brings` {
    /// A form with a word at (310, 520), its first field signed; page 2 is blank.
    private func signed(_ transform: PDFDictionary? = nil) throws -> SignedForm {
        var form = try SignedForm()
        try form.update { update in
            let content = Array("BT /F1 12 Tf 310 520 Td (Pledge) Tj ET".utf8)
            update.replace(SignedForm.content, with: .stream(Stream(PDFDictionary(), .bytes(content))))
            let second = update.add(
                .dictionary([
                    "Type": .name("Page"), "Parent": .reference(Reference(number: 2)),
                    "MediaBox": .array([0, 0, 595, 842].map(Object.integer)),
                ])
            )
            try update.set("Kids", to: .array([SignedForm.page, second].map(Object.reference)), of: Self.pages)
            try update.set("Count", to: .integer(2), of: Self.pages)
        }
        try form.signFirst(transform: transform)
        return form
    }

    private static let pages = Reference(number: 2)

    private func field(_ rectangle: [Int], _ more: PDFDictionary = [:]) -> PDFDictionary {
        var field: PDFDictionary = [
            "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "T": TextString.encode("Theirs"),
            "F": .integer(132), "P": .reference(SignedForm.page), "Rect": .array(rectangle.map(Object.integer)),
        ]
        for key in more.keys { field[key] = more[key] }
        return field
    }

    /// What is said when `field` comes with a signature and an appearance, listed by the page numbered `page`.
    private func codes(
        adding field: PDFDictionary,
        to form: SignedForm,
        listedBy page: Reference = SignedForm.page,
        signature: (inout IncrementalUpdate) -> Object = {
            .reference($0.add(.dictionary(["Type": .name("Sig"), "ByteRange": .array([])])))
        }
    ) throws -> [ChangeCode] {
        var form = form
        try form.update { update in
            var field = field
            let look = Stream(
                [
                    "Subtype": .name("Form"), "Resources": .dictionary([:]), "BBox": field["Rect"] ?? .null,
                ],
                .bytes(Array("0 0 9 9 re f".utf8))
            )
            field["V"] = signature(&update)
            field["AP"] = .dictionary(["N": .reference(update.add(.stream(look)))])
            let reference = update.add(.dictionary(field))
            try update.append(reference, to: "Fields", of: SignedForm.form)
            try update.append(reference, to: "Annots", of: page)
        }
        return RevisionComparison.changes(in: try Document(BytesSource(form.bytes)), afterRevision: 2).map(\.code)
    }

    private let clear = [300, 100, 450, 160]
    private let taken: [ChangeCode] = [.signatureFieldAdded, .signatureAdded]

    @Test func `is taken where it hides nothing`() throws {
        #expect(try codes(adding: field(clear), to: signed()) == taken)
        #expect(try codes(adding: field([0, 0, 0, 0]), to: signed()) == taken)
    }

    @Test func `is not taken over a text or an annotation`() throws {
        #expect(try codes(adding: field([300, 500, 450, 560]), to: signed()) == [.fieldAdded])
        #expect(try codes(adding: field([0, 0, 30, 30]), to: signed()) == [.fieldAdded])
    }

    @Test(arguments: [8, 16]) func `is not taken when it may leave its place (NoZoom, NoRotate)`(flag: Int) throws {
        #expect(try codes(adding: field(clear, ["F": .integer(132 | flag)]), to: signed()) == [.fieldAdded])
    }

    @Test func `is not taken when it names another page than the one that shows it`() throws {
        let form = try signed()
        let second = try #require(Document(BytesSource(form.bytes)).pages().last?.reference)
        let over = [300, 500, 450, 560]
        #expect(try codes(adding: field(over, ["P": .reference(second)]), to: form, listedBy: second) == taken)
        let lie = try codes(adding: field(over, ["P": .reference(second)]), to: form)
        #expect(lie.contains(.pageChanged))
        #expect(try codes(adding: field(over, ["P": .null]), to: form) != taken)
    }

    @Test(arguments: ["A", "AA", "OC", "Border", "Parent", "Unknown"] as [Name])
    func `is not taken when it does something else`(key: Name) throws {
        #expect(try codes(adding: field(clear, [key: .dictionary([:])]), to: signed()) == [.fieldAdded])
    }

    @Test func `is not taken when its signature is another field's, or stands in the field`() throws {
        let form = try signed()
        let value = try #require(Document(BytesSource(form.bytes)).object(SignedForm.first).dictionary?["V"])
        #expect(try codes(adding: field(clear), to: form) { _ in value }.contains(.signatureObjectReused))
        #expect(try codes(adding: field(clear), to: form) { _ in .dictionary(["Type": .name("Sig")]) } == [.fieldAdded])
    }

    @Test func `is not taken under a certification or a lock on everything`() throws {
        for level in 2...3 {
            let certified = try signed([
                "TransformMethod": .name("DocMDP"), "TransformParams": .dictionary(["P": .integer(level)]),
            ])
            #expect(try !codes(adding: field([0, 0, 0, 0]), to: certified).contains(.signatureFieldAdded))
        }
        let locked = try signed([
            "TransformMethod": .name("FieldMDP"), "TransformParams": .dictionary(["Action": .name("All")]),
        ])
        #expect(try codes(adding: field([0, 0, 0, 0]), to: locked) == [.fieldAdded])
    }

    private func codes(withKid widget: PDFDictionary, field more: PDFDictionary = [:]) throws -> [ChangeCode] {
        var form = try signed()
        try form.update { update in
            let kid = update.add(.dictionary(widget))
            var field: PDFDictionary = [
                "FT": .name("Sig"), "T": TextString.encode("Theirs"), "Kids": .array([.reference(kid)]),
                "V": .reference(update.add(.dictionary(["Type": .name("Sig")]))),
            ]
            for key in more.keys { field[key] = more[key] }
            try update.append(update.add(.dictionary(field)), to: "Fields", of: SignedForm.form)
            try update.append(kid, to: "Annots", of: SignedForm.page)
        }
        return RevisionComparison.changes(in: try Document(BytesSource(form.bytes)), afterRevision: 2).map(\.code)
    }

    @Test func `may have its widget apart, which is judged the same`() throws {
        let widget: PDFDictionary = [
            "Type": .name("Annot"), "Subtype": .name("Widget"), "P": .reference(SignedForm.page),
            "Rect": .array(clear.map(Object.integer)),
        ]
        #expect(try codes(withKid: widget) == taken)
        var over = widget
        over["Rect"] = .array([300, 500, 450, 560].map(Object.integer))
        #expect(try codes(withKid: over) == [.fieldAdded])
        var acting = widget
        acting["A"] = .dictionary(["S": .name("JavaScript")])
        #expect(try codes(withKid: acting) == [.fieldAdded])
        #expect(try codes(withKid: widget, field: ["AA": .dictionary([:])]) == [.fieldAdded])
    }
}

extension IncrementalUpdate {
    fileprivate mutating func append(_ reference: Reference, to key: Name, of place: Reference) throws {
        let list = try object(place).dictionary?[key]?.array ?? []
        try set(key, to: .array(list + [.reference(reference)]), of: place)
    }
}
