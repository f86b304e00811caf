import Foundation

/// One Swift file of `Sources`, read as text.
struct SourceFile {
    /// Relative to the package.
    let path: String
    let target: String
    let text: String

    /// The modules the file imports.
    var imports: Set<String> {
        var found: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let position = words.firstIndex(of: "import"), position <= 1, position + 1 < words.count else {
                continue
            }
            if position == 1, !["package", "public", "internal", "private", "fileprivate"].contains(words[0]) {
                continue
            }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
            let name =
                kinds.contains(words[position + 1]) && words.count > position + 2
                ? words[position + 2] : words[position + 1]
            found.insert(String(name.split(separator: ".")[0]))
        }
        return found
    }

    /// The text without comments.
    var code: String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first ?? "" }
            .joined(separator: "\n")
    }

    static func all() throws -> [SourceFile] {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let root = package.appending(path: "Sources")
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else { return [] }
        var files: [SourceFile] = []
        for case let url as URL in walk where url.pathExtension == "swift" {
            let path = String(url.path.dropFirst(package.path.count + 1))
            let target = String(path.split(separator: "/")[1])
            files.append(SourceFile(path: path, target: target, text: try String(contentsOf: url, encoding: .utf8)))
        }
        return files
    }
}
