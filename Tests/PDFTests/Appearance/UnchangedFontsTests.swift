import Crypto
import Foundation
import PDF
import Testing

/// What a file claims of itself, and the fonts its pages are set in.
struct Claims: Equatable {
    var metadata: [UInt8]?
    /// Digests of the colour profiles.
    var outputIntents: [String] = []
    /// Per page: names of fonts with the digest of each embedded program.
    var fonts: [[String]] = []

    init(of document: Document) throws {
        if let packet = try document.resolve(document.catalog["Metadata"]).stream {
            metadata = try document.data(of: packet)
        }
        for intent in try document.resolve(document.catalog["OutputIntents"]).array ?? [] {
            let dictionary = try document.resolve(intent).dictionary
            let profile = try document.resolve(dictionary?["DestOutputProfile"]).stream
            outputIntents.append(try profile.map { try Self.digest(of: document.data(of: $0)) } ?? "none")
        }
        for page in try document.pages() {
            fonts.append(try Self.fonts(in: page.resources, of: document, depth: 0).sorted())
        }
    }

    /// Those of a page and of the forms that it draws, which is where scans have their text.
    private static func fonts(in resources: Object?, of document: Document, depth: Int) throws -> [String] {
        guard depth < 4, let resources = try document.resolve(resources).dictionary else { return [] }
        let fonts = try document.resolve(resources["Font"]).dictionary ?? PDFDictionary()
        let forms = try document.resolve(resources["XObject"]).dictionary ?? PDFDictionary()
        return try fonts.keys.map { "\($0.text) \(try program(of: fonts[$0], in: document))" }
            + forms.keys.flatMap { key in
                let form = try document.resolve(forms[key]).stream
                return try self.fonts(in: form?.dictionary["Resources"], of: document, depth: depth + 1)
            }
    }

    private static func program(of font: Object?, in document: Document) throws -> String {
        guard var dictionary = try document.resolve(font).dictionary else { return "none" }
        if let descendant = try document.resolve(dictionary["DescendantFonts"]).array?.first {
            dictionary = try document.resolve(descendant).dictionary ?? dictionary
        }
        let descriptor = try document.resolve(dictionary["FontDescriptor"]).dictionary
        for key in ["FontFile", "FontFile2", "FontFile3"] as [Name] {
            if let stream = try document.resolve(descriptor?[key]).stream {
                return try digest(of: document.data(of: stream))
            }
        }
        return try document.resolve(dictionary["BaseFont"]).name?.text ?? "none"
    }

    private static func digest(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String($0, radix: 16) }.joined(separator: ".")
    }
}

/// PDF-16: our own comparison, since no validator of PDF/A is at hand.
@Suite(.enabled(if: Corpus.isPresent, "the corpus is not here"))
struct `What a contract claims and is set in (PDF-16)` {
    @Test(arguments: ArchivalContract.all())
    func `is the same after fields, signatures, validation data and a timestamp`(contract: ArchivalContract) throws {
        let before = try Document(MappedFile(path: contract.row.path))
        let claims = try Claims(of: before)
        #expect(claims.metadata != nil && !claims.outputIntents.isEmpty)
        #expect(claims.fonts.contains { !$0.isEmpty })
        #expect(try Claims(of: Document(Signing.sealed(before))) == claims)
    }

    @Test func `is seen to differ when a font or the claim is another`() throws {
        let contracts = try ArchivalContract.all().map { try Claims(of: Document(MappedFile(path: $0.row.path))) }
        let first = try #require(contracts.first)
        #expect(contracts.dropFirst().allSatisfy { $0 != first })
    }
}
