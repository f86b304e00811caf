import CMS
import Foundation
import PAdES
import PDF
import SignatureValidation

/// A PDF as a sender would upload it, as a verifier would send it, and as a signer would add to it.
enum PDFFuzzing {
    static func read(_ bytes: [UInt8]) {
        let source = BytesSource(bytes)
        judge(source)
        guard let document = try? Document(source, limits: limits) else { return }
        let findings = Preflight.findings(in: document)
        _ = try? document.formFields()
        if findings.isEmpty { extend(document, bytes) }
    }

    /// Small inputs need little; what they may unfold to is bounded, so that the fuzzer is quick.
    private static let limits: Limits = {
        var limits = Limits.upload(fileSize: 1 << 20)
        limits.decodedBytes = 4 << 20
        limits.decodedRatioFloor = 1 << 20
        return limits
    }()

    /// What a verifier sends: anchored in whatever self-issued certificates it brings, so that paths are walked too.
    private static func judge(_ source: BytesSource) {
        let brought = (try? Document(judging: source).documentSecurityStore().certificates) ?? []
        let anchors = brought.prefix(16).compactMap { try? Certificate(der: $0) }.filter(\.isSelfIssued)
        let policy = ValidationPolicy(trustAnchors: anchors, timestampAnchors: nil)
        let input = ValidationInput(source: source, time: Declared.time, fetched: nil)
        guard let report = try? validate(input, policy: policy) else { return }
        Promise.holds(
            (try? validate(input, policy: policy).json()) == (try? report.json()),
            "a report is deterministic"
        )
    }

    /// What we append has to be readable by ourselves, and must not change a byte. PDF-1
    private static func extend(_ document: Document, _ bytes: [UInt8]) {
        let request = SignatureFieldRequest(name: "Fuzzed", box: nil)
        guard let suffix = try? addSignatureFields([request], lockingForeignFields: true, to: document) else { return }
        let extended = BytesSource(bytes + suffix)
        guard let reread = try? Document(extended) else {
            return Promise.holds(false, "a file that passed preflight can be read after a field was added")
        }
        Promise.holds(
            (try? reread.formFields().contains { $0.name == "Fuzzed" }) == true,
            "the field that was added is there"
        )
        _ = try? PreparedTimestamp(contentsSize: 1_024, in: reread)
    }
}
