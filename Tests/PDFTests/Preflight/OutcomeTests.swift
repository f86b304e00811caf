import Foundation
import PDF
import Testing

/// PDF-12, PDF-13, PDF-14: what becomes of a file.
@Suite struct `The outcome of the preflight` {
    private func outcome(_ bytes: [UInt8]) throws -> String {
        switch try Preflight.outcome(of: BytesSource(bytes), limits: .standard) {
        case .accepted: "accepted"
        case .coSigning: "co-signing"
        case .normalisable(let findings): "normalise \(findings.map(\.reason.rawValue).joined(separator: " "))"
        case .refused(let findings): "refuse \(findings.map(\.reason.rawValue).joined(separator: " "))"
        }
    }

    @Test func `is acceptance where nothing is wrong`() throws {
        #expect(try outcome(SmallPDF.file()) == "accepted")
    }

    @Test func `is normalisation for what is only in the way`() throws {
        #expect(try outcome(Array("junk\n".utf8) + SmallPDF.file()) == "normalise LEADING_BYTES")
        #expect(try outcome(SmallPDF.file() + Array("junk\n".utf8)) == "normalise TRAILING_BYTES")
        let spare = SmallPDF.file([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, SmallPDF.page])
        #expect(try outcome(spare) == "normalise UNREFERENCED_PAGES")
    }

    @Test func `is refusal for what acts, whatever else is in the way`() throws {
        let catalog = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>"
        let active = SmallPDF.file([catalog, SmallPDF.pages, SmallPDF.page])
        #expect(try outcome(active + Array("junk\n".utf8)) == "refuse TRAILING_BYTES JAVASCRIPT")
    }

    @Test func `is refusal, never repair, for a file with a trace of a signature or of encryption`() throws {
        let junk = Array("junk\n".utf8)
        let signed = try {
            var form = try SignedForm(); try form.signFirst(); return form.bytes
        }()
        #expect(try outcome(signed) == "co-signing")
        #expect(try outcome(signed + junk).hasPrefix("refuse TRAILING_BYTES"))
        #expect(try outcome(junk + signed) == "refuse LEADING_BYTES ALREADY_SIGNED")
        let encrypted = SmallPDF.file(trailer: "/Encrypt 9 0 R")
        #expect(try outcome(encrypted) == "refuse ENCRYPTED")
        #expect(try outcome(junk + encrypted) == "refuse LEADING_BYTES ENCRYPTED")
    }

    @Test func `finds a trace wherever it lies between two readings of the file`() throws {
        for shift in stride(from: 65_520, through: 65_550, by: 5) {
            let padding = [UInt8](repeating: 0x20, count: shift)
            let file = Array("x".utf8) + padding + Array("/ByteRange".utf8) + SmallPDF.file()
            #expect(try outcome(file).hasPrefix("refuse"), "\(shift)")
        }
    }
}

@Suite(.enabled(if: !ManifestRow.all.isEmpty, ManifestRow.isAbsent))
struct `The outcome for the corpus' contracts` {
    /// Files that only show to be hopeless when they are written anew, or to be broken when their signature is verified.
    static let judgedLater = ["truncated": "normalise", "signed-broken": "co-sign", "signed-then-changed": "co-sign"]

    private static func outcome(_ row: ManifestRow) throws -> String {
        let source = try MappedFile(path: ManifestRow.root.appending(path: row.file).path)
        return switch try Preflight.outcome(of: source, limits: .upload(fileSize: 200_000_000)) {
        case .accepted: "accept"
        case .coSigning: "co-sign"
        case .normalisable: "normalise"
        case .refused: "refuse"
        }
    }

    @Test(arguments: ManifestRow.all)
    func `is as the manifest says`(row: ManifestRow) throws {
        let name = row.file.split(separator: "/").last?.dropLast(4) ?? ""
        #expect(try Self.outcome(row) == Self.judgedLater[String(name), default: row.expected], "\(row.reason)")
    }
}
