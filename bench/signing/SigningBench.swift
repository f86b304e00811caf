import BenchSupport
import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SignatureValidation

/// Prints how long signing and judging take beside hashing and copying the same file.
@main
struct SigningBench {
    let signer: DeclaredIdentity
    let authority: DeclaredIdentity
    let contract: URL
    let copy: URL

    static func main() throws {
        let isSmoke = CommandLine.arguments.contains("--smoke")
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        print("size\tlimit ms\tsign ms\tratio\tvalidate ms\tratio\tRssAnon kB")
        for bytes in [100_000, 10_000_000] + (isSmoke ? [] : [100_000_000]) {
            let bench = try SigningBench(
                signer: DeclaredIdentity(.signer("Bench signer")),
                authority: DeclaredIdentity(.timestamping("Bench TSA")),
                contract: BenchContract(bytes: bytes, in: folder).file,
                copy: folder.appending(path: "copy.pdf")
            )
            try bench.compare(bytes, rounds: isSmoke ? 3 : 10)
        }
    }

    private func compare(_ bytes: Int, rounds: Int) throws {
        var limit = Double.infinity
        var sign = Double.infinity
        var judge = Double.infinity
        for _ in 0..<rounds {
            limit = min(limit, try milliseconds { try hashAndCopy() })
            sign = min(sign, try milliseconds { try signAndAppend() })
            judge = min(judge, try milliseconds { try validateCopy() })
        }
        let figures = [limit, sign, sign / limit, judge, judge / limit].map { String(format: "%.2f", $0) }
        print("\(bytes)\t" + figures.joined(separator: "\t") + "\t\(try anonymousMemory())")
    }

    private func hashAndCopy() throws {
        let source = try MappedFile(path: contract.path)
        let digest = try source.sha256(of: 0..<source.count)
        _ = try signer.sign(digest)
        try copyFile()
    }

    private func signAndAppend() throws {
        let document = try Document(MappedFile(path: contract.path))
        let prepared = try PreparedSignature(
            field: "signer-1",
            certificateChain: [signer.certificate.der],
            algorithm: signer.key.algorithm,
            content: SignatureDictionaryContent(
                subFilter: .etsiCAdESDetached,
                signingTime: DeclaredPKI.now,
                docMDP: 2,
                contentsSize: 16_384
            ),
            appearance: nil,
            in: document
        )
        let value = try signer.sign(prepared.signedAttributes)
        let suffix = try prepared.finished(
            signature: value,
            certificateChain: [signer.certificate.der],
            timestampToken: authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        )
        try copyFile()
        let output = try FileHandle(forWritingTo: copy)
        try output.seekToEnd()
        try output.write(contentsOf: suffix)
        try output.close()
    }

    private func validateCopy() throws {
        let policy = ValidationPolicy(
            trustAnchors: [signer.certificate],
            timestampAnchors: [authority.certificate]
        )
        let report = try validate(
            ValidationInput(source: MappedFile(path: copy.path), time: DeclaredPKI.now, fetched: nil),
            policy: policy
        )
        guard report.signatures.count == 1, report.signatures[0].integrity else { throw BenchFailure.notIntact }
    }

    private func copyFile() throws {
        try? FileManager.default.removeItem(at: copy)
        try FileManager.default.copyItem(at: contract, to: copy)
    }

    private func milliseconds(_ work: () throws -> Void) throws -> Double {
        let duration = try ContinuousClock().measure(work)
        return Double(duration.components.attoseconds) / 1e15 + Double(duration.components.seconds) * 1000
    }

    private func anonymousMemory() throws -> String {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
        return line.map { $0.filter(\.isNumber) } ?? "?"
    }
}

enum BenchFailure: Error {
    case notIntact
}
