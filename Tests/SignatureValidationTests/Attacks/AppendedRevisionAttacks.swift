import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// A revision that an attacker appended: incremental saving, shadow attacks, downgrades and metadata.
///
/// The verdict is `POST_SIGN_CHANGE` (TOTAL_FAILED/FORMAT_FAILURE); the change itself says which row it is: row 2
/// `UNEXPLAINED_OBJECT`, `OBJECT_OVERRIDDEN` or `PAGE_CHANGED`; row 4 `OBJECT_FREED`, `OBJECT_OVERRIDDEN`; row 6
/// `OBJECT_OVERRIDDEN`; row 7 `ROOT_CHANGED`; row 35 `DSS_OVERRIDDEN`; row 37 `METADATA_UNSAFE`.
///
/// - SeeAlso: SIGNING C rows 2, 4, 6, 7, 35, 37; VAL-7, VAL-8
@Suite struct `A revision that an attacker appended` {
    let contract: Contract

    init() throws {
        contract = try Contract.signed(Contract(TestWorld()))
    }

    private func expect(
        _ bytes: [UInt8],
        _ change: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let verdict = try Verdict(bytes, in: contract.world)
        #expect(verdict.has(.failed(.formatFailure), "POST_SIGN_CHANGE"), "\(verdict)", sourceLocation: location)
        #expect(verdict.changes.contains(change), "\(verdict)", sourceLocation: location)
    }

    // MARK: Row 2

    @Test func `fails with new content on a page (row 2)`() throws {
        try expect(
            contract.updated { update in
                let content = update.add(.stream(Stream(["Length": .integer(1)], .bytes([0x71]))))
                try update.set("Contents", to: .reference(content), of: Contract.page)
            },
            "PAGE_CHANGED"
        )
    }

    @Test func `fails with an object that nothing leads to (row 2)`() throws {
        try expect(contract.updated { _ = $0.add(.dictionary(["Type": .name("Catalog")])) }, "UNEXPLAINED_OBJECT")
    }

    @Test(arguments: [
        "4 0 obj\n<< /Length 1 >>\nstream\nq\nendstream\nendobj\n",
        "4 0 obj\n<< /Length 1 >>\nstream\nq\nendstream\nendobj\n%%EOF\n",
        "trailer\n<< /Root 13 0 R >>\n%%EOF\n",
    ])
    func `fails without a cross-reference section (row 2, isa_B)`(body: String) throws {
        let verdict = try Verdict(contract.bytes + Array(body.utf8), in: contract.world)
        #expect(verdict.has(.failed(.formatFailure), "TRAILING_BYTES"), "\(verdict)")
    }

    @Test func `fails with a copy of the signature (row 2)`() throws {
        let original = try #require(try contract.document().signatures().first?.dictionary)
        let bytes = try contract.updated { update in
            let copy = update.add(.dictionary(original))
            try update.set("V", to: .reference(copy), of: Contract.one)
            update.replace(Contract.content, with: .stream(Stream(["Length": .integer(1)], .bytes([0x71]))))
        }
        let verdict = try Verdict(bytes, in: contract.world)
        #expect(verdict.document == .totalFailed, "\(verdict)")
        #expect(verdict.changes.isSuperset(of: ["SIGNATURE_CHANGED", "OBJECT_OVERRIDDEN"]))
    }

    // MARK: Rows 4, 6, 7

    @Test func `fails when it frees what a page shows (row 4)`() throws {
        try expect(contract.updated(writing: [], freeing: [Contract.image.number]), "OBJECT_FREED")
    }

    @Test(arguments: [Contract.content, Contract.image])
    func `fails when it replaces what a page shows (row 4)`(object: Reference) throws {
        try expect(
            contract.updated { $0.replace(object, with: .stream(Stream(["Length": .integer(1)], .bytes([0x20])))) },
            "OBJECT_OVERRIDDEN"
        )
    }

