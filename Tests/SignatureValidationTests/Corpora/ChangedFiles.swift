import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// Files of other makers that were signed, timestamped and extended one after the other: which of them were changed.
///
/// Each file that is not named here has to be free of changes; for those that are, `docs/decisions/0047` has the argument.
///
/// - SeeAlso: VAL-7, VAL-8, VAL-13
@Suite struct `Updates by other makers` {
    private static let changed: [String: Set<String>] = [
        // The page, the catalog or the structure tree says something else.
        "DSS-2821.pdf": ["NEW_FIELD", "OBJECT_OVERRIDDEN", "PAGE_CHANGED", "ROOT_CHANGED", "UNEXPLAINED_OBJECT"],
        "annotation-and-visible-change.pdf": [
            "MDP_VIOLATION", "NEW_FIELD", "OBJECT_OVERRIDDEN", "PAGE_CHANGED", "ROOT_CHANGED", "SIGNATURE_CHANGED",
            "UNEXPLAINED_OBJECT",
        ],
        "pades-signed-annot-added.pdf": ["OBJECT_OVERRIDDEN", "PAGE_CHANGED", "ROOT_CHANGED", "UNEXPLAINED_OBJECT"],
        "pdf-signed-added-page.pdf": ["OBJECT_OVERRIDDEN", "PAGE_CHANGED", "UNEXPLAINED_OBJECT"],
        "pdf-structtreeroot-changes.pdf": ["NEW_FIELD", "OBJECT_OVERRIDDEN", "UNEXPLAINED_OBJECT"],
        "Signature-P-DE_SCI-4.pdf": ["DSS_OVERRIDDEN", "OBJECT_OVERRIDDEN", "PAGE_CHANGED", "UNEXPLAINED_OBJECT"],
        // Validation data were dropped.
        "pades-tst-with-orphan-refs.pdf": ["DSS_OVERRIDDEN", "UNEXPLAINED_OBJECT"],
        // The dictionary of a signature was written over.
        "pades-spoofing-replaced-reason.pdf": ["OBJECT_OVERRIDDEN"],
        // A stamp over a picture of the page.
        "pades-ocsp-archiveCutOff-invalid.pdf": ["NEW_FIELD"],
        // Fields were filled in after a signature, locked or not.
        "DSS1376-rev_n-1.pdf": ["OBJECT_OVERRIDDEN", "POST_SIGN_FORM_CHANGE", "UNEXPLAINED_OBJECT"],
        "DSS1376-rev_n-3.pdf": ["OBJECT_OVERRIDDEN", "POST_SIGN_FORM_CHANGE", "UNEXPLAINED_OBJECT"],
        "test-with-vri.pdf": ["MDP_VIOLATION"],
        // What is written anew is also used elsewhere.
        "extensions-indirect-not-all-paths.pdf": ["OBJECT_OVERRIDDEN"],
        "form-update-ap-indirect-sneaky-trailer.pdf": ["FORM_CHANGED"],
        "form-update-no-override-appearance-stream-ap-indirect-sneaky.pdf": ["FORM_CHANGED"],
        "form-update-override-appearance-stream-ap-indirect-sneaky.pdf": ["OBJECT_OVERRIDDEN", "UNEXPLAINED_OBJECT"],
        "form-update-override-appearance-stream-sneaky.pdf": ["OBJECT_OVERRIDDEN", "UNEXPLAINED_OBJECT"],
    ]

    @Test(.enabled(if: Corpus.has("dss-pades"), "the corpus is absent"), arguments: ["dss-pades", "pyhanko-pdf"])
    func `are changes only where they say something else`(folder: String) throws {
        let policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
        var counts = (updated: 0, changed: 0)
        for path in try Corpus.pdfs(folder) {
            let source = BytesSource(try Corpus.bytes(path))
            let input = ValidationInput(source: source, time: Date(timeIntervalSince1970: 1_770_000_000), fetched: nil)
            guard let report = try? validate(input, policy: policy) else { continue }
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let codes = Set(report.changesAfterSigning.map(\.code))
            #expect(codes == Self.changed[name] ?? [], "\(path)")
            counts.updated += 1
            counts.changed += codes.isEmpty ? 0 : 1
        }
        #expect(counts.updated > counts.changed)
        print("\(folder): \(counts.updated) signed files, \(counts.changed) of them changed after a signature")
    }
}
