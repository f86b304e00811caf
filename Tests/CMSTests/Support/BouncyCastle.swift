import Foundation

/// Bouncy Castle's reader of evidence records, which we did not write: `libbcpkix-java` and a JDK of Debian.
enum BouncyCastle {
    private static let jars = ["bcpkix", "bcprov", "bcutil"].map { "/usr/share/java/\($0).jar" }
    private static let java = "/usr/bin/java"

    static let isPresent =
        ([java, "/usr/bin/javac"] + jars).allSatisfy { FileManager.default.fileExists(atPath: $0) }

    /// What the judge prints for each record (DER), asked about its data: `ok`, or why not.
    static func judge(_ questions: [(record: [UInt8], data: [UInt8], certificate: [UInt8])]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bc-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var arguments = ["-cp", jars.joined(separator: ":"), source.path()]
        for (number, question) in questions.enumerated() {
            for (kind, bytes) in [("er", question.record), ("data", question.data), ("cer", question.certificate)] {
                let file = folder.appending(path: "\(number).\(kind)")
                try Data(bytes).write(to: file)
                arguments.append(file.path())
            }
        }
        let process = Process()
        process.executableURL = URL(filePath: java)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }

    private static let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Support/BouncyCastle/EvidenceRecordJudge.java")
}
