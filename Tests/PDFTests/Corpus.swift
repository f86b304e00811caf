import Foundation

/// The corpus of real files: `CHIGIRI_CORPUS`, or `../shared/corpus` beside the package.
enum Corpus {
    struct Row: Sendable, CustomStringConvertible {
        let file: String
        let pages: Int?
        let expected: String

        var path: String { Corpus.root + "/" + file }
        var description: String { file }
    }

    static let root =
        ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"]
        ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/corpus").path

    static let isPresent = FileManager.default.fileExists(atPath: root + "/MANIFEST.tsv")

    /// The rows of the manifest whose column `expected` is `expected`.
    static func rows(_ expected: String) -> [Row] {
        let lines = text("MANIFEST.tsv").split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        guard let header = lines.first, let file = header.firstIndex(of: "file"),
            let pages = header.firstIndex(of: "pages"),
            let column = header.firstIndex(of: "expected")
        else { return [] }
        return lines.dropFirst().filter { $0.count > column && $0[column] == expected }
            .map { Row(file: String($0[file]), pages: Int($0[pages]), expected: expected) }
    }

    /// The files listed in `wellformed.txt`.
    static func wellformed() -> [String] {
        text("wellformed.txt").split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    /// Every PDF below one folder, sorted.
    static func files(below folder: String) -> [String] {
        let walk = FileManager.default.enumerator(atPath: root + "/" + folder)
        return (walk?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".pdf") }.sorted().map {
            folder + "/" + $0
        }
    }

    private static func text(_ name: String) -> String {
        (try? String(contentsOfFile: root + "/" + name, encoding: .utf8)) ?? ""
    }
}
