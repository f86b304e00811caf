import Foundation
import SignerProtocol
import Testing

@testable import SigningService

/// The contracts that others made: `CHIGIRI_CORPUS`, else `../shared/corpus` beside the package.
enum Corpus {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let expected: String
        let reason: String

        var testDescription: String { name }

        func bytes() throws -> [UInt8] { Array(try Data(contentsOf: Corpus.root.appending(path: name))) }
    }

    static let isAbsent: Comment = "the corpus is absent"

    static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return package.appending(path: "../shared/corpus").standardizedFileURL
    }()

    /// The rows of MANIFEST.tsv; empty where the corpus is absent.
    static let rows: [Row] = {
        guard let text = try? String(contentsOf: root.appending(path: "MANIFEST.tsv"), encoding: .utf8) else {
            return []
        }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first, let file = header.firstIndex(of: "file"),
            let expected = header.firstIndex(of: "expected"), let reason = header.firstIndex(of: "reason")
        else { return [] }
        return lines.dropFirst().map { Row(name: $0[file], expected: $0[expected], reason: $0[reason]) }
    }()
}

/// PDF-12, PDF-13, PDF-14: every row of the manifest, through the real use case.
@Suite(
    .enabled(if: !Corpus.rows.isEmpty, Corpus.isAbsent),
    .enabled(if: PagePictures.missingPrograms().isEmpty, "qpdf, poppler-utils or bubblewrap is not installed")
)
struct `An upload of the corpus` {
    @Test(arguments: Corpus.rows)
    func `becomes what the manifest says`(row: Corpus.Row) async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let bytes = try row.bytes()
        var found = ""
        do {
            switch try await world.outcome(of: bytes, by: sender) {
            case .accepted(let document, let record):
                found = record.earlierSignatures.isEmpty ? "accept" : "co-sign"
                #expect(document.pages == record.pages.count)
                #expect(document.sha256 == Digest.sha256(bytes))
            case .proposed(let proposal):
                found = "normalise"
                #expect(proposal.detail.comparison.differing.isEmpty, "\(proposal.detail)")
                let sha256 = proposal.after.sha256.hexadecimal
                _ = try await Documents(world.needs).agree(toNormalisation: proposal.id, sha256: sha256, by: sender)
            }
        } catch ServiceError.documentRefused(let findings) {
            found = "refuse"
            #expect(!findings.isEmpty)
            #expect(try world.needs.segments.segments(olderThanSeconds: -60).isEmpty)
        }
        #expect(found == row.expected, "\(row.reason)")
    }
}
