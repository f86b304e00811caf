import Foundation
import Testing

/// The contracts that others made: `CHIGIRI_CORPUS`, else `../shared/corpus` beside the package.
enum Corpus {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: URL
        let reason: String

        var testDescription: String { file.lastPathComponent }
    }

    static let isAbsent: Comment = "the corpus is absent"

    /// The rows of MANIFEST.tsv of which this is expected; empty where the corpus is absent.
    static func rows(_ expected: String) -> [Row] {
        guard let text = try? String(contentsOf: root.appending(path: "MANIFEST.tsv"), encoding: .utf8) else {
            return []
        }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first, let file = header.firstIndex(of: "file"),
            let column = header.firstIndex(of: "expected"), let reason = header.firstIndex(of: "reason")
        else { return [] }
        return lines.dropFirst().filter { $0[column] == expected }
            .map { Row(file: root.appending(path: $0[file]), reason: $0[reason]) }
    }

    private static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.appending(path: "../shared/corpus").standardizedFileURL
    }()
}
