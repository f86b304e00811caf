package import ArgumentParser
import CMS
package import Foundation
package import SignatureValidation

/// What a file is judged with: the same words on every command that judges.
///
/// - SeeAlso: VAL-15
package struct VerificationArguments: ParsableArguments {
    @Argument(help: "A signed PDF, a CAdES signature, an ASiC container, or an evidence record.")
    package var file: String

    @Option(help: ArgumentHelp("What a signature or record apart is about; may repeat.", valueName: "file"))
    package var content: [String] = []

    @Option(help: ArgumentHelp("Trust anchors, PEM; may repeat.", valueName: "pem"))
    package var trust: [String] = []

    @Option(help: ArgumentHelp("Trust anchors for timestamps only, PEM; may repeat.", valueName: "pem"))
    package var tsaTrust: [String] = []

    @Option(
        help: ArgumentHelp(
            "Trust anchors with purposes and terms, JSON; besides those of --trust.",
            discussion: "docs/verification.md says how such a list is written.",
            valueName: "json"
        )
    )
    package var anchors: String?

    @Option(
        help: ArgumentHelp(
            "Judge algorithms by this policy file instead of the built-in one.",
            discussion: "docs/policies/ has the built-in one to start from.",
            valueName: "json"
        )
    )
    package var algorithmPolicy: String?

    @Option(help: ArgumentHelp("Judge as of this moment, RFC 3339 in UTC.", valueName: "time"))
    package var at: String?

    @Flag(help: "Print the report as JSON.")
    package var json = false

    package init() {}

    /// Says what was found and ends: 0 passed, 1 failed, 2 indeterminate, 3 nothing could be judged.
    package func conclude(_ judge: () async throws -> ValidationReport) async throws {
        let refusal: VerificationRefusal
        do {
            let report = try await judge()
            print(json ? String(decoding: try report.json(), as: UTF8.self) : ReportText(report).text)
            throw ExitCode(report.conclusion.exitCode)
        } catch let error as SignatureValidation.ValidationError {
            refusal = .notJudged(error)
        } catch let error as VerificationRefusal {
            refusal = error
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(["error": refusal]), as: UTF8.self))
        } else {
            print(refusal.japanese)
            print(refusal.english)
        }
        throw ExitCode(3)
    }

    package func signedFile() throws(VerificationRefusal) -> SignedFile {
        try SignedFile(path: file, contents: content)
    }

    package func policy() throws(VerificationRefusal) -> ValidationPolicy {
        var policy = ValidationPolicy(
            trustAnchors: try certificates(trust),
            timestampAnchors: tsaTrust.isEmpty ? nil : try certificates(tsaTrust),
            algorithmPolicyFile: algorithmPolicyFile
        )
        guard let anchors else { return policy }
        do throws(AnchorListError) {
            policy.registeredAnchors = try AnchorListFile.read(anchors).anchors
        } catch {
            throw .anchorListRefused(anchors, place: error.place)
        }
        return policy
    }

    /// The moment of `--at`, else now.
    package func moment() throws -> Date {
        guard let at else { return Date() }
        let style = Date.ISO8601FormatStyle()
        guard at.hasSuffix("Z"),
            let time = (try? Date(at, strategy: style))
                ?? (try? Date(at, strategy: style.time(includingFractionalSeconds: true)))
        else { throw ArgumentParser.ValidationError("--at: RFC 3339 in UTC is expected, such as 2026-12-31T15:00:00Z") }
        return time
    }

    /// A file that cannot be read is no policy, and nothing is accepted under it.
    private var algorithmPolicyFile: [UInt8] {
        guard let algorithmPolicy else { return AlgorithmPolicy.standardJSON }
        return AlgorithmPolicyFile.bytes(algorithmPolicy) ?? []
    }

    private func certificates(_ files: [String]) throws(VerificationRefusal) -> [Certificate] {
        var anchors: [Certificate] = []
        for file in files {
            guard let bytes = try? Data(contentsOf: URL(filePath: file)),
                let certificates = Certificate.list(pem: String(decoding: bytes, as: UTF8.self))
            else { throw .anchorsUnreadable(file) }
            anchors += certificates
        }
        return anchors
    }
}

extension Indication {
    fileprivate var exitCode: Int32 {
        switch self {
        case .totalPassed: 0
        case .totalFailed: 1
        case .indeterminate: 2
        }
    }
}
