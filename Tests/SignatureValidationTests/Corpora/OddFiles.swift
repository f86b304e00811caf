import Foundation
import Testing

/// Files that break readers: each is read, preflighted and judged by a process of its own.
///
/// A crash, five seconds of work or 256 MB are failures; a refusal is a good answer.
///
/// - SeeAlso: FND-6, SIGNING C 38
@Suite(.enabled(if: Corpus.has("qpdf-qtest"), "the corpus is absent"))
struct `Odd files of other makers` {
    private struct Outcome {
        let file: String
        let status: Int32
        let isCrash: Bool
        let fields: [String]

        var peak: Int { fields.last.flatMap { Int($0) } ?? .max }
    }

    @Test(arguments: ["qpdf-qtest", "pdfium-resources", "pdf20examples"])
    func `end no reader, keep none busy and fill no memory`(folder: String) async throws {
        let probe = Bundle.main.bundleURL.appending(path: "OddFileProbe")
        let files = try Corpus.pdfs(folder)
        var counts: [String: Int] = [:]
        var peak = 0
        for file in files {
            let outcome = try Self.run(probe, on: file)
            #expect(!outcome.isCrash, "\(file): signal \(outcome.status)")
            #expect(outcome.status == 0 && outcome.fields.count == 4, "\(file): \(outcome.status) \(outcome.fields)")
            #expect(outcome.peak < 256 << 10, "\(file): \(outcome.peak) kB")
            if outcome.fields.count == 4 {
                counts[outcome.fields[0] == "refused" ? "not readable" : "readable", default: 0] += 1
                counts["preflight \(outcome.fields[1])", default: 0] += 1
                counts[outcome.fields[2], default: 0] += 1
                peak = max(peak, outcome.peak)
            }
        }
        #expect(!files.isEmpty)
        print(
            "\(folder): \(files.count) files, peak \(peak >> 10) MB, \(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })"
        )
    }

    private static func run(_ probe: URL, on file: String) throws -> Outcome {
        let process = Process()
        let output = Pipe()
        process.executableURL = probe
        process.arguments = [try Corpus.url(file).path(percentEncoded: false)]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(
            file: file,
            status: process.terminationStatus,
            isCrash: process.terminationReason == .uncaughtSignal,
            fields: text.split(whereSeparator: \.isNewline).first?.split(separator: "\t").map(String.init) ?? []
        )
    }
}
