import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// Signature dictionaries that are broken: a verdict with a reason, never an unreadable file.
///
/// - SeeAlso: SIGNING C rows 1 and 14
@Suite struct `A broken signature dictionary` {
    static let sound = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"

    private func file(signature: String, field: String = "/V 5 0 R") -> [UInt8] {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 300]>>", "<</Type/Page/Parent 2 0 R>>",
            "<</FT/Sig/T(Sign here)\(field)>>", signature,
        ]
        var text = "%PDF-1.7\n"
        var lines = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(text.utf8.count)
            lines += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(lines)trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\n"
        return Array((text + "startxref\n\(start)\n%%EOF\n").utf8)
    }

    private func report(_ bytes: [UInt8]) throws -> ValidationReport {
        let policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
        let input = ValidationInput(source: BytesSource(bytes), time: TestWorld.start, fetched: nil)
        return try validate(input, policy: policy)
    }

    @Test(arguments: [
        ("\(sound)/Contents<AA>", "/ByteRange がありません", "/ByteRange is missing"),
        ("\(sound)/Contents<AA>/ByteRange null", "/ByteRange が null です", "/ByteRange is null"),
        ("\(sound)/Contents<AA>/ByteRange[0 1 (2) 3]", "整数の配列ではありません", "is not an array of integers"),
        ("\(sound)/Contents<AA>/ByteRange 7", "整数の配列ではありません", "is not an array of integers"),
        ("\(sound)/Contents<AA>/ByteRange 9 0 R", "オブジェクト 9 がありません", "refers to object 9"),
        ("\(sound)/ByteRange[0 10 20 30]", "/Contents がありません", "/Contents is missing"),
        ("\(sound)/ByteRange[0 10 20 30]/Contents null", "/Contents が null です", "/Contents is null"),
        ("\(sound)/ByteRange[0 10 20 30]/Contents()", "/Contents が空です", "/Contents is empty"),
        ("\(sound)/ByteRange[0 10 20 30]/Contents<0000>", "/Contents が零だけです", "/Contents holds only zeros"),
        ("\(sound)/ByteRange[0 10 20 30]/Contents/AA", "/Contents が文字列ではありません", "/Contents is not a string"),
        ("/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 30]/Contents<AA>", "/Filter がありません", "/Filter is missing"),
    ])
    func `fails with the field and the fault`(entries: String, japanese: String, english: String) throws {
        let report = try report(file(signature: "<<\(entries)>>"))
        let signature = try #require(report.signatures.first)
        #expect(signature.field == "Sign here")
        #expect(signature.conclusion == .failed(.formatFailure))
        let finding = try #require(signature.findings.first { $0.check == .signatureDictionaryInvalid })
        #expect(finding.japanese.contains("署名欄「Sign here」の ") && finding.japanese.contains(japanese))
        #expect(finding.english.contains("field “Sign here”: ") && finding.english.contains(english))
    }

    @Test(arguments: [
        "[0 0 0 0]", "[]", "[0 -1 5 6]", "[1 2 3 4]", "[0 1 2]", "[0 9223372036854775807 9223372036854775807 9]",
    ])
    func `fails with a ByteRange that means nothing`(range: String) throws {
        let report = try report(file(signature: "<<\(Self.sound)/Contents<AA>/ByteRange\(range)>>"))
        #expect(report.signatures.map(\.conclusion) == [.failed(.formatFailure)])
    }

    @Test(arguments: [
        ("<<\(sound)/Contents<AA>/Contents<BB>/ByteRange[0 1 2 3]>>", "/V 5 0 R", Check.duplicateKey),
        ("null", "/V<</Contents<AA>/Contents<BB>>>", .duplicateKey), ("null", "/V 5 0 R/V 6 0 R", .duplicateKey),
        ("<</Contents<AA>/ByteRange[0 1 2 x]>>", "/V 5 0 R", .signatureDictionaryInvalid),
        ("<</Contents<AX>>>", "/V 5 0 R", .signatureDictionaryInvalid),
        ("(text)", "/V 5 0 R", .signatureDictionaryInvalid), ("null", "/V 7", .signatureDictionaryInvalid),
        ("null", "/V 9 0 R", .signatureDictionaryInvalid), ("null", "/V 5 0 R", .signatureDictionaryInvalid),
    ])
    func `fails when the field's value cannot be read`(object: String, field: String, check: Check) throws {
        let report = try report(file(signature: object, field: field))
        #expect(report.signatures.map(\.conclusion) == [.failed(.formatFailure)])
        #expect(report.signatures.first?.findings.map(\.check).contains(check) == true)
    }

    @Test func `is no signature when the field is empty`() {
        #expect(throws: ValidationError.unsigned) { try report(file(signature: "null", field: "")) }
        #expect(throws: ValidationError.unsigned) { try report(file(signature: "null", field: "/V null")) }
    }

    @Test func `fails in a file whose cross-reference is broken too`() throws {
        let text = String(decoding: file(signature: "<<\(Self.sound)/Contents<00>>>"), as: UTF8.self)
        let report = try report(Array(text.replacing(" 65535 f \n", with: " 65535 f\n").utf8))
        #expect(report.signatures.map(\.conclusion) == [.failed(.formatFailure)])
        #expect(report.signatures.first?.findings.map(\.check).contains(.structureBroken) == true)
    }
}

