import Crypto
import Foundation
import Testing

/// The main job as its users see it: real processes, real HTTP, one contract, two kinds of signers.
@Suite(.serialized) struct `A contract between two parties` {
    private static let result = Result<Journey, any Error> { try Journey() }

    /// One demonstration that all tests of the suite look at.
    private final class Journey: Sendable {
        let folder: URL
        let output: String

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-journey-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let contract = folder.appending(path: "contract.pdf")
            try Data(TinyContract.bytes).write(to: contract)
            let run = try Products.run("chigiri-trial", ["demo", "--in", contract.path, "--out", folder.path])
            output = run.output
            try #require(run.status == 0, "\(run.output)")
        }

        func file(_ name: String) throws -> URL {
            let direct = folder.appending(path: name)
            if FileManager.default.fileExists(atPath: direct.path) { return direct }
            return folder.appending(path: "contract").appending(path: name)
        }
    }

    private var journey: Journey {
        get throws { try Self.result.get() }
    }

    @Test func `is signed, sealed and accepted by our own judge`() throws {
        let sealed = try journey.file("contract-signed.pdf")
        let anchors = try journey.file("trust-anchors.pem")
        let verdict = try Products.run(
            "chigiri",
            ["verify", sealed.path, "--trust", anchors.path, "--offline", "--json"]
        )
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(try Data(contentsOf: sealed).starts(with: TinyContract.bytes))
    }

    @Test func `is accepted by a reader that is not ours`() throws {
        let sealed = try journey.file("contract-signed.pdf")
        let second = try Products.run(URL(filePath: "/usr/bin/pdfsig"), ["-nocert", sealed.path])
        #expect(second.output.components(separatedBy: "Signature is Valid.").count - 1 == 2, "\(second.output)")
        let structure = try Products.run(URL(filePath: "/usr/bin/qpdf"), ["--check", sealed.path])
        #expect(structure.status == 0, "\(structure.output)")
    }

    @Test func `comes with anchors that are judged by themselves`() throws {
        let anchors = try journey.file("trust-anchors.pem")
        let chain = ["verify-chain", "--leaf", anchors.path, "--anchor", anchors.path, "--json"]
        let report = try Products.run("chigiri", chain)
        #expect(report.status == 0 && report.output.contains(#""verdict":"VALID""#), "\(report.output)")
        #expect(try Products.run("chigiri", chain + ["--at", "1999-01-01T00:00:00Z"]).status == 1)
        #expect(try Products.run("chigiri", chain + ["--crl", "/nowhere"]).status == 3)
    }

    @Test func `is not trusted by who trusts others`() throws {
        let sealed = try journey.file("contract-signed.pdf")
        #expect(try Products.run("chigiri", ["verify", sealed.path, "--offline"]).status == 2)
    }

    @Test func `fails once a signed byte is changed`() throws {
        let sealed = try journey.file("contract-signed.pdf")
        let anchors = try journey.file("trust-anchors.pem")
        var bytes = try Data(contentsOf: sealed)
        bytes[60] ^= 1
        let changed = sealed.deletingLastPathComponent().appending(path: "changed.pdf")
        try bytes.write(to: changed)
        let verdict = try Products.run("chigiri", ["verify", changed.path, "--trust", anchors.path, "--offline"])
        #expect(verdict.status != 0)
    }

    @Test func `fails once something is appended`() throws {
        let sealed = try journey.file("contract-signed.pdf")
        let anchors = try journey.file("trust-anchors.pem")
        let changed = sealed.deletingLastPathComponent().appending(path: "appended.pdf")
        try (Data(contentsOf: sealed) + Data("9999 0 obj\n<< >>\nendobj\n".utf8)).write(to: changed)
        let verdict = try Products.run("chigiri", ["verify", changed.path, "--trust", anchors.path, "--offline"])
        #expect(verdict.status == 1)
    }

    @Test func `leaves evidence that names the digests the passkey approved (SAD-9)`() throws {
        let evidence = try JSONSerialization.jsonObject(with: Data(contentsOf: journey.file("evidence.json")))
        let object = try #require(evidence as? [String: Any])
        let signatures = try #require(object["signatures"] as? [[String: Any]])
        #expect(signatures.count == 2)
        let party = try #require(signatures.first { $0["activation"] != nil || $0["context"] != nil })
        let text = String(decoding: try JSONSerialization.data(withJSONObject: party), as: UTF8.self)
        #expect(text.contains("clientDataJSON"))
    }

    @Test func `says that it is a test`() throws {
        let text = try Products.run(
            URL(filePath: "/usr/bin/pdftotext"),
            [journey.file("certificate.pdf").path, "-"]
        )
        #expect(text.output.contains("試験環境"))
        #expect(text.output.contains("髙橋 花子"))
    }
}
