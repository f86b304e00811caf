import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import PDF
@testable import SignatureValidation

/// Signatures that no field holds, fields that nobody signed, and pages before and after.
///
/// - SeeAlso: VAL-10, VAL-11, PDF-18
@Suite struct `What a report lists besides signatures` {
    let world: TestWorld
    let contract: Contract

    init() throws {
        world = try TestWorld()
        contract = try Contract.signed(Contract(world))
    }

    private func report(_ bytes: [UInt8]) throws -> ValidationReport {
        let input = ValidationInput(
            source: BytesSource(bytes),
            time: world.signingTime.addingTimeInterval(300),
            fetched: try world.material(at: world.signingTime.addingTimeInterval(60))
        )
        return try validate(input, policy: world.policy)
    }

    // MARK: VAL-11

    @Test func `are the fields that nobody signed`() throws {
        #expect(try report(contract.bytes).unsignedFields == ["Two"])
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        try file.sign("Two", by: world.secondSigner, isFirst: false, timestampedAt: nil)
        #expect(try report(file.bytes).unsignedFields == [])
    }

    private static let orphan =
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [ 0 10 20 30 ] /Contents <00> >>"

    @Test func `are signatures that a cross-reference section leads to and no field`() throws {
        let report = try report(contract.updated(writing: [(40, Self.orphan)]))
        #expect(report.conclusion == .totalFailed)
        #expect(report.signatures.contains { $0.field == nil && $0.findings.contains { $0.check == .orphanSignature } })
    }

    @Test func `are signatures that nothing leads to`() throws {
        let bytes = contract.bytes + Array("40 0 obj\n\(Self.orphan)\nendobj\n".utf8)
        let report = try report(bytes)
        #expect(report.signatures.contains { $0.field == nil && $0.findings.contains { $0.check == .orphanSignature } })
        #expect(report.conclusion == .totalFailed)
    }

    /// The dictionary of the signature is overwritten by another signature: what was signed before would be forgotten.
    @Test func `are signatures that a later revision overwrote`() throws {
        let signature = try #require(try contract.document().signatures().first?.reference)
        let bytes = try contract.updated(writing: [(signature.number, Self.orphan)])
        let report = try report(bytes)
        #expect(report.signatures.count == 2)
        let orphan = try #require(report.signatures.first { $0.findings.contains { $0.check == .orphanSignature } })
        #expect(orphan.integrity)
        #expect(orphan.coversRevision == 2)
        #expect(report.conclusion == .totalFailed)
    }

    @Test func `is no text that only looks like a signature`() throws {
        // In the data of a stream, and in a string.
        var file = Contract(world)
        let stream = Contract.stream("40 0 obj\n\(Self.orphan)\nendobj\n")
        let text = "(/ByteRange [ 0 1 2 3 ] /Contents)"
        let first = try file.updated(writing: [(40, stream), (41, text)])
        file = Contract(world, bytes: first)
        try file.sign(docMDP: 2)
        let report = try report(file.bytes)
        #expect(report.signatures.count == 1)
        #expect(report.conclusion == .totalPassed)
    }

    // MARK: VAL-10

    private func differences(_ bytes: [UInt8]) throws -> [PageDifference] {
        let pages = try report(bytes).pages
        #expect(pages.first?.revision == 2)
        return pages.first?.differences ?? []
    }

    @Test func `are pages, which are the same while nothing happened`() throws {
        let pages = try report(contract.bytes).pages
        #expect(pages.map(\.pagesSigned) == [1])
        #expect(pages.map(\.pagesNow) == [1])
        #expect(pages.allSatisfy { $0.differences.isEmpty })
    }

    @Test func `are pages with the kinds of their differences`() throws {
        let content = Stream(["Length": .integer(1)], .bytes([0x71]))
        #expect(
            try differences(contract.updated { $0.replace(Contract.content, with: .stream(content)) })
                == [PageDifference(page: 1, kinds: [.content])]
        )
        #expect(
            try differences(contract.updated { $0.replace(Contract.image, with: .stream(content)) })
                == [PageDifference(page: 1, kinds: [.resources])]
        )
        #expect(
            try differences(contract.updated { $0.replace(Contract.toUnicode, with: .stream(content)) })
                == [PageDifference(page: 1, kinds: [.resources])]
        )
        let box = Object.array([0, 0, 10, 10].map { .integer($0) })
        #expect(
            try differences(contract.updated { try $0.set("MediaBox", to: box, of: Contract.page) })
                == [PageDifference(page: 1, kinds: [.box])]
        )
        #expect(
            try differences(contract.updated { try $0.set("V", to: .string([0x31]), of: Contract.text) })
                == [PageDifference(page: 1, kinds: [.annotations])]
        )
    }

    @Test func `are pages that came and went`() throws {
        let pages = Reference(number: 2)
        let added = try contract.updated { update in
            let page = update.add(
                .dictionary([
                    "Type": .name("Page"), "Parent": .reference(pages),
                    "MediaBox": .array([0, 0, 9, 9].map { .integer($0) }),
                ])
            )
            try update.append(.reference(page), to: "Kids", of: pages)
            try update.set("Count", to: .integer(2), of: pages)
        }
        #expect(try differences(added) == [PageDifference(page: 2, kinds: [.added])])
        #expect(try report(added).pages.first?.pagesNow == 2)

        let other = try contract.updated {
            try $0.set("Pages", to: .reference(Reference(number: 14)), of: Contract.catalog)
        }
        #expect(
            try differences(other) == [
                PageDifference(page: 1, kinds: [.removed]), PageDifference(page: 1, kinds: [.added]),
            ]
        )
    }

    @Test func `stands in the JSON, in both languages`() throws {
        let content = Stream(["Length": .integer(1)], .bytes([0x71]))
        let bytes = try contract.updated { $0.replace(Contract.content, with: .stream(content)) }
        let json = String(decoding: try report(bytes).json(), as: UTF8.self)
        #expect(json.contains(#""unsignedFields":["Two"]"#))
        #expect(json.contains(#""differences":[{"en":"content","ja":"本文","kinds":["CONTENT"],"page":1}]"#))
    }

    // MARK: What was signed

    @Test func `can be had as it was signed`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        let first = file.bytes
        try file.sign("Two", by: world.secondSigner, isFirst: false, timestampedAt: nil)
        try file.stamp(at: world.signingTime.addingTimeInterval(120))

        let signed = try signedRevisions(of: BytesSource(file.bytes))
        #expect(signed.map(\.field) == ["One", "Two", "Timestamp1"])
        #expect(signed.map(\.number) == [1, 2, 3])
        #expect(signed.map(\.revision) == [3, 4, 5])
        #expect(signed.map(\.isDocumentTimestamp) == [false, false, true])
        let end = try #require(signed.first?.end)
        #expect(Array(file.bytes[..<end]) == first)
        // What comes out is a file of its own, with the signature intact.
        let alone = try report(first)
        #expect(alone.signatures.map(\.integrity) == [true])
    }

    @Test func `cannot be had when the range of a signature is no revision`() throws {
        let signed = try signedRevisions(of: BytesSource(contract.updated(writing: [(40, Self.orphan)])))
        #expect(signed.map(\.field) == ["One"])
        #expect(signed.allSatisfy { $0.revision != nil })
        #expect(throws: ValidationError.unsigned) { try signedRevisions(of: BytesSource(Contract(world).bytes)) }
    }
}
