import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// VAL-6, VAL-7, VAL-11 and SIGNING.md section C.
@Suite struct `A signed file that was changed` {
    let world: TestWorld
    let archived: TestFile
    init() throws {
        world = try TestWorld()
        archived = try TestFile.archived(world)
    }

    private func report(_ bytes: [UInt8]) throws -> ValidationReport {
        try validate(
            ValidationInput(
                source: BytesSource(bytes),
                time: world.signingTime.addingTimeInterval(300),
                fetched: nil
            ),
            policy: world.policy
        )
    }

    /// The indication, or nil when the file cannot be read at all.
    private func indication(_ bytes: [UInt8]) -> Indication? {
        (try? report(bytes))?.conclusion
    }

    @Test func `never passes with one byte changed inside any ByteRange`() throws {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0 ... .max, using: &random)
        print("one-byte changes: seed \(seed)")
        var generator = Seeded(seed)
        let document = try Document(BytesSource(archived.bytes))
        let covered = try document.signatures().compactMap(\.byteRange).map { $0[0]..<$0[1] }
        for _ in 0..<60 {
            let range = try #require(covered.randomElement(using: &generator))
            let offset = Int.random(in: range, using: &generator)
            var bytes = archived.bytes
            bytes[offset] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(indication(bytes) != .totalPassed, "offset \(offset)")
        }
    }

    @Test func `is told where the content was altered`() throws {
        var bytes = archived.bytes
        let text = Array("0 0 m 100".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: text) })
        bytes[place] = UInt8(ascii: "9")
        let report = try report(bytes)
        #expect(report.conclusion == .totalFailed)
        #expect(report.signatures.map(\.conclusion) == [.failed(.hashFailure)])
        #expect(report.signatures.map(\.integrity) == [false])
        #expect(report.timestamps.last?.conclusion == .failed(.hashFailure))
    }

    @Test(arguments: [
        "x", "\n%%EOF\n", "\u{0}", "9 0 obj\n<< >>\nendobj\n", "garbage\nstartxref\n$XREF\n%%EOF\n",
        "3 0 obj\n<< /Type /Page >>\nendobj\nstartxref\n$XREF\n%%EOF\n",
    ])
    func `never passes with bytes after its end`(appended: String) throws {
        let xref = try #require(try Document(BytesSource(archived.bytes)).revisions.last).xrefOffset
        let bytes = archived.bytes + Array(appended.replacing("$XREF", with: "\(xref)").utf8)
        let report = try report(bytes)
        #expect(report.conclusion == .totalFailed, "\(appended)")
        let codes = Set(report.changesAfterSigning.map(\.code))
        #expect(!codes.isEmpty && codes.isSubset(of: ["TRAILING_BYTES", "BYTES_BETWEEN_REVISIONS"]))
    }

    @Test func `may end in white space`() throws {
        #expect(try report(archived.bytes + Array("\r\n \n".utf8)).conclusion == .totalPassed)
    }

    @Test func `never passes with stray bytes in a later revision`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        #expect(try report(file.bytes).conclusion == .totalPassed)
        // An object that nothing names, in the white space before the last tail.
        let last = try #require(try file.document().revisions.last)
        let tail = Array("\nstartxref".utf8)
        let place = try #require(
            file.bytes.indices.last { $0 >= last.xrefOffset && file.bytes[$0...].starts(with: tail) }
        )
        let stray = Array("\n3 0 obj\n<< /Type /Page >>\nendobj".utf8)
        let bytes = Array(file.bytes[..<place]) + stray + Array(file.bytes[place...])
        let report = try report(bytes)
        #expect(report.signatures.first?.findings.map(\.check).contains(.bytesBetweenRevisions) == true)
        #expect(report.conclusion == .totalFailed)
    }

    @Test(arguments: ["/ByteRange", "/Contents", "/SubFilter", "/Filter"])
    func `fails with a signature dictionary that lacks an entry`(key: String) throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        let signature = try #require(try file.document().signatures().first?.reference)
        let range = try #require(try file.document().range(of: signature))
        let place = try #require(
            range.first { start in
                file.bytes[start...].starts(with: Array(key.utf8))
                    && " [</".utf8.contains(file.bytes[start + key.utf8.count])
            }
        )
        var bytes = file.bytes
        bytes[place + 1] = UInt8(ascii: "x")
        let report = try report(bytes)
        #expect(report.signatures.count == 1)
        #expect(report.conclusion != .totalPassed)
        #expect(report.signatures.first?.integrity == false || key == "/SubFilter")
    }

    @Test func `still shows a signature that a later revision took out of its field`() throws {
        var update = IncrementalUpdate(try archived.document())
        let field = try #require(try archived.document().signatureFields().first)
        var dictionary = field.field.dictionary
        dictionary["V"] = nil
        update.replace(field.reference, with: .dictionary(dictionary))
        let report = try report(archived.bytes + update.appended())
        #expect(report.conclusion == .totalFailed)
        #expect(report.signatures.contains { $0.findings.map(\.check).contains(.orphanSignature) })
    }

    @Test func `fails when two fields share a signature`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        let fields = try file.document().signatureFields()
        var update = IncrementalUpdate(try file.document())
        var second = try #require(fields.last).field.dictionary
        second["V"] = try #require(fields.first).field.dictionary["V"]
        update.replace(try #require(fields.last).reference, with: .dictionary(second))
        let report = try report(file.bytes + update.appended())
        #expect(report.signatures.count == 2)
        #expect(report.signatures.allSatisfy { $0.findings.map(\.check).contains(.signatureReused) })
    }

    @Test func `fails when a later revision changes a page`() throws {
        var update = IncrementalUpdate(try archived.document())
        update.replace(
            Reference(number: 3),
            with: .dictionary(
                PDFDictionary([
                    "Type": .name("Page"), "Parent": .reference(Reference(number: 2)),
                    "MediaBox": .array([.integer(0), .integer(0), .integer(100), .integer(100)]),
                ])
            )
        )
        let report = try report(archived.bytes + update.appended())
        #expect(report.signatures.map(\.conclusion) == [.failed(.formatFailure)])
        #expect(!report.changesAfterSigning.isEmpty)
        #expect(report.changesAfterSigning.allSatisfy { $0.revision == 6 || $0.revision == 5 })
    }

    @Test func `passes when only the second party signed`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.sign(
            "Two",
            by: world.secondSigner,
            isFirst: false,
            timestampedAt: world.signingTime.addingTimeInterval(30)
        )
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        try file.stamp(at: world.signingTime.addingTimeInterval(120))
        let report = try report(file.bytes)
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.signatures.map(\.level) == [.lta, .lta])
        #expect(report.signatures.map(\.field) == ["One", "Two"])
        #expect(report.signatures.map(\.coversRevision) == [3, 4])
    }

    @Test func `fails when its CMS has bytes after it`() throws {
        var bytes = archived.bytes
        let signature = try #require(try Document(BytesSource(bytes)).signatures().first)
        let contents = try #require(signature.contentsRange)
        bytes[contents.upperBound - 2] = UInt8(ascii: "1")
        let report = try report(bytes)
        #expect(report.signatures.first?.findings.map(\.check).contains(.cmsTrailingBytes) == true)
        #expect(report.conclusion == .totalFailed)
    }

    @Test func `is no verdict when there is no signature or no PDF`() throws {
        let unsigned = try TestFile(world).bytes
        #expect(throws: ValidationError.unsigned) { try report(unsigned) }
        #expect(throws: ValidationError.self) { try report(Array("no PDF".utf8)) }
    }
}

