import Foundation

/// The corpus of other people's files: `CHIGIRI_CORPUS`, or `../shared/corpus` beside the package.
enum Corpus {
    static let root: URL =
        ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"].map { URL(filePath: $0) }
        ?? URL(filePath: #filePath).appending(path: "../../../../../shared/corpus").standardizedFileURL

    static func has(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: folder).path)
    }

    /// Every file below a folder, sorted.
    static func files(below folder: String) -> [URL] {
        let base = root.appending(path: folder)
        let walk = FileManager.default.enumerator(atPath: base.path)
        return (walk?.compactMap { $0 as? String } ?? []).sorted().map { base.appending(path: $0) }
            .filter { !$0.hasDirectoryPath && (try? Data(contentsOf: $0)) != nil }
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    /// The DER blocks of a PEM text.
    static func pem(_ text: String) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var body: String?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----BEGIN") {
                body = ""
            } else if line.hasPrefix("-----END") {
                if let text = body, let data = Data(base64Encoded: text) { blocks.append(Array(data)) }
                body = nil
            } else {
                body?.append(line.trimmingCharacters(in: .whitespaces))
            }
        }
        return blocks
    }

    static func pem(at path: String) throws -> [[UInt8]] {
        pem(String(decoding: try bytes(path), as: UTF8.self))
    }
}
