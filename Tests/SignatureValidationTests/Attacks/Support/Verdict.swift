import Foundation
import PDF
import SignatureValidation

/// What the judge says about the first signature of an attacked file.
struct Verdict: Hashable {
    let conclusion: Conclusion
    let codes: Set<String>
    /// Codes of the changes after signing that are not allowed.
    let changes: Set<String>
    /// The worst of the whole file.
    let document: Indication

    /// Revocation data are at hand, so that nothing but the attack stands against the file.
    init(_ bytes: [UInt8], in world: TestWorld, policy: ValidationPolicy? = nil) throws {
        let input = ValidationInput(
            source: BytesSource(bytes),
            time: world.signingTime.addingTimeInterval(300),
            fetched: try world.material(at: world.signingTime.addingTimeInterval(60))
        )
        let report = try validate(input, policy: policy ?? world.policy)
        let signature = report.signatures.first
        conclusion = signature?.conclusion ?? report.timestamps.first?.conclusion ?? .failed(.signedDataNotFound)
        codes = Set(signature?.findings.map(\.check.code) ?? [])
        changes = Set(report.changesAfterSigning.map(\.code))
        document = report.conclusion
    }

    func has(_ conclusion: Conclusion, _ code: String) -> Bool {
        self.conclusion == conclusion && codes.contains(code) && document == max(conclusion.indication, document)
    }
}
