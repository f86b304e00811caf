import Foundation
import Testing

/// Material made by others: `CHIGIRI_CORPUS`, else `../shared/corpus` beside the package.
enum Corpus {
    static let root: URL? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["CHIGIRI_CORPUS"].map { URL(filePath: $0) }
        let root = named ?? package.deletingLastPathComponent().appending(path: "shared/corpus")
        return FileManager.default.fileExists(atPath: root.path()) ? root : nil
    }()

    static func has(_ set: String) -> Bool {
        root.map { FileManager.default.fileExists(atPath: $0.appending(path: set).path()) } ?? false
    }

    static func url(_ path: String) throws -> URL {
        try #require(root).appending(path: path)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url(path)))
    }

    /// The PDFs of a set, as paths below the root, sorted.
    static func pdfs(_ set: String) throws -> [String] {
        let folder = try url(set)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        return names.filter { $0.hasSuffix(".pdf") }.sorted().map { "\(set)/\($0)" }
    }
}
