import Foundation
import PDF
import Testing

/// The rows of the corpus' MANIFEST.tsv; empty where the corpus is absent.
struct ManifestRow: Sendable, CustomTestStringConvertible {
    let file: String
    let expected: String
    let reason: String

    var testDescription: String { file }

    static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.appending(path: "../shared/corpus").standardizedFileURL
    }()

    static let all: [ManifestRow] = {
        guard let text = try? String(contentsOf: root.appending(path: "MANIFEST.tsv"), encoding: .utf8) else {
            return []
        }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first, let file = header.firstIndex(of: "file"),
            let expected = header.firstIndex(of: "expected"), let reason = header.firstIndex(of: "reason")
        else { return [] }
        return lines.dropFirst().map { ManifestRow(file: $0[file], expected: $0[expected], reason: $0[reason]) }
    }()

    static let isAbsent: Comment = "the corpus is absent"

    /// What preflight says of the file, errors of opening it included.
    func findings() -> [PreflightFinding] {
        do {
            let source = try MappedFile(path: Self.root.appending(path: file).path)
            return Preflight.findings(in: try Document(source, limits: .upload(fileSize: 200_000_000)))
        } catch {
            return [PreflightFinding(cause: error)]
        }
    }
}

@Suite(.enabled(if: !ManifestRow.all.isEmpty, ManifestRow.isAbsent))
struct `Preflight of the corpus' contracts` {
    @Test(arguments: ManifestRow.all.filter { $0.expected == "accept" })
    func `finds nothing against an ordinary contract`(row: ManifestRow) {
        #expect(row.findings() == [])
    }

    @Test(arguments: ManifestRow.all.filter { $0.expected != "accept" })
    func `finds a reason against a file that is not to be signed as it is`(row: ManifestRow) {
        #expect(!row.findings().isEmpty, "\(row.reason)")
    }
}

@Suite(.enabled(if: !ManifestRow.all.isEmpty, ManifestRow.isAbsent))
struct `A refusal` {
    /// Words of the manifest's reason, and what we call it.
    static let names: [(String, Set<PreflightReason>)] = [
        ("annotation hides", [.hidingAnnotation]),
        ("attachment", [.embeddedFile]),
        ("empty file", [.empty]),
        ("encrypted", [.encrypted]),
        ("data outside the file", [.externalStream]),
        ("decompression", [.decompressionLimit]),
        ("JavaScript", [.javaScript]),
        ("launch action", [.launch]),
        ("bytes before the header", [.leadingBytes]),
        ("nesting over the limit", [.nestingLimit]),
        ("layers show different texts", [.optionalContent]),
        ("cyclic page tree", [.pageTree]),
        ("polyglot", [.polyglot]),
        ("unreferenced objects", [.unreferencedPages]),
        ("bytes after %%EOF", [.trailingBytes]),
        ("XFA", [.xfa]),
        ("hybrid xref", [.hybrid]),
        ("no page", [.noPage]),
        ("number of its xref stream", [.crossReferenceNumberReused, .damaged]),
        ("truncated", [.damaged]),
        ("xref has to be rebuilt", [.damaged]),
        ("existing signature", [.alreadySigned]),
        ("changed after signing", [.alreadySigned]),
    ]

    @Test(arguments: ManifestRow.all.filter { $0.expected != "accept" })
    func `names the cause`(row: ManifestRow) throws {
        guard let expected = Self.names.first(where: { row.reason.contains($0.0) })?.1 else { return }
        let found = Set(row.findings().map(\.reason))
        #expect(!found.isDisjoint(with: expected), "\(row.reason): \(found)")
    }
}
