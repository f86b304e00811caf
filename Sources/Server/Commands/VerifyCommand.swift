import ArgumentParser
import CMS
import Doctor
import Foundation
import Outbound
import PDF
import SignatureValidation
import SigningService

/// Judges a signed PDF.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge every signature and timestamp of a PDF.",
        discussion: "Exit: 0 passed, 1 failed, 2 indeterminate, 3 unreadable or unsigned."
    )

    @Argument(help: "The PDF.")
    var file: String

    @Option(help: ArgumentHelp("Trust anchors, PEM; may repeat.", valueName: "pem"))
    var trust: [String] = []

    @Option(help: ArgumentHelp("Trust anchors for timestamps only, PEM; may repeat.", valueName: "pem"))
    var tsaTrust: [String] = []

    @Option(
        help: ArgumentHelp(
            "Judge algorithms by this policy file instead of the built-in one.",
            discussion: "docs/policies/ has the built-in one to start from.",
            valueName: "json"
        )
    )
    var algorithmPolicy: String?

    @Option(help: ArgumentHelp("Judge as of this moment, RFC 3339 in UTC.", valueName: "time"))
    var at: String?

    @Flag(help: "Fetch nothing: what is in the file has to be enough.")
    var offline = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() async throws {
        do {
            let report = try await judge()
            print(json ? String(decoding: try report.json(), as: UTF8.self) : ReportText(report).text)
            throw ExitCode(report.conclusion.exitCode)
        } catch let error as SignatureValidation.ValidationError {
            try refuse(RefusedFile(error))
        } catch let error as ServerError {
            try refuse(RefusedFile(error))
        }
    }

    private func judge() async throws -> ValidationReport {
        let time = try moment()
        let policy = ValidationPolicy(
            trustAnchors: try anchors(trust),
            timestampAnchors: tsaTrust.isEmpty ? nil : try anchors(tsaTrust),
            algorithmPolicyFile: algorithmPolicyFile()
        )
        let source: MappedFile
        do throws(PDFError) {
            source = try MappedFile(path: file)
        } catch {
            throw SignatureValidation.ValidationError.unreadable("\(error)")
        }
        let input = ValidationInput(source: source, time: time, fetched: nil)
        guard !offline else { return try SignatureValidation.validate(input, policy: policy) }
        let fetched = try await OnlineMaterial(time: time).fetch(onlineNeeds(input, policy: policy))
        return try SignatureValidation.validate(
            ValidationInput(source: source, time: time, fetched: fetched),
            policy: policy
        )
    }

    /// A file that cannot be read is no policy, and nothing is accepted under it.
    private func algorithmPolicyFile() -> [UInt8] {
        guard let algorithmPolicy else { return AlgorithmPolicy.standardJSON }
        return AlgorithmPolicyFile.bytes(algorithmPolicy) ?? []
    }

    private func anchors(_ files: [String]) throws -> [Certificate] {
        try files.flatMap { file throws(ServerError) in
            guard let certificates = CertificateFile.read(file) else { throw .certificatesUnreadable(file) }
            return certificates
        }
    }

    private func moment() throws -> Date {
        guard let at else { return Date() }
        let style = Date.ISO8601FormatStyle()
        guard at.hasSuffix("Z"),
            let time = (try? Date(at, strategy: style))
                ?? (try? Date(at, strategy: style.time(includingFractionalSeconds: true)))
        else { throw ArgumentParser.ValidationError("--at: RFC 3339 in UTC is expected, such as 2026-12-31T15:00:00Z") }
        return time
    }

    private func refuse(_ refusal: RefusedFile) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(["error": refusal]), as: UTF8.self))
        } else {
            print(refusal.ja)
            print(refusal.en)
        }
        throw ExitCode(3)
    }
}

/// Why nothing was judged.
private struct RefusedFile: Encodable {
    let code: String
    let ja: String
    let en: String

    init(_ error: SignatureValidation.ValidationError) {
        code = error.code
        ja = error.words.japanese()
        en = error.words.english()
    }

    init(_ error: ServerError) {
        code = "TRUST_UNREADABLE"
        ja = "信頼する証明書のファイルを読み取れません（\(error)）。PEM 形式の証明書を指定してください。"
        en = "A file of trust anchors cannot be read (\(error)). Name certificates in PEM."
    }
}

/// What is fetched now for certificates that the file brings no usable revocation data for.
private struct OnlineMaterial {
    let time: Date

    /// Whatever can be had; what cannot stays missing, and the report says so.
    func fetch(_ needs: [RevocationNeed]) async -> FetchedMaterial {
        // Strangers wrote these addresses, so there are no exemptions here. REV-11
        let client = RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: [], resolve: resolveWithSystem),
            now: { time },
            randomBytes: systemRandomBytes
        )
        var data = RevocationData()
        for need in needs {
            guard let found = try? await client.revocation(of: need.certificate, issuedBy: need.issuer, .now) else {
                continue
            }
            data.add(found)
        }
        return FetchedMaterial(crls: data.crls, ocspResponses: data.ocspResponses)
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
