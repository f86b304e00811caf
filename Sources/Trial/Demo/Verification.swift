import Foundation

/// `chigiri verify` on both PDFs of a result, offline: what is in the file has to be enough.
struct Verification {
    private struct Report: Decodable {
        let conclusion: String
    }

    let folder: URL
    let logs: URL

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
            let conclusion = try? JSONDecoder().decode(Report.self, from: Data(contentsOf: output)).conclusion
            guard status == 0, conclusion == "TOTAL_PASSED" else {
                throw DemoFailure.verification(file: file, conclusion: conclusion ?? "none", exit: status)
            }
        }
    }
}
