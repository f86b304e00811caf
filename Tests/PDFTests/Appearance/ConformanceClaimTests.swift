import Foundation
import Testing

@testable import PDF

/// A contract of the corpus that says it is PDF/A.
struct ArchivalContract: Sendable, CustomTestStringConvertible {
    let row: Corpus.Row

    var testDescription: String { row.file }

    static func all() -> [ArchivalContract] {
        Corpus.rows("accept").map(ArchivalContract.init).filter { $0.claim != nil }
    }

    /// The XMP packet, if it names a part of PDF/A.
    private var claim: [UInt8]? {
        guard let document = try? Document(MappedFile(path: row.path)), let packet = try? Self.packet(of: document)
        else { return nil }
        return String(decoding: packet, as: UTF8.self).contains("pdfaid:part") ? packet : nil
    }

    static func packet(of document: Document) throws -> [UInt8]? {
        guard let stream = try document.resolve(document.catalog["Metadata"]).stream else { return nil }
        return try document.data(of: stream)
    }
}

@Suite(.enabled(if: Corpus.isPresent, "the corpus is not here"))
struct `A contract that claims PDF/A (PDF-16)` {
    /// `document` with one visible signature.
    private func signed(_ document: Document) throws -> Document {
        let appearance = SignatureAppearance(
            width: 120,
            height: 40,
            content: Array("BT /F0 10 Tf 4 4 Td <0001> Tj ET".utf8),
            fonts: [`A signature appearance (PDF-15)`.name]
        )
        let request = SignatureFieldRequest(
            name: "Signature1",
            box: DisplayedBox(page: 1, x: 20, y: 20, width: 120, height: 40)
        )
        let fields = try addSignatureFields([request], lockingForeignFields: false, to: document)
        let base = AppendedSource(document.source, appended: fields)
        let placeholder = try prepareSignature(
            field: "Signature1",
            content: SignatureDictionaryContent(
                subFilter: .etsiCAdESDetached,
                signingTime: Date(timeIntervalSince1970: 1_795_000_000),
                contentsSize: 64
            ),
            appearance: appearance,
            in: Document(base)
        )
        return try Document(AppendedSource(base, appended: placeholder.appended))
    }

    @Test(arguments: ArchivalContract.all())
    func `keeps its claim and output intents, and gets nothing that breaks them`(contract: ArchivalContract) throws {
        let before = try Document(MappedFile(path: contract.row.path))
        let after = try signed(before)

        #expect(try ArchivalContract.packet(of: after) == ArchivalContract.packet(of: before))
        #expect(try after.resolve(after.catalog["OutputIntents"]) == before.resolve(before.catalog["OutputIntents"]))

        let known = before.highestObjectNumber
        var fonts = 0
        for number in known + 1...after.highestObjectNumber {
            guard let dictionary = try after.object(Reference(number: number)).dictionary else { continue }
            for key: Name in ["Group", "ExtGState", "SMask", "OC", "JS", "EF"] {
                #expect(dictionary[key] == nil)
            }
            if dictionary["Type"] == .name("Font"), dictionary["Subtype"] != .name("Type0") {
                fonts += 1
                let descriptor = try after.resolve(dictionary["FontDescriptor"]).dictionary
                #expect(descriptor?["FontFile2"] != nil && descriptor?["CIDSet"] != nil)
            }
            if dictionary["Subtype"] == .name("Widget") {
                #expect(dictionary["F"] == .integer(132))
                #expect(dictionary["AP"]?.dictionary?["N"] != nil)
            }
        }
        #expect(fonts == 1)
    }
}
