import CMS
import Foundation

/// `chigiri-verify`, which lies beside the bench, given files and nothing else.
struct StandaloneVerifier {
    private let folder: URL
    private let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "chigiri-verify")

    init(trusting root: Certificate) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-records-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = Data(root.der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        try Data("-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".utf8).write(to: file("root.pem"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private func file(_ name: String) -> URL { folder.appending(path: name) }

    /// Whether it ends with 0: passed.
    func passes(_ content: [UInt8], by record: [UInt8], at time: Date) throws -> Bool {
        try Data(content).write(to: file("content"))
        try Data(record).write(to: file("record.ers"))
        let process = Process()
        process.executableURL = program
        process.currentDirectoryURL = folder
        process.arguments = [
            "record.ers", "--content", "content", "--trust", "root.pem", "--tsa-trust", "root.pem", "--at",
            time.formatted(.iso8601),
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
