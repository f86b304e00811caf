import CMS
import DeclaredPKI
import Foundation
import SignatureValidation
import SignerProtocol
import Testing

@testable import SigningService

/// Files renewed once, twice and three times, judged by software that shares no code with ours: pyHanko.
///
/// It goes by the clock of the machine, so the contract is signed years ago, and every certificate of the authority but the
/// newest has ended or is about to. LTA-2, LTA-7; docs/decisions/0046
@Suite(.enabled(if: FutureJudge.isHere, "the independent judge is absent"))
struct `A renewed contract, judged by others` {
    @Test(arguments: [(CurrentRevocation.Form.lists, 1), (.answers, 1), (.answers, 2), (.answers, 3)])
    func `holds now and at a simulated future`(form: CurrentRevocation.Form, renewals: Int) async throws {
        let judged = try await judged(renewals, by: form)
        #expect(judged.ours == .totalPassed)
        #expect(judged.theirs.now == "PASSED" && judged.theirs.future == "PASSED", "\(judged.theirs)")
    }

    /// Of the lists in a file pyHanko takes the newest also for a certificate that had ended before; and where an anchor
    /// answers itself, pyHanko asks for an answer about the anchor.
    ///
    /// It says the same of files that it made and renewed itself: docs/decisions/0046.
    @Test(arguments: [(CurrentRevocation.Form.lists, 2), (.lists, 3), (.ownAnswers, 1)])
    func `holds by what was said before the end of each certificate, which pyHanko does not look for`(
        form: CurrentRevocation.Form,
        renewals: Int
    ) async throws {
        let judged = try await judged(renewals, by: form)
        #expect(judged.ours == .totalPassed)
        #expect(judged.theirs.now == "INDETERMINATE" && judged.theirs.all.contains("NO_POE"), "\(judged.theirs)")
    }

    private func judged(_ renewals: Int, by form: CurrentRevocation.Form) async throws -> (
        ours: Indication, theirs: FutureJudge.Verdict
    ) {
        let day = Duration.seconds(86_400)
        let start = Timestamp(Date()).advanced(by: .zero - day * (365 * renewals + 40))
        let archive = try await ArchiveWorld(from: start, revocation: form)
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        for _ in 1...renewals {
            archive.world.clock.advance(by: ArchiveWorld.year)
            try await archive.renewAll(envelope)
        }
        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed + renewals)
        let bytes = try await archive.bytes(of: envelope)
        let verdict = try FutureJudge.verdict(
            on: bytes,
            root: archive.pki.root.certificate.der,
            timestampRoot: archive.authority.root.certificate.der,
            future: Timestamp(Date()).advanced(by: day * 30)
        )
        return (try archive.report(bytes, at: Date()).conclusion, verdict)
    }
}

/// `judge.py` beside the corpus, in the virtual environment that `bin/` sets up.
enum FutureJudge {
    private static let environment = ProcessInfo.processInfo.environment

    private static let python: URL = {
        let home = environment["HOME"] ?? "/root"
        return URL(filePath: environment["CHIGIRI_JUDGE"] ?? "\(home)/.cache/chigiri-judge/bin/python")
    }()

    private static let script: URL = {
        if let path = environment["CHIGIRI_CORPUS"] { return URL(filePath: path).appending(path: "../tools/judge.py") }
        let package = (1...4).reduce(URL(filePath: #filePath)) { path, _ in path.deletingLastPathComponent() }
        return package.appending(path: "../shared/tools/judge.py").standardizedFileURL
    }()

    static var isHere: Bool {
        FileManager.default.isExecutableFile(atPath: python.path)
            && FileManager.default.fileExists(atPath: script.path)
    }

    struct Verdict {
        let now: String?
        let future: String?
        let all: String
    }

    static func verdict(
        on pdf: [UInt8],
        root: [UInt8],
        timestampRoot: [UInt8],
        future: Timestamp
    ) throws -> Verdict {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-judged-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["contract.pdf": pdf, "root.cer": root, "tsa.cer": timestampRoot]
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        let output = Pipe()
        let process = Process()
        process.executableURL = python
        process.currentDirectoryURL = folder
        process.arguments = [
            script.path, "contract.pdf", "--trust", "root.cer", "--tsa-trust", "tsa.cer", "--future",
            String(future.rfc3339.prefix(19)),
        ]
        process.standardOutput = output
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()

        struct Report: Decodable {
            struct Signature: Decodable {
                let kind: String
                let ades: Judgement?
                let ades_future: Judgement?
            }
            struct Judgement: Decodable {
                let indication: String?
            }
            let signatures: [Signature]
        }
        let report = try JSONDecoder().decode(Report.self, from: answer)
        let signature = report.signatures.first { $0.kind == "signature" }
        return Verdict(
            now: signature?.ades?.indication,
            future: signature?.ades_future?.indication,
            all: String(decoding: answer, as: UTF8.self)
        )
    }
}
