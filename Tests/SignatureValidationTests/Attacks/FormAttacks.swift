import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// Fields, permissions and locks after a signature.
///
/// Row 5: `POST_SIGN_FORM_CHANGE` or `MDP_VIOLATION`; row 8: `P3_ANNOTATION`; row 9: `NEW_FIELD_NOT_PREDECLARED`, in
/// files that declared no fields `NEW_FIELD`; row 10: `MDP_MALFORMED`; row 11: as row 5; row 12: `SIG_OBJECT_REUSED`;
/// row 13: `FIELD_NAME_DUPLICATE`.
///
/// - SeeAlso: SIGNING C rows 5, 8–13; VAL-9
@Suite struct `A form after a signature` {
    static let unclear = Conclusion.indeterminate(.signatureConstraintsFailure)
    static let failed = Conclusion.failed(.formatFailure)

    let world: TestWorld

    init() throws {
        world = try TestWorld()
    }

    private func signed(
        docMDP: Int?,
        text: String = "/T (amount)",
        lock: String = "",
        hasSecondField: Bool = true
    ) throws -> Contract {
        let contract = Contract(world, unsignedText: text, lock: lock, hasSecondField: hasSecondField)
        return try Contract.signed(contract, docMDP: docMDP)
    }

    private func filled(_ contract: Contract, _ field: Reference = Contract.text) throws -> Verdict {
        try Verdict(contract.updated { try $0.set("V", to: .string(Array("9,999".utf8)), of: field) }, in: world)
    }

    // MARK: Row 5

    @Test(arguments: [nil, 2, 3] as [Int?])
    func `is unclear when nobody's signature answers for what was filled in (row 5)`(docMDP: Int?) throws {
        #expect(try filled(signed(docMDP: docMDP)).has(Self.unclear, "POST_SIGN_FORM_CHANGE"))
    }

    @Test func `is unclear when only the appearance of a value changed (row 5)`() throws {
        let bytes = try signed(docMDP: nil).updated { update in
            let look = update.add(.stream(Stream(["Length": .integer(1)], .bytes([0x71]))))
            try update.set("AP", to: .dictionary(["N": .reference(look)]), of: Contract.text)
        }
        #expect(try Verdict(bytes, in: world).has(Self.unclear, "POST_SIGN_FORM_CHANGE"))
    }

    @Test func `fails when a locked or read-only field was filled in (row 5)`() throws {
        #expect(try filled(signed(docMDP: 1)).has(Self.failed, "MDP_VIOLATION"))
        #expect(try filled(signed(docMDP: 2, text: "/T (amount) /Ff 1")).has(Self.failed, "MDP_VIOLATION"))
        let lock = "/Lock << /Type /SigFieldLock /Action /Include /Fields [ (amount) ] >>"
        #expect(try filled(signed(docMDP: nil, lock: lock)).has(Self.failed, "MDP_VIOLATION"))
    }

    @Test func `fails when the lock of the field permits nothing more (row 5)`() throws {
        let lock = "/Lock << /Type /SigFieldLock /Action /Include /Fields [ (other) ] /P 1 >>"
        #expect(try filled(signed(docMDP: 2, lock: lock)).has(Self.failed, "MDP_VIOLATION"))
    }

    // MARK: Row 8

    private func annotated(_ contract: Contract) throws -> Verdict {
        let bytes = try contract.updated { update in
            let note = update.add(
                .dictionary([
                    "Type": .name("Annot"), "Subtype": .name("FreeText"),
                    "Rect": .array([0, 0, 595, 842].map { .integer($0) }),
                ])
            )
            try update.append(.reference(note), to: "Annots", of: Contract.page)
        }
        return try Verdict(bytes, in: world)
    }

    @Test func `is unclear with an annotation, even where annotations are permitted (row 8)`() throws {
        #expect(try annotated(signed(docMDP: 3)).has(Self.unclear, "P3_ANNOTATION"))
    }

    @Test(arguments: [nil, 1, 2] as [Int?])
    func `fails with an annotation where none are permitted (row 8)`(docMDP: Int?) throws {
        #expect(try annotated(signed(docMDP: docMDP)).has(Self.failed, "POST_SIGN_CHANGE"))
    }

    // MARK: Row 9

