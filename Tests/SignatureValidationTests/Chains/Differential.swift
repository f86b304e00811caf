import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-1: chains made by chance, judged by libcrypto (`openssl verify`) and by us.
///
/// One process judges a batch under one set of initial policies. libcrypto takes no policy at all for none, where we take
/// it for any, so that "any" is always spelled out.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "openssl is absent"))
struct `Random chains` {
    struct Question: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        var policies: [String] = []
        var requiresExplicitPolicy = false
        var inhibitsMapping = false
        var inhibitsAny = false

        var arguments: [String] {
            ["-policy_check"] + policies.flatMap { ["-policy", $0] }
                + (requiresExplicitPolicy ? ["-explicit_policy"] : [])
                + (inhibitsMapping ? ["-inhibit_map"] : []) + (inhibitsAny ? ["-inhibit_any"] : [])
        }

        var testDescription: String { arguments.joined(separator: " ") }

        var settings: PathSettings {
            var settings = PathSettings()
            settings.purpose = nil
            settings.initialPolicies = policies.isEmpty ? nil : Set(policies)
            settings.requiresExplicitPolicy = requiresExplicitPolicy
            settings.inhibitsPolicyMapping = inhibitsMapping
            settings.inhibitsAnyPolicy = inhibitsAny
            return settings
        }
    }

    @Test(arguments: [
        Question(seed: 1, policies: [OID.anyPolicy]),
        Question(seed: 2, policies: [OID.anyPolicy], requiresExplicitPolicy: true),
        Question(seed: 3, policies: ["1.2.3.1", "1.2.3.3"], requiresExplicitPolicy: true),
        Question(seed: 4, policies: ["1.2.3.2"], requiresExplicitPolicy: true, inhibitsAny: true),
        Question(seed: 5, policies: ["1.2.3.2", "1.2.3.1"], requiresExplicitPolicy: true, inhibitsMapping: true),
    ])
    func `are accepted when libcrypto accepts them`(question: Question) throws {
        let seed = question.seed
        var random = Seeded(seed)
        let root = try DeclaredIdentity(.authority("Differential Root"))
        let chains = try (0..<80).map { try RandomChain("R\(seed)-\($0)", below: root, &random) }
        let accepted = try acceptedByOpenSSL(chains, root.certificate, question.arguments)
        for (index, chain) in chains.enumerated() {
            let report = judgeChain(
                ChainInput(
                    leaf: chain.leaf,
                    intermediates: chain.intermediates,
                    anchors: [TrustAnchor(root.certificate)],
                    revocation: .notChecked,
                    time: DeclaredPKI.now,
                    settings: question.settings,
                    algorithms: .none
                )
            )
            let reasons = (report.findings + report.paths.flatMap(\.findings)).map(\.english)
            #expect((report.verdict == .valid) == accepted.contains(index), "\(index): \(reasons)")
        }
        print("openssl verify: \(accepted.count) of \(chains.count) accepted with \(question.testDescription)")
        // Both verdicts have to occur, or nothing was compared.
        #expect(accepted.count > 5 && accepted.count < chains.count - 5)
    }

    private func acceptedByOpenSSL(
        _ chains: [RandomChain],
        _ root: Certificate,
        _ arguments: [String]
    ) throws -> Set<Int> {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chains-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ certificates: [Certificate], _ name: String) throws -> String {
            let text = certificates.map { certificate in
                let body = Data(certificate.der).base64EncodedString(options: [.lineLength64Characters])
                return "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n"
            }
            let url = folder.appending(path: name)
            try Data(text.joined().utf8).write(to: url)
            return url.path()
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments =
            [
                "verify", "-no-CAfile", "-no-CApath", "-auth_level", "0",
                "-attime", "\(Int(DeclaredPKI.now.timeIntervalSince1970))",
                "-trusted", try write([root], "root.pem"),
                "-untrusted", try write(chains.flatMap(\.intermediates), "intermediates.pem"),
            ] + arguments
        process.arguments? += try chains.enumerated().map { try write([$1.leaf], "leaf\($0)-.pem") }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return Set(chains.indices.filter { text.contains("leaf\($0)-.pem: OK") })
    }
}
