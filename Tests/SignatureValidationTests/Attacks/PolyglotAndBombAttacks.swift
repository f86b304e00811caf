import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// Files that are something else as well, and files that want to exhaust their reader.
///
/// Row 15: `POLYGLOT` for bytes before the header, `TRAILING_BYTES` behind the end; row 38: the bound that was met, as
/// `LIMIT_REACHED`, `CHANGES_NOT_JUDGED` or a broken structure.
///
/// - SeeAlso: SIGNING C rows 15, 38; FND-6
@Suite struct `A file that is more than a PDF` {
    let world: TestWorld

    init() throws {
        world = try TestWorld()
    }

    @Test(arguments: ["PK\u{3}\u{4}", "<html><!--\n", "MZ", "\n", "\u{FEFF}"])
    func `never passes with bytes before its header, signed or not (row 15)`(leading: String) throws {
        let unclear = Conclusion.indeterminate(.signatureConstraintsFailure)
        let signed = try Contract.signed(Contract(world, leading: leading))
        let inside = try Verdict(signed.bytes, in: world)
        #expect(inside.has(unclear, "POLYGLOT"), "\(inside)")

        let prepended = try Verdict(Array(leading.utf8) + Contract.signed(Contract(world)).bytes, in: world)
        #expect(prepended.codes.contains("POLYGLOT"), "\(prepended)")
        #expect(prepended.document != .totalPassed)
    }

    @Test(arguments: ["PK\u{5}\u{6}" + String(repeating: "\u{0}", count: 18), "</html>", "\u{0}", "%PDF-1.7\n%%EOF\n"])
    func `fails with bytes behind its end (row 15)`(tail: String) throws {
        let verdict = try Verdict(Contract.signed(Contract(world)).bytes + Array(tail.utf8), in: world)
        #expect(verdict.has(.failed(.formatFailure), "TRAILING_BYTES"), "\(verdict)")
    }

    @Test func `is no PDF without a header nearby (row 15)`() throws {
        let bytes = [UInt8](repeating: 0x20, count: 2_000) + (try Contract.signed(Contract(world)).bytes)
        #expect(throws: ValidationError.self) { try Verdict(bytes, in: world) }
    }
}

/// - SeeAlso: SIGNING C row 38; FND-6
@Suite struct `A revision that wants to exhaust its reader` {
    let contract: Contract

    init() throws {
        contract = try Contract.signed(Contract(TestWorld()))
    }

    /// Nothing passes, nothing hangs, and what was met has a name.
    private func expect(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) throws {
        let start = ContinuousClock.now
        do {
            let verdict = try Verdict(bytes, in: contract.world)
            #expect(verdict.document != .totalPassed, "\(verdict)", sourceLocation: location)
        } catch let error as ValidationError {
            #expect(["LIMIT_REACHED", "UNREADABLE"].contains(error.code), sourceLocation: location)
        }
        #expect(ContinuousClock.now - start < .seconds(20), sourceLocation: location)
    }

    @Test func `is stopped when it is nested without end (row 38)`() throws {
        let nested = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        try expect(contract.updated(writing: [(4, nested)]))
        let dictionaries = String(repeating: "<</A", count: 100_000)
        try expect(contract.updated(writing: [(6, dictionaries)]))
    }

    @Test func `is stopped when its sections point at one another (row 38)`() throws {
        let start = contract.bytes.count + 1
        let section = "\nxref\n0 0\ntrailer\n<< /Size 40 /Root 1 0 R /Prev \(start) >>\nstartxref\n\(start)\n%%EOF\n"
        try expect(contract.bytes + Array(section.utf8))
    }

    @Test func `is stopped when a short stream becomes a long one (row 38)`() throws {
        // Zeros in runs of 128 copies each: two bytes for 128, four times over.
        let filters = String(repeating: "/RunLengthDecode ", count: 8)
        let data = String(repeating: "81", count: 4_000) + "80>"
        let stream =
            "<< /Type /ObjStm /N 1 /First 4 /Filter [ /ASCIIHexDecode \(filters) ] /Length \(data.utf8.count) >>\n"
            + "stream\n\(data)\nendstream"
        try expect(contract.updated(writing: [(40, stream)]))
    }

    @Test func `is stopped when object streams contain one another (row 38)`() throws {
        var text = "\n"
        let stream = contract.bytes.count + 1
        let entries = "02000000280000" + "02000000290000"
        text += "42 0 obj\n<< /Type /XRef /Size 43 /Root 40 0 R /W [ 1 4 2 ] /Index [ 40 2 ]"
        text += " /Prev \(try contract.document().revisions.last?.xrefOffset ?? 0)"
        text +=
            " /Filter /ASCIIHexDecode /Length \(entries.utf8.count + 1) >>\nstream\n\(entries)>\nendstream\nendobj\n"
        text += "startxref\n\(stream)\n%%EOF\n"
        try expect(contract.bytes + Array(text.utf8))
    }

    /// Ten thousand signatures that all cover the whole file would have it digested ten thousand times.
    @Test func `is stopped when its signatures ask for more digests than honest ones could (row 38)`() throws {
        let filler = Contract.stream(String(repeating: " ", count: 4 << 20))
        let contents = try #require(try contract.document().signatures().first?.contents).prefix(3_000)
        let hexadecimal = contents.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let objects = (0..<40).map { index in
            (
                50 + index,
                "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached"
                    + " /ByteRange [ 0 \(1_000 + index) 2000 4190000 ] /Contents <\(hexadecimal)> >>"
            )
        }
        #expect(throws: ValidationError.limitReached("digestedBytes")) {
            try Verdict(contract.updated(writing: [(40, filler)] + objects), in: contract.world)
        }
    }
}
