import Testing

@testable import PDF

/// Updates that look like those that are allowed and change what some reader shows or does.
///
/// - SeeAlso: VAL-7, VAL-10; SIGNING C 2, 4, 9; 0047
@Suite struct `An update that only looks allowed` {
    private static let catalog = Reference(number: 1)
    private static let late = Reference(number: 40)

    private func isRefused(_ codes: [ChangeCode]) -> Bool { codes.contains { !$0.isAllowed } }

    private static func box(_ numbers: [Int]) -> Object { .array(numbers.map(Object.integer)) }

    // MARK: Objects that were referred to before they existed

    /// The page refers to an object that does not exist: it is null, until somebody writes it.
    private func waiting(for key: Name) throws -> SignedForm {
        try SignedForm.forSignatures { update in
            switch key {
            case "Contents":
                let contents = [SignedForm.content, Self.late].map(Object.reference)
                try update.set("Contents", to: .array(contents), of: SignedForm.page)
            case "Font":
                let fonts: PDFDictionary = ["Font": .dictionary(["F1": .reference(Self.late)])]
                try update.set("Resources", to: .dictionary(fonts), of: SignedForm.page)
            default:
                try update.set(key, to: .reference(Self.late), of: Self.catalog)
            }
        }
    }

    private let words = Stream(PDFDictionary(), .bytes(Array("BT /F1 9 Tf (9,999) Tj ET".utf8)))

    @Test func `may not write as validation data what a page waited for`() throws {
        let codes = try waiting(for: "Contents").codes { update in
            update.replace(Self.late, with: .stream(words))
            let store: PDFDictionary = ["Certs": .array([.reference(Self.late)])]
            try update.set("DSS", to: .reference(update.add(.dictionary(store))), of: Self.catalog)
        }
        #expect(isRefused(codes), "\(codes)")
    }

    @Test(arguments: ["Font", "OpenAction"] as [Name])
    func `may not write as a description what something waited for`(key: Name) throws {
        let description: PDFDictionary = ["S": .name("JavaScript"), "JS": .string(Array("app.alert(1)".utf8))]
        let codes = try waiting(for: key).codes { update in
            update.replace(Self.late, with: .dictionary(description))
            update.trailer["Info"] = .reference(Self.late)
        }
        #expect(isRefused(codes), "\(codes)")
    }

    @Test(arguments: [["Type": .name("XRef")], ["Type": .name("VRI")]] as [PDFDictionary])
    func `may not write as a left-over what something waited for`(entries: PDFDictionary) throws {
        let codes = try waiting(for: "Contents").codes { update in
            let isStream = entries["Type"]?.name == "XRef"
            update.replace(Self.late, with: isStream ? .stream(Stream(entries, words.content)) : .dictionary(entries))
        }
        #expect(isRefused(codes), "\(codes)")
    }

    @Test func `may not leave a cross-reference stream behind that names another catalog`() throws {
        let codes = try SignedForm.forSignatures().codes { update in
            let entries: PDFDictionary = ["Type": .name("XRef"), "Root": .reference(SignedForm.form)]
            _ = update.add(.stream(Stream(entries, .bytes([0x20]))))
        }
        #expect(isRefused(codes), "\(codes)")
    }

    @Test(arguments: ["XRef", "ObjStm"] as [Name])
    func `may not write what holds a file together as validation data`(type: Name) throws {
        let codes = try SignedForm.forSignatures().codes { update in
            let entries: PDFDictionary = ["Type": .name(type), "Root": .reference(SignedForm.form)]
            let certificate = update.add(.stream(Stream(entries, .bytes([0x20]))))
            let store: PDFDictionary = ["Certs": .array([.reference(certificate)])]
            try update.set("DSS", to: .reference(update.add(.dictionary(store))), of: Self.catalog)
        }
        #expect(isRefused(codes), "\(codes)")
    }

    @Test(arguments: [true, false])
    func `may not name another document in its trailer, and may carry on a name of nothing`(exists: Bool) throws {
        let codes = try SignedForm.forSignatures().codes { update in
            let certificate = update.add(.stream(words))
            let store: PDFDictionary = ["Certs": .array([.reference(certificate)])]
            try update.set("DSS", to: .reference(update.add(.dictionary(store))), of: Self.catalog)
            let named = exists ? certificate : Self.late
            update.trailer["AdditionalStreams"] = .array([.name("application/x"), .reference(named)])
        }
        #expect(isRefused(codes) == exists, "\(codes)")
    }

    // MARK: Fields that reach beyond their place

    private func codes(
        adding entries: PDFDictionary,
        look: PDFDictionary?,
        type: Name = "Sig",
        writing number: (String, as: String)? = nil
    ) throws -> [ChangeCode] {
        try SignedForm.forSignatures().codes(writing: number) { update in
            var field: PDFDictionary = [
                "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "F": .integer(132),
                "T": TextString.encode("Theirs"), "P": .reference(SignedForm.page),
                "V": .reference(update.add(.dictionary(["Type": .name(type), "ByteRange": .array([])]))),
            ]
            for key in entries.keys { field[key] = entries[key] }
            if let look {
                var dictionary: PDFDictionary = ["Subtype": .name("Form"), "Resources": .dictionary([:])]
                for key in look.keys { dictionary[key] = look[key] }
                let drawing = Stream(dictionary, .bytes(Array("BT /F1 9 Tf (9) Tj ET".utf8)))
                field["AP"] = .dictionary(["N": .reference(update.add(.stream(drawing)))])
            }
            let reference = update.add(.dictionary(field))
            for (key, place) in [("Fields", SignedForm.form), ("Annots", SignedForm.page)] as [(Name, Reference)] {
                let list = try update.object(place).dictionary?[key]?.array ?? []
                try update.set(key, to: .array(list + [.reference(reference)]), of: place)
            }
        }
    }

