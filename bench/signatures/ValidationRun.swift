import Foundation
import PDF
import SignatureValidation

/// Judges every signature and timestamp of a file by EN 319 102-1, with what the file carries.
struct ValidationRun {
    private let file: String
    private let policy: ValidationPolicy

    init(kit: Kit, file: String) throws {
        self.file = file
        policy = ValidationPolicy(trustAnchors: [kit.root], timestampAnchors: nil)
    }

    func once() throws {
        let report = try validate(
            ValidationInput(source: MappedFile(path: file), time: Date(), fetched: nil),
            policy: policy
        )
        guard report.conclusion == .totalPassed, report.changesAfterSigning.isEmpty else {
            throw BenchFailure.notPassed(report.reasons)
        }
    }
}

extension ValidationReport {
    /// What stands against the file, in English.
    fileprivate var reasons: String {
        (signatures.flatMap(\.findings) + timestamps.flatMap(\.findings)).filter(\.decides).map(\.english)
            .joined(separator: "; ")
    }
}
