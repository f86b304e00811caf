import Foundation
import PDF
import SignerProtocol
import Testing

@testable import SigningService

/// PDF-16: a clean copy claims what the file claimed.
@Suite(
    .enabled(if: !Corpus.rows.isEmpty, Corpus.isAbsent),
    .enabled(if: PagePictures.missingPrograms().isEmpty, "qpdf, poppler-utils or bubblewrap is not installed")
)
struct `The clean copy of a contract that claims PDF/A` {
    private static let contracts = [
        "lo-odt-gyomu-pdfa2b", "ocrmypdf-scan-shouhi", "weasyprint-shouhi-pdfa3u",
    ]

    /// The claim, and what the claim is about: metadata, output profiles, content of pages, fonts by their programs.
    private func parts(of bytes: [UInt8]) throws -> [[UInt8]] {
        let document = try Document(BytesSource(bytes))
        var parts: [[UInt8]] = []
        var seen: Set<Reference> = []
        var waiting: [Object] = ["Metadata", "OutputIntents", "Pages"].compactMap { document.catalog[$0] }
        while let next = waiting.popLast() {
            switch next {
            case .reference(let reference):
                if seen.insert(reference).inserted { waiting.append(try document.object(reference)) }
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream):
                waiting.append(.dictionary(stream.dictionary))
                parts.append((try? document.data(of: stream)) ?? [])
            default: break
            }
        }
        return parts.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test(arguments: contracts)
    func `has its metadata, output intents, pages and fonts, byte for byte`(name: String) async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = Array(try Data(contentsOf: Corpus.root.appending(path: "contracts/\(name).pdf")))
        guard case .proposed(let proposal) = try await world.outcome(of: bytes + Array("\njunk".utf8), by: sender)
        else {
            Issue.record("not proposed")
            return
        }
        let content = try await Documents(world.needs).content(of: proposal, .after, for: sender)
        let clean = try await content.read(0..<content.count)
        let before = try parts(of: bytes)
        #expect(before.count > 3)
        #expect(before.contains { String(decoding: $0, as: UTF8.self).contains("pdfaid:part") })
        #expect(try parts(of: clean) == before)
    }
}
