import Foundation

/// Programs of others that read our files.
enum OutsideReader {
    static let pdftotext = "/usr/bin/pdftotext"

    static var hasPDFToText: Bool { FileManager.default.isExecutableFile(atPath: pdftotext) }

    /// The text of a file as poppler extracts it.
    static func text(of file: [UInt8]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "in.pdf")
        let output = folder.appending(path: "out.txt")
        try Data(file).write(to: input)
        let process = Process()
        process.executableURL = URL(filePath: pdftotext)
        process.arguments = ["-raw", "-enc", "UTF-8", input.path, output.path]
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
