import PDF
import Testing

/// What other products write while they sign, timestamp and extend, and what only looks like it.
///
/// - SeeAlso: VAL-7; 0047
@Suite struct `An update by another product` {
    private static let catalog = Reference(number: 1)

    // MARK: Defaults of the form

    private func addDefaults(_ update: inout IncrementalUpdate) throws {
        let font = update.add(.dictionary(["Type": .name("Font"), "BaseFont": .name("Helvetica")]))
        let resources: PDFDictionary = ["Font": .dictionary(["Helv": .reference(font)])]
        try update.set("DR", to: .dictionary(resources), of: SignedForm.form)
        try update.set("DA", to: .string(Array("/Helv 0 Tf 0 g".utf8)), of: SignedForm.form)
    }

    private func look(_ update: inout IncrementalUpdate, _ entries: PDFDictionary) -> Object {
        var entries = entries
        entries["Subtype"] = .name("Form")
        let stream = Stream(entries, .bytes(Array("BT /Helv 9 Tf (x) Tj ET".utf8)))
        return .dictionary(["N": .reference(update.add(.stream(stream)))])
    }

    @Test func `may give the form defaults that nothing shown depends on`() throws {
        #expect(try SignedForm.forSignatures().codes(after: addDefaults) == [])
        let drawn = try SignedForm.forSignatures { update in
            try update.set("AP", to: look(&update, ["Resources": .dictionary([:])]), of: SignedForm.first)
        }
        #expect(try drawn.codes(after: addDefaults) == [])
    }

    @Test func `may not where a field or an annotation is drawn by them`() throws {
        var filled = try SignedForm()
        try filled.signFirst()
        try filled.update(addDefaults)
        #expect(try filled.codes().contains(.formChanged))

        let bare = try SignedForm.forSignatures { update in
            try update.set("AP", to: look(&update, [:]), of: SignedForm.first)
        }
        #expect(try bare.codes(after: addDefaults).contains(.formChanged))

        let noted = try SignedForm.forSignatures { update in
            let note = update.add(
                .dictionary([
                    "Subtype": .name("FreeText"), "DA": .string(Array("/Helv 9 Tf".utf8)),
                    "Rect": .array([9, 9, 90, 90].map(Object.integer)),
                ])
            )
            let list = try update.object(SignedForm.page).dictionary?["Annots"]?.array ?? []
            try update.set("Annots", to: .array(list + [.reference(note)]), of: SignedForm.page)
        }
        #expect(try noted.codes(after: addDefaults).contains(.formChanged))
    }

    @Test func `may not have the form drawn anew`() throws {
        let codes = try SignedForm.forSignatures().codes {
            try $0.set("NeedAppearances", to: .boolean(true), of: SignedForm.form)
        }
        #expect(codes == [.formChanged])
    }

    @Test func `may not put the form in the place of something else`() throws {
        let codes = try SignedForm.forSignatures().codes { update in
            update.replace(SignedForm.content, with: try update.object(SignedForm.form))
            try update.set("AcroForm", to: .reference(SignedForm.content), of: Self.catalog)
        }
        #expect(codes.contains(.objectOverridden))
    }

    // MARK: Signing a field that is there

    private func sign(_ update: inout IncrementalUpdate) throws {
        let value = update.add(.dictionary(["Type": .name("Sig")]))
        try update.set("V", to: .reference(value), of: SignedForm.second)
    }

    @Test(arguments: [(4, 132, true), (0, 644, true), (2, 132, false), (4, 6, false), (4, 0, false), (4, 36, false)])
    func `may print and lock the field that is signed, and neither hide nor show it`(
        before: Int,
        after: Int,
        isAllowed: Bool
    ) throws {
        let form = try SignedForm.forSignatures { try $0.set("F", to: .integer(before), of: SignedForm.second) }
        let codes = try form.codes { update in
            try sign(&update)
            try update.set("F", to: .integer(after), of: SignedForm.second)
        }
        #expect(isAllowed ? codes == [.signatureAdded] : codes.contains(.formChanged))
    }

    private let drawn = Reference(number: 9)

    private func formWithLook(isShared: Bool) throws -> SignedForm {
        try SignedForm.forSignatures { update in
            let look = update.add(.stream(Stream(["Subtype": .name("Form")], .bytes(Array("q Q".utf8)))))
            #expect(look == drawn)
            try update.set("AP", to: .dictionary(["N": .reference(look)]), of: SignedForm.second)
            let resources: PDFDictionary = ["XObject": .dictionary(["X": .reference(look)])]
            if isShared { try update.set("Resources", to: .dictionary(resources), of: SignedForm.page) }
        }
    }

    private func redraw(_ update: inout IncrementalUpdate) throws {
        let font = update.add(.dictionary(["Type": .name("Font")]))
        let resources: PDFDictionary = ["Font": .dictionary(["F": .reference(font)])]
        let stream = Stream(
            [
                "Subtype": .name("Form"), "Resources": .dictionary(resources),
                "BBox": .array([0, 0, 9, 9].map(Object.integer)),
            ],
            .bytes(Array("0 0 9 9 re f".utf8))
        )
        update.replace(drawn, with: .stream(stream))
    }

    @Test func `may draw the appearance of the field that is signed in its own object`() throws {
        let codes = try formWithLook(isShared: false).codes { update in
            try sign(&update)
            try redraw(&update)
        }
        #expect(codes == [.signatureAdded])
    }