    @Test func `fails when it gives a font another meaning (row 6)`() throws {
        try expect(
            contract.updated { try $0.set("BaseFont", to: .name("Symbol"), of: Contract.font) },
            "OBJECT_OVERRIDDEN"
        )
        let other = Array("1 beginbfchar <31> <0039> endbfchar".utf8)
        try expect(
            contract.updated { update in
                let stream = Stream(["Length": .integer(other.count)], .bytes(other))
                update.replace(Contract.toUnicode, with: .stream(stream))
            },
            "OBJECT_OVERRIDDEN"
        )
    }

    @Test func `fails when it shows the other catalog (row 7)`() throws {
        try expect(contract.updated(writing: [], root: Contract.hiddenCatalog.number), "ROOT_CHANGED")
    }

    @Test func `fails when it shows the other pages (row 7)`() throws {
        try expect(
            contract.updated { try $0.set("Pages", to: .reference(Reference(number: 14)), of: Contract.catalog) },
            "ROOT_CHANGED"
        )
    }

    @Test func `fails when it takes an annotation away (row 4)`() throws {
        let rest = [Contract.text, Contract.two].map(Object.reference)
        try expect(contract.updated { try $0.set("Annots", to: .array(rest), of: Contract.page) }, "PAGE_CHANGED")
        try expect(contract.updated(writing: [], freeing: [Contract.text.number]), "OBJECT_FREED")
    }

    @Test func `fails when it shows a signed field once more (row 4)`() throws {
        try expect(
            contract.updated { update in
                try update.append(.reference(Contract.two), to: "Annots", of: Contract.page)
            },
            "PAGE_CHANGED"
        )
    }

    // MARK: Row 35

    @Test func `fails when it replaces validation data (row 35)`() throws {
        let archived = try TestFile.archived(contract.world)
        let document = try archived.document()
        let store = try #require(try document.resolve(document.catalog["DSS"]).dictionary)
        let certificate = try #require(try document.resolve(store["Certs"]).array?.first?.reference)
        var update = IncrementalUpdate(document)
        update.replace(certificate, with: .stream(Stream(["Length": .integer(1)], .bytes([0x30]))))
        try expect(archived.bytes + update.appended(), "DSS_OVERRIDDEN")

        var emptied = IncrementalUpdate(document)
        let place = try #require(document.catalog["DSS"]?.reference)
        try emptied.set("Certs", to: .array([]), of: place)
        try expect(archived.bytes + emptied.appended(), "DSS_OVERRIDDEN")
    }

    // MARK: Row 37

    private func metadata(_ xml: String) throws -> [UInt8] {
        try contract.updated { update in
            let stream = Stream(
                ["Type": .name("Metadata"), "Subtype": .name("XML"), "Length": .integer(xml.utf8.count)],
                .bytes(Array(xml.utf8))
            )
            update.replace(Contract.metadata, with: .stream(stream))
        }
    }

    @Test(arguments: [
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>", "<x>&e;</x>", "<x>", "<x></y>", "", "x",
        "<x/><y/>", "<x a='1' a='2'/>",
    ])
    func `fails with metadata that are no plain XML (row 37)`(xml: String) throws {
        try expect(metadata(xml), "METADATA_UNSAFE")
    }

    @Test func `passes with metadata that are plain XML (VAL-7 a)`() throws {
        let xml = "<?xpacket begin='\u{FEFF}'?><x:m xmlns:x='y' a=\"&lt;1&gt;\"><b>契り&#x3042;</b><!-- c --></x:m>"
        let verdict = try Verdict(metadata(xml), in: contract.world)
        #expect(verdict.document == .totalPassed, "\(verdict)")
        #expect(verdict.changes.isEmpty)
    }

    @Test func `fails with metadata that a page draws, too`() throws {
        var drawn = Contract(contract.world)
        drawn = try Contract.signed(drawn, docMDP: 2)
        // The page's content is the metadata: plain XML, and text to a reader that skips what it does not know.
        let bytes = try drawn.updated { update in
            try update.set("Metadata", to: .reference(Contract.content), of: Contract.catalog)
        }
        let verdict = try Verdict(bytes, in: contract.world)
        #expect(verdict.changes.contains("METADATA_UNSAFE"), "\(verdict)")
        #expect(verdict.document == .totalFailed)
    }
}