    private let clear = box([300, 100, 450, 160])
    private let nowhere = box([0, 0, 0, 0])
    private let bounded: PDFDictionary = ["BBox": box([0, 0, 9, 9])]

    @Test func `may not bring a drawing without bounds, which some readers do not cut`() throws {
        #expect(try !isRefused(codes(adding: ["Rect": clear], look: bounded)))
        #expect(try isRefused(codes(adding: ["Rect": clear], look: [:])))
        #expect(try isRefused(codes(adding: ["Rect": nowhere], look: [:])))
        #expect(try isRefused(codes(adding: ["Rect": nowhere], look: [:], type: "DocTimeStamp")))
    }

    @Test func `may not bring a field of no size that draws something`() throws {
        #expect(try !isRefused(codes(adding: ["Rect": nowhere], look: ["BBox": nowhere])))
        #expect(try isRefused(codes(adding: ["Rect": nowhere], look: bounded)))
    }

    @Test func `may not draw a field without bounds while it is signed`() throws {
        for (look, isAllowed) in [(bounded, true), ([:], false)] as [(PDFDictionary, Bool)] {
            let codes = try SignedForm.forSignatures().codes { update in
                let value = update.add(.dictionary(["Type": .name("Sig")]))
                try update.set("V", to: .reference(value), of: SignedForm.second)
                let drawing = update.add(.stream(Stream(look, .bytes(Array("0 0 9 9 re f".utf8)))))
                try update.set("AP", to: .dictionary(["N": .reference(drawing)]), of: SignedForm.second)
            }
            #expect(isRefused(codes) != isAllowed, "\(codes)")
        }
    }

    @Test func `may not give flags of a kind that readers read differently`() throws {
        for (flags, isAllowed) in [("132000", true), ("132.00", false), ("140.00", false)] {
            let entries: PDFDictionary = ["Rect": clear, "F": .integer(132_000)]
            let codes = try codes(adding: entries, look: bounded, writing: ("132000", as: flags))
            #expect(isRefused(codes) != isAllowed, "\(flags) \(codes)")
        }
    }

    // MARK: Fields of timestamps

    @Test func `may not act beside a timestamp`() throws {
        #expect(try !isRefused(codes(adding: ["Rect": nowhere], look: nil, type: "DocTimeStamp")))
        for key in ["A", "AA"] as [Name] {
            let action: PDFDictionary = ["S": .name("JavaScript"), "JS": .string(Array("app.alert(1)".utf8))]
            let entries: PDFDictionary = ["Rect": nowhere, key: .dictionary(["PO": .dictionary(action)])]
            #expect(try isRefused(codes(adding: entries, look: nil, type: "DocTimeStamp")))
        }
    }

    @Test func `may not show a timestamp whose place is said in other objects`() throws {
        let codes = try SignedForm.forSignatures().codes { update in
            let (right, top) = (update.add(.integer(595)), update.add(.integer(842)))
            let look = Stream(bounded, .bytes(Array("0 0 9 9 re f".utf8)))
            let field: PDFDictionary = [
                "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "T": TextString.encode("Time"),
                "P": .reference(SignedForm.page), "F": .integer(132),
                "V": .reference(update.add(.dictionary(["Type": .name("DocTimeStamp")]))),
                "Rect": .array([.integer(0), .integer(0), .reference(right), .reference(top)]),
                "AP": .dictionary(["N": .reference(update.add(.stream(look)))]),
            ]
            let reference = update.add(.dictionary(field))
            for (key, place) in [("Fields", SignedForm.form), ("Annots", SignedForm.page)] as [(Name, Reference)] {
                let list = try update.object(place).dictionary?[key]?.array ?? []
                try update.set(key, to: .array(list + [.reference(reference)]), of: place)
            }
        }
        #expect(isRefused(codes), "\(codes)")
    }

    // MARK: Defaults and numbers

    @Test func `may not give defaults to a text field that only a page lists`() throws {
        let form = try SignedForm.forSignatures { update in
            let orphan: PDFDictionary = [
                "Subtype": .name("Widget"), "FT": .name("Tx"), "T": TextString.encode("amount"),
                "V": TextString.encode("9,999"), "Rect": Self.box([40, 100, 300, 150]),
            ]
            let list = try update.object(SignedForm.page).dictionary?["Annots"]?.array ?? []
            let annotations = list + [.reference(update.add(.dictionary(orphan)))]
            try update.set("Annots", to: .array(annotations), of: SignedForm.page)
        }
        let codes = try form.codes {
            try $0.set("DA", to: .string(Array("/Helv 24 Tf 0 g".utf8)), of: SignedForm.form)
        }
        #expect(isRefused(codes), "\(codes)")
    }

    @Test func `may not turn a page back by writing its rotation as a real number`() throws {
        let form = try SignedForm.forSignatures { try $0.set("Rotate", to: .integer(90), of: SignedForm.page) }
        let codes = try form.codes(writing: ("900000", as: "90.000")) {
            try $0.set("Rotate", to: .integer(900_000), of: SignedForm.page)
        }
        #expect(isRefused(codes), "\(codes)")
    }
}