    @Test func `may not where something else shows it, or nobody signs`() throws {
        let shared = try formWithLook(isShared: true).codes { update in
            try sign(&update)
            try redraw(&update)
        }
        #expect(shared.contains(.objectOverridden))
        #expect(try formWithLook(isShared: false).codes(after: redraw).contains(.objectOverridden))
    }

    // MARK: The catalog and the page

    private func formWithExtensions(isShared: Bool) throws -> SignedForm {
        try SignedForm.forSignatures { update in
            let extensions = update.add(.dictionary([:]))
            #expect(extensions == drawn)
            try update.set("Extensions", to: .reference(extensions), of: Self.catalog)
            if isShared { try update.set("Metadata2", to: .reference(extensions), of: Self.catalog) }
        }
    }

    @Test func `may list extensions anew in their own object, unless something else uses it`() throws {
        let level = Object.dictionary(["ESIC": .dictionary(["ExtensionLevel": .integer(2)])])
        #expect(try formWithExtensions(isShared: false).codes { $0.replace(drawn, with: level) } == [])
        #expect(try formWithExtensions(isShared: true).codes { $0.replace(drawn, with: level) } == [.objectOverridden])
    }

    @Test(arguments: [(612.0, true), (612.5, false)])
    func `may write a number in another way, not another number`(width: Double, isSame: Bool) throws {
        let form = try SignedForm.forSignatures {
            try $0.set("MediaBox", to: .array([0, 0, 612, 792].map(Object.integer)), of: SignedForm.page)
        }
        let box = [Object.real(0), .integer(0), .real(width), .integer(792)]
        let codes = try form.codes { update in
            try update.set("MediaBox", to: .array(box), of: SignedForm.page)
        }
        #expect(isSame ? codes == [] : codes.contains(.pageChanged))
    }

    // MARK: Validation data

    private func formWithStore() throws -> (form: SignedForm, certificate: Reference) {
        var form = try SignedForm.forSignatures()
        var certificate = Reference(number: 0)
        try form.update { update in
            certificate = update.add(.stream(Stream(PDFDictionary(), .bytes([0x30, 1]))))
            let entry = PDFDictionary(["Cert": .array([.reference(certificate)])])
            let store: PDFDictionary = [
                "Certs": .array([.reference(certificate)]), "VRI": .dictionary(["AA": .dictionary(entry)]),
            ]
            try update.set("DSS", to: .reference(update.add(.dictionary(store))), of: Self.catalog)
        }
        return (form, certificate)
    }

    private func store(
        _ update: inout IncrementalUpdate,
        certificates: [Reference],
        entry: [Reference]
    ) throws {
        let list = { (references: [Reference]) in Object.array(references.map(Object.reference)) }
        let store: PDFDictionary = [
            "Certs": list(certificates),
            "VRI": .dictionary(["AA": .dictionary(["Type": .name("VRI"), "Cert": list(entry)])]),
        ]
        try update.set("DSS", to: .reference(update.add(.dictionary(store))), of: Self.catalog)
    }

    @Test func `may store validation data anew when it keeps every value (EN 319 142-1 §5.4.1)`() throws {
        let (form, certificate) = try formWithStore()
        let copied = try form.codes { update in
            let copy = update.add(.stream(Stream(PDFDictionary(), .bytes([0x30, 1]))))
            let other = update.add(.stream(Stream(PDFDictionary(), .bytes([0x30, 2]))))
            try store(&update, certificates: [other, copy], entry: [copy, other])
        }
        #expect(copied == [.validationDataAdded])
        let grown = try form.codes { update in
            let other = update.add(.stream(Stream(PDFDictionary(), .bytes([0x30, 2]))))
            try store(&update, certificates: [other, certificate], entry: [other, certificate])
        }
        #expect(grown == [.validationDataAdded])
    }

    @Test func `may not lose a value, nor replace it (SIGNING C 35)`() throws {
        let (form, certificate) = try formWithStore()
        let dropped = try form.codes { update in
            let other = update.add(.stream(Stream(PDFDictionary(), .bytes([0x30, 2]))))
            try store(&update, certificates: [other], entry: [other])
        }
        #expect(dropped.contains(.validationDataOverridden))
        let emptied = try form.codes { try store(&$0, certificates: [certificate], entry: []) }
        #expect(emptied.contains(.validationDataOverridden))
        let replaced = try form.codes {
            $0.replace(certificate, with: .stream(Stream(PDFDictionary(), .bytes([0x30, 2]))))
        }
        #expect(replaced.contains(.validationDataOverridden))
    }

    @Test func `may leave behind an entry of the store that no key names, and nothing else`() throws {
        let entry: PDFDictionary = ["Type": .name("VRI"), "Cert": .array([])]
        #expect(try SignedForm.forSignatures().codes { _ = $0.add(.dictionary(entry)) } == [])
        var page = entry
        page["Contents"] = .null
        #expect(try SignedForm.forSignatures().codes { _ = $0.add(.dictionary(page)) } == [.unexplainedObject])
    }

    @Test func `may leave a cross-reference stream behind, and no stream that only claims to be a container`() throws {
        let codes = { (entries: PDFDictionary) in
            try SignedForm.forSignatures().codes { _ = $0.add(.stream(Stream(entries, .bytes([0x20])))) }
        }
        #expect(try codes(["Type": .name("XRef"), "Size": .integer(9), "Root": .reference(Self.catalog)]) == [])
        #expect(try codes(["Type": .name("XRef"), "Subtype": .name("Form")]) == [.unexplainedObject])
        #expect(try codes(["Type": .name("ObjStm"), "N": .integer(0), "First": .integer(0)]) == [.unexplainedObject])
    }
}
