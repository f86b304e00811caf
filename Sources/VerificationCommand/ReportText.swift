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
            if let certificate = signature.certificate {
                lines.append("      certificate \(certificate.serialNumber) of \(certificate.issuer)")
            }
            lines += ReportText.processes(signature.processes)
            lines += ReportText.reasons(signature.findings)
        }
        for timestamp in report.timestamps {
            let time = timestamp.time.map { $0.formatted(.iso8601) } ?? "-"
            lines.append(
                "  \(timestamp.kind.rawValue) timestamp  \(time)  \(timestamp.authority ?? "-")  \(timestamp.conclusion.text)"
            )
            lines += ReportText.processes(timestamp.processes)
            lines += ReportText.reasons(timestamp.findings)
        }
        for change in report.changesAfterSigning {
            lines.append("  changed after signing: \(change.code)  \(change.ja)")
            lines.append("      \(change.en)")
        }
        // What was allowed touches pages too: a timestamp's field stands on one.
        let pages = report.changesAfterSigning.isEmpty ? [] : report.pages.flatMap(\.sentences)
        for page in pages {
            lines.append("  \(page.ja)")
            lines.append("      \(page.en)")
        }
        if !report.unsignedFields.isEmpty {
            lines.append("  未署名の署名欄 / unsigned fields: " + report.unsignedFields.joined(separator: ", "))
        }
        if let renewal = report.renewal {
            lines.append("  renew before \(renewal.time.formatted(.iso8601))  \(renewal.cause.rawValue)")
            lines.append("      \(renewal.words.japanese(detail: renewal.subject))")
            lines.append("      \(renewal.words.english(detail: renewal.subject))")
        }
        let policy = report.policy
        lines.append("  policy \(policy.id)  \(policy.algorithms) of \(policy.algorithmsIssued)  \(policy.engine)")
        text = lines.joined(separator: "\n")
    }

    /// One line for each process that ran.
    private static func processes(_ reports: [ProcessReport]) -> [String] {
        reports.map { report in
            let time = report.time.map { "  \($0.formatted(.iso8601))" } ?? ""
            return "      \(report.process.rawValue)  \(report.conclusion.text)\(time)"
        }
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
