import ArgumentParser
import CMS
import Foundation
import SignatureValidation

/// Judges one certificate with its chain, without a document.
struct VerifyChainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-chain",
        abstract: "Judge a certificate: its path to an anchor, its policies and its revocation.",
        discussion: """
            Every file may be DER or PEM, and PEM may hold several. Revocation is judged when a CRL or an OCSP response is \
            named: then every certificate below the anchor has to be known good at the time.
            Exit: 0 valid, 1 invalid, 2 indeterminate, 3 unreadable.
            """
    )

    @Option(help: ArgumentHelp("The certificate to judge.", valueName: "file"))
    var leaf: String

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Where issuers are looked for.", valueName: "file"))
    var intermediates: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Trust anchors.", valueName: "file"))
    var anchor: [String]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("CRLs: complete, delta, indirect.", valueName: "file"))
    var crl: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("OCSP responses.", valueName: "file"))
    var ocsp: [String] = []

    @Option(help: ArgumentHelp("Judge as of this moment, RFC 3339 in UTC.", valueName: "time"))
    var at: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Policies of which one is wanted.", valueName: "oid"))
    var policy: [String] = []

    @Flag(help: "A valid policy is required.")
    var explicitPolicy = false

    @Flag(help: "Policies may not be mapped.")
    var inhibitMapping = false

    @Flag(help: "anyPolicy stands for no other policy.")
    var inhibitAny = false

    @Option(help: "What the certificate is used for: signer, tsa, ocsp or any.")
    var purpose = Purpose.any

    @Option(help: ArgumentHelp("The algorithms that are accepted: none accepts all.", valueName: "none|file"))
    var algorithmPolicy: String?

    @Flag(help: "Print the report as JSON.")
    var json = false

    enum Purpose: String, ExpressibleByArgument, CaseIterable {
        case signer, tsa, ocsp, any

        var certificatePurpose: CertificatePurpose? {
            switch self {
            case .signer: .signer
            case .tsa: .timestamping
            case .ocsp: .ocsp
            case .any: nil
            }
        }
    }

    func run() throws {
        let input: ChainInput
        do throws(UnreadableInput) {
            input = try self.input()
        } catch {
            print(json ? try error.json() : error.text)
            throw ExitCode(3)
        }
        let report = judgeChain(input)
        print(json ? String(decoding: try report.json(), as: UTF8.self) : ChainText(report).text)
        throw ExitCode(report.verdict.exitCode)
    }

    private func input() throws(UnreadableInput) -> ChainInput {
        var settings = PathSettings()
        settings.initialPolicies = policy.isEmpty ? nil : Set(policy)
        settings.requiresExplicitPolicy = explicitPolicy
        settings.inhibitsPolicyMapping = inhibitMapping
        settings.inhibitsAnyPolicy = inhibitAny
        settings.purpose = purpose.certificatePurpose
        guard let leaf = try EncodedFile.certificates([leaf]).first else { throw .encoding(leaf, label: "CERTIFICATE") }
        return ChainInput(
            leaf: leaf,
            intermediates: try EncodedFile.readable(intermediates, .certificate) { (der) throws(CMSError) in
                try Certificate(der: der)
            },
            anchors: try EncodedFile.certificates(anchor).map { TrustAnchor($0, source: "--anchor") },
            revocation: try revocation(),
            time: try moment(),
            settings: settings,
            algorithms: try algorithms()
        )
    }

    private func revocation() throws(UnreadableInput) -> ChainInput.Revocation {
        guard !crl.isEmpty || !ocsp.isEmpty else { return .notChecked }
        return .data(
            crls: try EncodedFile.readable(crl, .list) { (der) throws(CMSError) in
                try CertificateRevocationList(der: der)
            },
            ocspResponses: try EncodedFile.readable(ocsp, .ocspResponse) { (der) throws(CMSError) in
                try OCSPResponse(der: der)
            }
        )
    }

    private func algorithms() throws(UnreadableInput) -> AlgorithmPolicy {
        switch algorithmPolicy {
        case nil: .standard
        case "none": .none
        case let file?: try EncodedFile.algorithmPolicy(file)
        }
    }

    private func moment() throws(UnreadableInput) -> Date {
        guard let at else { return Date() }
        guard at.hasSuffix("Z"), let time = try? Date(at, strategy: .iso8601) else { throw .time(at) }
        return time
    }
}

extension ChainReport.Verdict {
    fileprivate var exitCode: Int32 {
        switch self {
        case .valid: 0
        case .invalid: 1
        case .indeterminate: 2
        }
    }
}