    private func extended(_ contract: Contract, name: String = "Extra") throws -> Verdict {
        let bytes = try contract.updated { update in
            let signature = update.add(.dictionary(["Type": .name("Sig")]))
            let field = update.add(
                .dictionary([
                    "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"),
                    "T": .string(Array(name.utf8)), "V": .reference(signature),
                    "P": .reference(Contract.page), "Rect": .array([0, 0, 595, 842].map { .integer($0) }),
                ])
            )
            try update.append(.reference(field), to: "Fields", of: Contract.form)
            try update.append(.reference(field), to: "Annots", of: Contract.page)
        }
        return try Verdict(bytes, in: world)
    }

    @Test func `fails with a field that was not foreseen (row 9)`() throws {
        #expect(try extended(signed(docMDP: 2)).has(Self.failed, "NEW_FIELD_NOT_PREDECLARED"))
    }

    @Test func `fails with a field after a signature that permits nothing (row 9)`() throws {
        #expect(try extended(signed(docMDP: 1)).has(Self.failed, "MDP_VIOLATION"))
    }

    @Test func `is unclear with a field in a file that declared none (row 9)`() throws {
        #expect(try extended(signed(docMDP: nil)).has(Self.unclear, "NEW_FIELD"))
        #expect(try extended(signed(docMDP: 2, hasSecondField: false)).has(Self.unclear, "NEW_FIELD"))
    }

    // MARK: Row 10

    @Test(arguments: [
        ("/Perms", "/Xerms"), ("/P 2", "/P 9"), ("/P 2", "/P 0"), ("/TransformMethod", "/TransformXethod"),
        ("/TransformMethod /DocMDP", "/TransformMethod /DocXDP"), ("/TransformParams", "/TransformXarams"),
    ])
    func `fails when permissions cannot be understood, before anything else happens (row 10)`(
        written: String,
        instead: String
    ) throws {
        let contract = try Contract.signed(Contract(world)) { revision in
            let changed = revision.replacing(written, with: instead)
            #expect(changed != revision, "\(written) is not there")
            return changed
        }
        let verdict = try Verdict(contract.bytes, in: world)
        #expect(verdict.has(Self.failed, "MDP_MALFORMED"), "\(instead): \(verdict)")
    }

    @Test(arguments: [
        "<< /Action /Sometimes >>", "<< /Action /Include >>", "7", "<< /Action /All /P 4 >>",
        "<< /Action /Include /Fields [ 7 ] >>",
    ])
    func `fails with a lock that cannot be understood (row 10)`(lock: String) throws {
        let contract = try signed(docMDP: nil, lock: "/Lock \(lock)")
        let verdict = try Verdict(contract.bytes, in: world)
        #expect(verdict.has(Self.failed, "MDP_MALFORMED"), "\(verdict)")
    }

    @Test(arguments: [1, 2, 3])
    func `passes when permissions are as they should be (row 10)`(docMDP: Int) throws {
        let contract = try signed(docMDP: docMDP, lock: "/Lock << /Type /SigFieldLock /Action /All >>")
        let verdict = try Verdict(contract.bytes, in: world)
        #expect(verdict.document == .totalPassed, "\(verdict)")
    }

    // MARK: Row 11

    @Test(arguments: [
        ("/T (a)", "/Action /Include /Fields [ (a) ]", true), ("/T (ab)", "/Action /Include /Fields [ (a) ]", false),
        ("/T (a)", "/Action /Exclude /Fields [ (a) ]", false), ("/T (ab)", "/Action /Exclude /Fields [ (a) ]", true),
        ("/T (ab)", "/Action /All", true), ("/T (a)", "/Action /Include /Fields [ <FEFF0061> ]", true),
        ("/T <FEFF0061>", "/Action /Include /Fields [ (a) ]", true),
    ])
    func `is locked by whole names (row 11)`(text: String, lock: String, isLocked: Bool) throws {
        let contract = try signed(docMDP: nil, text: text, lock: "/Lock << /Type /SigFieldLock \(lock) >>")
        let verdict = try filled(contract)
        #expect(
            isLocked ? verdict.has(Self.failed, "MDP_VIOLATION") : verdict.has(Self.unclear, "POST_SIGN_FORM_CHANGE"),
            "\(verdict)"
        )
    }

    @Test(arguments: [("a", true), ("a.b", true), ("a.c", false), ("b", false)])
    func `is locked with its children (row 11)`(name: String, isLocked: Bool) throws {
        let lock = "/Lock << /Type /SigFieldLock /Action /Include /Fields [ (\(name)) ] >>"
        let verdict = try filled(signed(docMDP: nil, text: "/T (a)|/T (b)", lock: lock), Reference(number: 16))
        #expect(
            isLocked ? verdict.has(Self.failed, "MDP_VIOLATION") : verdict.has(Self.unclear, "POST_SIGN_FORM_CHANGE"),
            "\(verdict)"
        )
    }

    @Test func `fails when a locked signature field is signed (row 11)`() throws {
        let lock = "/Lock << /Type /SigFieldLock /Action /All >>"
        let bytes = try signed(docMDP: 2, lock: lock).updated { update in
            let signature = update.add(.dictionary(["Type": .name("Sig")]))
            try update.set("V", to: .reference(signature), of: Contract.two)
        }
        #expect(try Verdict(bytes, in: world).has(Self.failed, "MDP_VIOLATION"))
    }

    // MARK: Rows 12, 13

    @Test func `fails when a second field uses the signature of the first (row 12)`() throws {
        let contract = try signed(docMDP: 2)
        let value = try #require(try contract.document().object(Contract.one).dictionary?["V"])
        let verdict = try Verdict(contract.updated { try $0.set("V", to: value, of: Contract.two) }, in: world)
        #expect(verdict.has(Self.failed, "SIG_OBJECT_REUSED"), "\(verdict)")
    }

    @Test func `fails when two fields have one name (row 13)`() throws {
        let verdict = try extended(signed(docMDP: 2), name: "One")
        #expect(verdict.has(Self.failed, "FIELD_NAME_DUPLICATE"), "\(verdict)")
    }

    @Test func `passes when the second party signs the field that waits for her`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.sign("Two", by: world.secondSigner, isFirst: false, timestampedAt: world.signingTime)
        #expect(try Verdict(file.bytes, in: world).document == .totalPassed)
    }
}
