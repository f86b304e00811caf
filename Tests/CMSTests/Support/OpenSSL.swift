import Foundation

/// The openssl command, as a reader that we did not write.
enum OpenSSL {
    static let path = "/usr/bin/openssl"
    static let isPresent = FileManager.default.isExecutableFile(atPath: path)

    /// Runs a command over files that exist for its time only; `{name}` in the arguments stands for a file's path.
    ///
    /// - Returns: what it printed and whether it succeeded.
    static func run(_ arguments: [String], files: [String: [UInt8]]) throws -> (succeeded: Bool, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cms-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }

        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments.map { argument in
            files.keys.reduce(argument) {
                $0.replacing("{\($1)}", with: folder.appending(path: $1).path)
            }
        }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus == 0, text)
    }

    static func pem(_ der: [UInt8]) -> [UInt8] {
        let body = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return Array("-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n".utf8)
    }
}
