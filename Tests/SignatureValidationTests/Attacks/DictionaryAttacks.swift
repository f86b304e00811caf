import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// The signature dictionary itself: universal signature forgery, wrapping, and keys that come twice.
///
/// Row 1: `SIG_DICT_INVALID` or `BYTERANGE_MALFORMED`/`BYTERANGE_OUTSIDE_FILE`; row 3: `BYTERANGE_GAP` and its
/// neighbours; row 14: `PDF_DUPLICATE_KEY`.
///
/// - SeeAlso: SIGNING C rows 1, 3, 14; VAL-6, VAL-12
@Suite struct `A signature dictionary that an attacker wrote` {
    let contract: Contract
    let contents: Range<Int>
    let range: [Int]

    init() throws {
        contract = try Contract.signed(Contract(TestWorld()))
        let signature = try #require(try contract.document().signatures().first)
        contents = try #require(signature.contentsRange)
        range = try #require(signature.byteRange)
    }

    private func verdict(_ bytes: [UInt8]) throws -> Verdict { try Verdict(bytes, in: contract.world) }

    /// The gap with `text` at its beginning, and `filler` up to its end.
    private func withGap(_ text: String, filler: Character) -> [UInt8] {
        var bytes = contract.bytes
        let padded = text + String(repeating: filler, count: contents.count - text.utf8.count)
        bytes.replaceSubrange(contents, with: Array(padded.utf8))
        return bytes
    }

    @Test func `passes before the attack`() throws {
        let verdict = try verdict(contract.bytes)
        #expect(verdict.document == .totalPassed, "\(verdict)")
    }

    @Test(arguments: [("null", " "), ("<>", " "), ("<", "0"), ("()", " "), ("/N", " "), ("99 0 R", " ")])
    func `fails with Contents that hold nothing (row 1)`(text: String, filler: String) throws {
        let filler = try #require(filler.first)
        var bytes = withGap(text, filler: filler)
        if text == "<" { bytes[contents.upperBound - 1] = UInt8(ascii: ">") }
        let verdict = try verdict(bytes)
        #expect(verdict.has(.failed(.formatFailure), "SIG_DICT_INVALID"), "\(verdict)")
    }

    @Test(arguments: ["/Contents", "/ByteRange"])
    func `fails without its main entries (row 1)`(key: String) throws {
        let renamed = "/X" + key.dropFirst(2)
        // The second time: `/Contents` of the page comes first.
        let start = contract.bytes.count - (contract.bytes.count - contents.lowerBound) - 400
        let changed = Array(contract.bytes[..<start]) + Array(contract.bytes[start...]).replacing(key, with: renamed)
        let verdict = try verdict(changed)
        #expect(verdict.has(.failed(.formatFailure), "SIG_DICT_INVALID"), "\(verdict)")
    }

    @Test(arguments: ["0 0 0 0", "-1 5 9 20", "0 -5 9 20", "0 5 9 -1", "0 99999999 99999999 1", "null"])
    func `fails with a ByteRange that means nothing (row 1)`(text: String) throws {
        let written = "[" + range.map(String.init).joined(separator: " ")
        let changed = (text == "null" ? text + " [" : "[" + text)
        let padded = changed.padding(toLength: written.count, withPad: " ", startingAt: 0)
        let bytes =
            text == "null"
            ? contract.bytes.replacing(
                "/ByteRange \(written)",
                with: "/ByteRange [null".padding(toLength: "/ByteRange \(written)".count, withPad: " ", startingAt: 0)
            ) : contract.bytes.replacing(written, with: String(padded.prefix(written.count)))
        let verdict = try verdict(bytes)
        #expect(verdict.conclusion == .failed(.formatFailure), "\(text): \(verdict)")
        #expect(!verdict.codes.isDisjoint(with: ["BYTERANGE_MALFORMED", "BYTERANGE_OUTSIDE_FILE", "SIG_DICT_INVALID"]))
    }

    /// The hexadecimal string ends early; what follows it in the gap is signed by nobody.
    @Test(arguments: [("", "BYTERANGE_GAP"), ("/X (unsigned)", "BYTERANGE_GAP"), ("% unsigned\n", "BYTERANGE_GAP")])
    func `fails when its gap holds more than its Contents (row 3)`(text: String, code: String) throws {
        let digits = String(
            decoding: contract.bytes[contents.lowerBound + 1..<contents.lowerBound + 8_001],
            as: UTF8.self
        )
        let verdict = try verdict(withGap("<\(digits)>\(text)", filler: " "))
        #expect(verdict.has(.failed(.formatFailure), code), "\(verdict)")
    }

    @Test(arguments: ["/ByteRange [0 1 2 3]", "/Contents <00>", "/#43ontents <00>", "/SubFilter /adbe.pkcs7.sha1"])
    func `fails with a key that comes twice (row 14)`(entry: String) throws {
        let digits = String(
            decoding: contract.bytes[contents.lowerBound + 1..<contents.lowerBound + 8_001],
            as: UTF8.self
        )
        let verdict = try verdict(withGap("<\(digits)>\(entry)", filler: " "))
        #expect(verdict.has(.failed(.formatFailure), "PDF_DUPLICATE_KEY"), "\(verdict)")
    }

    @Test func `fails when a field has two values (row 14)`() throws {
        let field = try #require(try contract.document().object(Contract.one).dictionary?["V"]?.reference?.number)
        let object = "<< /FT /Sig /T (One) /V \(field) 0 R /V null >>"
        let verdict = try verdict(contract.updated(writing: [(8, object)]))
        #expect(verdict.document == .totalFailed, "\(verdict)")
    }

    /// The signed tail moves to the end of the file, and the range follows it.
    @Test func `fails when the second part was moved (row 3)`() throws {
        let tail = Array(contract.bytes[contents.upperBound...])
        let inserted = Array("\n4 0 obj\n<< /Length 1 >>\nstream\nq\nendstream\nendobj\n".utf8)
        let moved = contents.upperBound + inserted.count
        let written = "[" + range.map(String.init).joined(separator: " ")
        let changed = "[\(range[0]) \(range[1]) \(moved) \(range[3])"
        let padded = changed.padding(toLength: written.count, withPad: " ", startingAt: 0)
        let bytes = (Array(contract.bytes[..<contents.upperBound]) + inserted + tail).replacing(written, with: padded)
        let verdict = try? verdict(bytes)
        #expect(verdict?.document != .totalPassed)
        #expect(verdict == nil || verdict?.document == .totalFailed, "\(String(describing: verdict))")
    }
}
