import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// What a file of the corpus gets without any anchor, or with everything that it claims as an anchor.
private func verdict(_ path: String) throws -> ValidationReport? {
    let policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
    let source = BytesSource(try Corpus.bytes(path))
    return try? validate(
        ValidationInput(source: source, time: Date(timeIntervalSince1970: 1_770_000_000), fetched: nil),
        policy: policy
    )
}

/// True when nothing but trust in certificates and time stands against the file.
private func hasCleanBytes(_ report: ValidationReport) -> Bool {
    report.conclusion != .totalFailed && report.changesAfterSigning.isEmpty
        && report.signatures.allSatisfy { signature in
            signature.integrity
                && signature.findings.allSatisfy { !$0.decides || $0.check.conclusion.indication != .totalFailed }
        }
}

@Suite(.enabled(if: Corpus.has("dss-pades"), "the corpus is absent"))
struct `Signed files of other makers` {
    private struct Consensus: Decodable { let agreed: String? }

    @Test func `get the integrity that other validators agree on`() throws {
        let data = try Data(contentsOf: Corpus.url("dss-pades/consensus.json"))
        let files = try JSONDecoder().decode([String: Consensus].self, from: data)
        var counts: [String: Int] = [:]
        for (name, consensus) in files.sorted(by: { $0.key < $1.key }) {
            let report = try verdict("dss-pades/\(name)")
            switch consensus.agreed {
            case "ok"?:
                guard let report else {
                    counts["ok, unreadable", default: 0] += 1
                    print("unreadable although others agree: \(name)")
                    continue
                }
                counts["ok", default: 0] += 1
                let isIntact = report.signatures.allSatisfy(\.integrity)
                let refused = Set(
                    report.signatures.flatMap(\.findings).filter { $0.check.conclusion.indication == .totalFailed }
                )
                if !refused.isEmpty { print("\(name): \(Set(refused.map(\.check.code)).sorted())") }
                #expect(isIntact, "\(name) \(report.signatures.map(\.findings))")
            case "bad"?:
                counts["bad", default: 0] += 1
                #expect(report?.conclusion != .totalPassed, "\(name)")
                #expect(report.map(hasCleanBytes) != true, "\(name)")
            default:
                counts["no consensus", default: 0] += 1
                #expect(report?.conclusion != .totalPassed, "\(name)")
            }
        }
        print("dss-pades: \(counts.sorted { $0.key < $1.key })")
    }
}

@Suite(.enabled(if: Corpus.has("attacks-pdf-insecurity"), "the corpus is absent"))
struct `Attacks on signed files` {
    @Test func `never leave a file clean`() throws {
        for path in try Corpus.pdfs("attacks-pdf-insecurity") {
            let report = try verdict(path)
            print(
                "\(path): \(report.map { "\($0.conclusion.rawValue) \($0.signatures.map { $0.findings.map(\.check.code) })" } ?? "unreadable or unsigned")"
            )
            #expect(report.map(hasCleanBytes) != true, "\(path)")
        }
    }
}

@Suite(.enabled(if: Corpus.has("pyhanko-pdf"), "the corpus is absent"))
struct `Files with sneaky updates` {
    @Test func `never leave a file clean`() throws {
        let words = ["sneaky", "coverage-anomalies", "broken", "malformed"]
        for path in try Corpus.pdfs("pyhanko-pdf") {
            let report = try verdict(path)
            #expect(report?.conclusion != .totalPassed, "\(path)")
            if words.contains(where: path.contains) {
                print(
                    "\(path): \(report.map { "\($0.conclusion.rawValue) \($0.signatures.map { $0.findings.map(\.check.code) })" } ?? "unreadable or unsigned")"
                )
                #expect(report.map(hasCleanBytes) != true, "\(path)")
            }
        }
    }
}
