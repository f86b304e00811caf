import Foundation

/// A program that we did not write, run over files that exist for its time only.
struct ForeignCommand {
    let path: String
    /// What comes before the arguments of a run.
    var leading: [String] = []

    static let openssl = ForeignCommand(path: "/usr/bin/openssl")

    /// pyHanko in the environment that `tools/setup.sh` makes.
    static let pyHanko: ForeignCommand = {
        let environment = ProcessInfo.processInfo.environment
        let home =
            environment["CHIGIRI_JUDGE"].map { URL(filePath: $0) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/chigiri-judge")
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/PyHanko/judge_detached.py")
        return ForeignCommand(path: home.appending(path: "bin/python").path(), leading: [script.path()])
    }()

    var isPresent: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs the program; `{name}` in the arguments stands for a file's path.
    func run(_ arguments: [String], files: [String: [UInt8]]) throws -> (succeeded: Bool, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pades-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments =
            leading
            + arguments.map { argument in
                files.keys.reduce(argument) { $0.replacing("{\($1)}", with: folder.appending(path: $1).path) }
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
