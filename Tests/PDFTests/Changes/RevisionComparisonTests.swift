import PDF
import Testing

@Suite struct `After a signature` {
    var form: SignedForm

    init() throws {
        form = try SignedForm()
        try form.signFirst()
    }

    @Test func `nothing has changed while nothing was added`() throws {
        #expect(try form.codes() == [])
    }

    @Test mutating func `the next empty field may be signed`() throws {
        try form.update { update in
            let signature = update.add(.dictionary(["Type": .name("Sig")]))
            try update.set("V", to: .reference(signature), of: SignedForm.second)
        }
        #expect(try form.codes() == [.signatureAdded])
        #expect(try form.changes().allSatisfy { $0.isAllowed && $0.page == 1 && $0.revision == 3 })
    }

    @Test mutating func `a signed field may not be signed again`() throws {
        try form.update { update in
            let signature = update.add(.dictionary(["Type": .name("Sig")]))
            try update.set("V", to: .reference(signature), of: SignedForm.first)
        }
        #expect(try form.codes().contains(.signatureChanged))
    }

    @Test mutating func `a signature may not be used for a second field (SIGNING C 12)`() throws {
        let value = try #require(try Document(BytesSource(form.bytes)).object(SignedForm.first).dictionary?["V"])
        try form.update { try $0.set("V", to: value, of: SignedForm.second) }
        #expect(try form.codes() == [.signatureObjectReused])
    }

    @Test mutating func `a field may not move while it is signed`() throws {
        try form.update { update in
            let signature = update.add(.dictionary(["Type": .name("Sig")]))
            try update.set("V", to: .reference(signature), of: SignedForm.second)
            try update.set("Rect", to: .array([0, 0, 500, 800].map { .integer($0) }), of: SignedForm.second)
        }
        #expect(try form.codes().contains(.formChanged))
    }

    @Test mutating func `validation data may be added and extended, not replaced (PDF-10, SIGNING C 35)`() throws {
        var stream = Reference(number: 0)
        try form.update { update in
            stream = update.add(.stream(Stream(["Length": .integer(1)], .bytes([1]))))
            let store = update.add(.dictionary(["Certs": .array([.reference(stream)])]))
            try update.set("DSS", to: .reference(store), of: Reference(number: 1))
        }
        #expect(try form.codes() == [.validationDataAdded])

        try form.update { $0.replace(stream, with: .stream(Stream(["Length": .integer(1)], .bytes([2])))) }
        #expect(try form.codes() == [.validationDataAdded, .validationDataOverridden])
    }

    @Test mutating func `a document timestamp may bring its invisible field`() throws {
        try form.update { update in
            let stamp = update.add(.dictionary(["Type": .name("DocTimeStamp")]))
            let field = update.add(.dictionary(timestampField(value: stamp, right: 0)))
            try addField(field, to: &update)
        }
        #expect(try form.codes() == [.documentTimestampAdded])
    }

    @Test mutating func `a visible field may not come later (SIGNING C 9)`() throws {
        try form.update { update in
            let stamp = update.add(.dictionary(["Type": .name("DocTimeStamp")]))
            let field = update.add(.dictionary(timestampField(value: stamp, right: 300)))
            try addField(field, to: &update)
        }
        #expect(try form.codes().contains(.fieldAdded))
    }

    @Test mutating func `two fields may not share a name (SIGNING C 13)`() throws {
        try form.update { update in
            var field = timestampField(value: update.add(.dictionary(["Type": .name("DocTimeStamp")])), right: 0)
            field["T"] = .string(Array("first".utf8))
            let reference = update.add(.dictionary(field))
            try addField(reference, to: &update)
        }
        #expect(try form.codes().contains(.fieldNameDuplicate))
    }

    @Test mutating func `page content may not be overridden (SIGNING C 4, 6)`() throws {
        try form.update {
            $0.replace(SignedForm.content, with: .stream(Stream(["Length": .integer(1)], .bytes([0x71]))))
        }
        #expect(try form.codes() == [.objectOverridden])
    }

    @Test func `page content may not be overridden under another generation than 0 either`() throws {
        let content = Reference(number: 4, generation: 1)
        var form = try SignedForm(generation: 1)
        try form.signFirst()
        try form.update { $0.replace(content, with: .stream(Stream(["Length": .integer(1)], .bytes([0x71])))) }
        #expect(try form.codes() == [.objectOverridden])
    }

