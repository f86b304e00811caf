import Foundation

/// `chigiri verify` on both PDFs of a result, offline: what is in the file has to be enough.
struct Verification {
    private struct Report: Decodable {
        struct Signature: Decodable {
            let field: String?
            let conclusion: String
            let integrity: Bool
        }

        struct Change: Decodable {
            let code: String
        }

        let conclusion: String
        let signatures: [Signature]
        let changesAfterSigning: [Change]

        /// Whether all but the signatures of others pass, and those are as whole as they were.
        func passes(but earlier: Set<String>) -> Bool {
            guard !earlier.isEmpty else { return conclusion == "TOTAL_PASSED" }
            let isOthers = { (signature: Signature) in signature.field.map(earlier.contains) == true }
            return changesAfterSigning.isEmpty && conclusion != "TOTAL_FAILED" && !signatures.allSatisfy(isOthers)
                && signatures.allSatisfy { isOthers($0) ? $0.integrity : $0.conclusion == "TOTAL_PASSED" }
        }
    }

    let folder: URL
    let logs: URL
    /// Fields that others had signed, whom nobody here has to trust.
    var earlierFields: Set<String> = []

    /// - Throws: `DemoFailure.verification` unless both are TOTAL_PASSED.
    func run() async throws {
        for (file, report) in [
            ("contract-signed.pdf", "validation.json"), ("certificate.pdf", "certificate-validation.json"),
        ] {
            let output = folder.appending(path: report)
            let status = try await ChildProcess.run(
                "chigiri",
                [
                    "verify", folder.appending(path: file).path, "--trust",
                    folder.appending(path: "trust-anchors.pem").path, "--offline", "--json",
                ],
                output: output,
                errors: logs.appending(path: "verify.log")
            )
            let earlier = file == "certificate.pdf" ? [] : earlierFields
            let found = try? JSONDecoder().decode(Report.self, from: Data(contentsOf: output))
            guard status == 0 || !earlier.isEmpty, let found, found.passes(but: earlier) else {
                throw DemoFailure.verification(file: file, conclusion: found?.conclusion ?? "none", exit: status)
            }
        }
    }
}