/// VAL-6, rule by rule.
@Suite struct `A ByteRange` {
    let document: Document
    let integers: [Int]
    let contents: Range<Int>

    init() throws {
        let world = try TestWorld()
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: nil)
        document = try file.document()
        let signature = try #require(try document.signatures().first)
        integers = try #require(signature.byteRange)
        contents = try #require(signature.contentsRange)
    }

    private func checks(_ integers: [Int], _ contents: Range<Int>?) throws -> [Check] {
        try Coverage(of: integers, contents: contents, in: document).findings.map(\.check)
    }

    @Test func `of our own making has nothing against it`() throws {
        #expect(try checks(integers, contents) == [])
        #expect(try Coverage(of: integers, contents: contents, in: document).revision == 2)
    }

    @Test func `is four integers from 0`() throws {
        #expect(try checks(Array(integers.dropLast()), contents) == [.byteRangeMalformed])
        #expect(try checks(integers + [0, 1], contents) == [.byteRangeMalformed])
        #expect(try checks([1] + integers.dropFirst(), contents) == [.byteRangeMalformed])
        #expect(try checks([0, -1, 2, 3], contents) == [.byteRangeMalformed])
        #expect(try checks([], contents) == [.byteRangeMalformed])
    }

    @Test func `stays inside the file`() throws {
        #expect(try checks([0, 0, 0, 0], contents) == [.byteRangeOutsideFile])
        #expect(try checks([0, 10, 5, 10], contents) == [.byteRangeOutsideFile])
        #expect(try checks([0, integers[1], integers[2], integers[3] + 1], contents) == [.byteRangeOutsideFile])
        #expect(try checks([0, integers[1], integers[2], .max], contents) == [.byteRangeOutsideFile])
    }

    @Test func `leaves out exactly its own Contents`() throws {
        #expect(try checks(integers, nil) == [.contentsNotInGap])
        #expect(try checks(integers, 5..<9) == [.contentsNotInGap])
        #expect(try checks([0, integers[1] - 1, integers[2], integers[3]], contents) == [.byteRangeGap])
        #expect(try checks([0, integers[1] + 1, integers[2], integers[3]], contents) == [.byteRangeGap])
    }

    @Test func `ends where a revision ends`() throws {
        #expect(try checks([0, integers[1], integers[2], integers[3] - 1], contents) == [])
        #expect(try checks([0, integers[1], integers[2], integers[3] - 2], contents).contains(.byteRangeEnd))
    }
}