    @Test mutating func `an object may not get another generation: what refers to it would refer to nothing`() throws {
        let content = Stream(["Length": .integer(1)], .bytes([0x20]))
        try form.update { $0.replace(Reference(number: 4, generation: 1), with: .stream(content)) }
        #expect(try form.codes() == [.objectOverridden])
    }

    @Test mutating func `a page may not point to other content`() throws {
        try form.update { update in
            let content = update.add(.stream(Stream(["Length": .integer(1)], .bytes([0x71]))))
            try update.set("Contents", to: .reference(content), of: SignedForm.page)
        }
        #expect(try form.codes().contains(.pageChanged))
    }

    @Test mutating func `an annotation may not be added (SIGNING C 8)`() throws {
        try form.update { update in
            let note = update.add(.dictionary(["Type": .name("Annot"), "Subtype": .name("FreeText")]))
            guard case .array(let annotations)? = try update.object(SignedForm.page).dictionary?["Annots"] else {
                return
            }
            try update.set("Annots", to: .array(annotations + [.reference(note)]), of: SignedForm.page)
        }
        #expect(try form.codes().contains(.pageChanged))
    }

    @Test mutating func `the catalog may not gain an action`() throws {
        try form.update {
            try $0.set("OpenAction", to: .dictionary(["S": .name("JavaScript")]), of: Reference(number: 1))
        }
        #expect(try form.codes() == [.rootChanged])
    }

    @Test mutating func `an object that nothing leads to is not explained (SIGNING C 2)`() throws {
        try form.update { _ = $0.add(.dictionary(["Type": .name("Catalog")])) }
        #expect(try form.codes() == [.unexplainedObject])
    }

    @Test mutating func `writing the same again changes nothing`() throws {
        let page = try Document(BytesSource(form.bytes)).object(SignedForm.page)
        try form.update { $0.replace(SignedForm.page, with: page) }
        #expect(try form.codes() == [])
    }
}

private func timestampField(value: Reference, right: Int) -> PDFDictionary {
    [
        "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "T": .string(Array("stamp".utf8)),
        "V": .reference(value), "Rect": .array([0, 0, right, right].map { .integer($0) }),
    ]
}

private func addField(_ field: Reference, to update: inout IncrementalUpdate) throws {
    guard case .array(let fields)? = try update.object(SignedForm.form).dictionary?["Fields"] else { return }
    try update.set("Fields", to: .array(fields + [.reference(field)]), of: SignedForm.form)
}

@Suite struct `Filling a form after a signature` {
    static func fill(_ form: inout SignedForm) throws {
        try form.update { try $0.set("V", to: .string(Array("1,000".utf8)), of: SignedForm.text) }
    }

    @Test func `is nobody's permission by itself (SIGNING C 5)`() throws {
        var form = try SignedForm()
        try form.signFirst()
        try Self.fill(&form)
        #expect(try form.codes() == [.formFilled])
    }

    @Test func `breaks the lock of a read-only field`() throws {
        var form = try SignedForm(textFlags: 1)
        try form.signFirst()
        try Self.fill(&form)
        #expect(try form.codes() == [.mdpViolation])
    }

    @Test func `breaks DocMDP level 1 (VAL-9)`() throws {
        var form = try SignedForm()
        try form.signFirst(transform: [
            "TransformMethod": .name("DocMDP"), "TransformParams": .dictionary(["P": .integer(1)]),
        ])
        try Self.fill(&form)
        #expect(try form.codes() == [.mdpViolation])
    }

    @Test func `meets a malformed permission (SIGNING C 10)`() throws {
        var form = try SignedForm()
        try form.signFirst(transform: [
            "TransformMethod": .name("DocMDP"), "TransformParams": .dictionary(["P": .integer(9)]),
        ])
        try Self.fill(&form)
        #expect(try form.codes().contains(.mdpMalformed))
    }

    @Test(arguments: [("a", true), ("ab", false)])
    func `is locked by name, not by prefix (SIGNING C 11)`(name: String, isLocked: Bool) throws {
        var form = try SignedForm(textName: name)
        try form.signFirst(transform: [
            "TransformMethod": .name("FieldMDP"),
            "TransformParams": .dictionary([
                "Action": .name("Include"), "Fields": .array([.string(Array("a".utf8))]),
            ]),
        ])
        try Self.fill(&form)
        #expect(try form.codes() == [isLocked ? .mdpViolation : .formFilled])
    }
}