@Suite struct `A signed file that can no longer be read` {
    let world: TestWorld
    let bytes: [UInt8]
    init() throws {
        world = try TestWorld()
        bytes = try TestFile.archived(world).bytes
    }

    private func report(_ bytes: [UInt8]) throws -> ValidationReport {
        let time = world.signingTime.addingTimeInterval(300)
        return try validate(
            ValidationInput(source: BytesSource(bytes), time: time, fetched: nil),
            policy: world.policy
        )
    }

    @Test(arguments: [
        "\nstartxref\n17\n%%EOF\n", "\nstartxref\n", "\nxref\n0 1\n0000000000 65535 f\ntrailer<<>>startxref 9 %%EOF",
    ])
    func `fails when what was appended made it so`(appended: String) throws {
        let report = try report(bytes + Array(appended.utf8))
        #expect(report.conclusion == .totalFailed)
        #expect(report.signatures.map(\.integrity) == [true])
        #expect(report.signatures.first?.findings.map(\.check).contains(.bytesBetweenRevisions) == true)
        #expect(report.timestamps.last?.conclusion == .failed(.formatFailure))
    }

    /// An update that old readers see and new ones do not, or the other way round.
    @Test(arguments: [true, false])
    func `never passes with a hybrid update`(isHiddenFromOld: Bool) throws {
        let document = try Document(BytesSource(bytes))
        let page = try #require(try document.pages().first)
        guard case .offset(let original, _) = document.entries[page.reference.number] else {
            Issue.record("the page is in an object stream")
            return
        }
        let last = try #require(document.revisions.last)
        let number = document.highestObjectNumber + 1
        var text = "\n\(page.reference.number) 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
        let changed = bytes.count + 1
        let section = bytes.count + text.utf8.count
        // The stream names the place that new readers go to; the table frees the page or names the other place.
        let line = "01" + hexadecimal(isHiddenFromOld ? original : changed, digits: 8) + "00"
        text += "\(number) 0 obj\n<</Type/XRef/Size \(number + 1)/W[1 4 1]/Index[\(page.reference.number) 1]"
        text += "/Filter/ASCIIHexDecode/Length 13>>\nstream\n\(line)>\nendstream\nendobj\n"
        let table = bytes.count + text.utf8.count
        let root = document.catalogReference.number
        text += "xref\n\(page.reference.number) 1\n"
        text += isHiddenFromOld ? "0000000000 65535 f \n" : "0000000000 00000 f \n"
        text += "trailer\n<</Size \(number + 1)/Root \(root) 0 R/Prev \(last.xrefOffset)/XRefStm \(section)>>\n"
        let report = try report(bytes + Array((text + "startxref\n\(table)\n%%EOF\n").utf8))
        #expect(report.conclusion != .totalPassed)
        let checks = report.signatures.flatMap { $0.findings.map(\.check) }
        #expect(checks.contains(.hybridDisputed))
    }

    private func hexadecimal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
