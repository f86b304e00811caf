import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// What a later trailer names, and what stands beside it.
///
/// Row 2: `METADATA_UNSAFE`, `BYTES_BETWEEN_REVISIONS`; row 7: `ROOT_CHANGED`. Beside each what other products do and what is
/// allowed for it.
///
/// - SeeAlso: SIGNING C rows 2, 7; VAL-6, VAL-7; ISO 32000-2 §7.5.5, §14.3.3, §14.4
@Suite struct `A trailer after a signature` {
    let contract: Contract

    init() throws {
        contract = try Contract.signed(Contract(TestWorld()))
    }

    private func verdict(_ bytes: [UInt8]) throws -> Verdict {
        try Verdict(bytes, in: contract.world)
    }

    private func passes(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) throws {
        let verdict = try verdict(bytes)
        #expect(verdict.document == .totalPassed && verdict.changes.isEmpty, "\(verdict)", sourceLocation: location)
    }

    private func fails(_ bytes: [UInt8], _ change: String, _ location: SourceLocation = #_sourceLocation) throws {
        let verdict = try verdict(bytes)
        #expect(verdict.document == .totalFailed, "\(verdict)", sourceLocation: location)
        #expect(verdict.changes.contains(change), "\(verdict)", sourceLocation: location)
    }

    private let information = "<< /Producer (Other) /ModDate (D:20261129210000Z) /Trapped /False >>"

    // MARK: The description of the document

    @Test func `may name a description of the document`() throws {
        let described = try contract.updated(writing: [(90, information)], trailer: " /Info 90 0 R")
        try passes(described)
        let again = Contract(contract.world, bytes: described)
        try passes(again.updated(writing: [(90, "<< /Producer (Another) >>")], trailer: " /Info 90 0 R"))
        try passes(again.updated(writing: []))
    }

    @Test(arguments: ["<< /Title 4 0 R >>", "<< /Title [ (a) ] >>", "<< /Kids << >> >>", "[ (a) ]", "(a)"])
    func `fails with a description that leads somewhere or is none (row 2)`(description: String) throws {
        try fails(contract.updated(writing: [(90, description)], trailer: " /Info 90 0 R"), "METADATA_UNSAFE")
    }

    @Test func `fails with a description in the place of something that is shown (row 4)`() throws {
        for number in [Contract.content.number, Contract.font.number, Contract.image.number] {
            let bytes = try contract.updated(writing: [(number, information)], trailer: " /Info \(number) 0 R")
            try fails(bytes, "METADATA_UNSAFE")
        }
    }

    @Test func `fails when the description was also a font (row 6)`() throws {
        // The font and the description are one object; whoever writes the description anew changes the font.
        let shared = contract.world
        var before = Contract(shared)
        before = Contract(shared, bytes: try before.updated(writing: [], trailer: " /Info 5 0 R"))
        try before.sign(docMDP: nil)
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"
        try fails(before.updated(writing: [(5, font)], trailer: " /Info 5 0 R"), "METADATA_UNSAFE")
    }

    @Test func `fails when the catalog waited for the description, which acts (row 4)`() throws {
        let catalog = "<< /Type /Catalog /AcroForm 6 0 R /Metadata 12 0 R /Pages 2 0 R /OpenAction 90 0 R >>"
        let shared = contract.world
        var before = Contract(shared)
        before = Contract(shared, bytes: try before.updated(writing: [(1, catalog)]))
        try before.sign(docMDP: nil)
        let action = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
        try fails(before.updated(writing: [(90, action)], trailer: " /Info 90 0 R"), "OBJECT_OVERRIDDEN")
        try passes(before.updated(writing: [(91, action)], trailer: " /Info 91 0 R"))
    }

    @Test func `fails with a second document for another program`() throws {
        let document = Contract.stream("PK", "/Type /EmbeddedFile")
        let streams = { (number: Int) in
            " /AdditionalStreams [ /application#2Fvnd.oasis.opendocument.text \(number) 0 R ]"
        }
        try fails(contract.updated(writing: [(90, document)], trailer: streams(90)), "ROOT_CHANGED")
        try fails(contract.updated(writing: [], trailer: streams(Contract.image.number)), "ROOT_CHANGED")
        try passes(contract.updated(writing: [], trailer: streams(99)))
    }

    @Test func `fails with another description where nothing is permitted (VAL-9)`() throws {
        let certified = try Contract.signed(Contract(contract.world), docMDP: 1)
        try fails(certified.updated(writing: [(90, information)], trailer: " /Info 90 0 R"), "MDP_VIOLATION")
    }

    // MARK: The identifier and the catalog

    @Test func `may name the file anew`() throws {
        try passes(contract.updated(writing: [], trailer: " /ID [ <01> <02> ]"))
        try fails(contract.updated(writing: [], trailer: " /ID [ << >> <02> ]"), "ROOT_CHANGED")
        try fails(contract.updated(writing: [], trailer: " /ID [ <01> ]"), "ROOT_CHANGED")
    }

    @Test func `may have its catalog in a new object that says the same`() throws {
        let catalog = try #require(try contract.document().object(Contract.catalog).dictionary)
        let permissions = try #require(catalog["Perms"]?.dictionary?["DocMDP"]?.reference)
        let entries = "/Type /Catalog /AcroForm 6 0 R /Metadata 12 0 R /Perms << /DocMDP \(permissions.number) 0 R >>"
        try passes(contract.updated(writing: [(90, "<< \(entries) /Pages 2 0 R >>")], root: 90))
        try fails(contract.updated(writing: [(90, "<< \(entries) /Pages 14 0 R >>")], root: 90), "ROOT_CHANGED")
        try fails(
            contract.updated(writing: [(90, "<< \(entries) /Pages 2 0 R /OpenAction << >> >>")], root: 90),
            "ROOT_CHANGED"
        )
        // One that waited in the file is another document, whatever it is written over with.
        let over = try contract.updated(writing: [(13, "<< \(entries) /Pages 2 0 R >>")], root: 13)
        try fails(over, "ROOT_CHANGED")
    }

    // MARK: Comments at the end of a revision

    private func commented(_ comment: String) throws -> [UInt8] {
        let bytes = try contract.updated(writing: [(90, information)], trailer: " /Info 90 0 R")
        let text = Array("startxref".utf8)
        let place = try #require(bytes.indices.last { bytes[$0...].starts(with: text) })
        return Array(bytes[..<place]) + Array(comment.utf8) + Array(bytes[place...])
    }

    @Test(arguments: ["%iText-Core-8.0.4\n", "%7356f-4ed6a-5.5.12-SNAPSHOT\n%again\n"])
    func `may be followed by the name of a product in a comment`(comment: String) throws {
        try passes(commented(comment))
    }

    @Test(arguments: [
        "%PDF-1.7\n", "%%EOF\n", "%x 4 0 obj\n", "%trailer\n", "%\u{7}\n", "%é\n", "name\n", "4 0 obj << >> endobj\n",
        "%" + String(repeating: "a", count: 300) + "\n",
    ])
    func `fails with anything else there (row 2, isa_B)`(comment: String) throws {
        let verdict = try verdict(commented(comment))
        #expect(verdict.document == .totalFailed, "\(verdict)")
    }
}
