import Foundation
package import SignatureValidation

/// A validation report as lines for a terminal: the conclusion first, then the reasons.
package struct ReportText {
    package let text: String

    package init(_ report: ValidationReport) {
        var lines = [report.conclusion.rawValue]
        for signature in report.signatures {
            lines.append(
                "  \(signature.field ?? "-")  \(signature.signer ?? "-")  \(signature.level.rawValue)  "
                    + signature.conclusion.text
            )
            lines += ReportText.reasons(signature.findings)
        }
        for timestamp in report.timestamps {
            let time = timestamp.time.map { $0.formatted(.iso8601) } ?? "-"
            lines.append(
                "  \(timestamp.kind.rawValue) timestamp  \(time)  \(timestamp.authority ?? "-")  \(timestamp.conclusion.text)"
            )
            lines += ReportText.reasons(timestamp.findings)
        }
        for change in report.changesAfterSigning {
            lines.append("  changed after signing: \(change.code)  \(change.ja)")
            lines.append("      \(change.en)")
        }
        text = lines.joined(separator: "\n")
    }

    private static func reasons(_ findings: [Finding]) -> [String] {
        findings.flatMap { finding in
            [
                "      \(finding.check.code)  \(finding.japanese)",
                "          \(finding.english)",
            ]
        }
    }
}

extension Conclusion {
    fileprivate var text: String {
        indication.rawValue + (subIndication.map { "/\($0.rawValue)" } ?? "")
    }
}
