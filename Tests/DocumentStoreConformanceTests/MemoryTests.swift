import Foundation
import Testing

/// Other tests run in this process, so the measurement has one of its own.
@Suite(.enabled(if: S3Server.shared != nil, S3Server.isAbsent))
struct `The memory of a store` {
    @Test func `does not grow with a segment of 200 MB`() async throws {
        let program = Bundle.main.bundleURL.appending(path: "object-store-bench")
        try #require(FileManager.default.isExecutableFile(atPath: program.path))
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = ["--memory"]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        let growth = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(growth < 40_000_000, "\(growth) bytes")
    }
}
