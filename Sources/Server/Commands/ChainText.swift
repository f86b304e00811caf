import CMS
import Foundation
import SignatureValidation

/// A judgement on a chain as lines for a terminal: the verdict, then every path that was tried with its reasons.
struct ChainText {
    let text: String

    init(_ report: ChainReport) {
        var lines = ["\(report.verdict.words)  \(report.time.formatted(.iso8601))"]
        lines += Self.reasons(report.findings, indent: "  ")
        for (index, tried) in report.paths.enumerated() {
            lines.append("  path \(index + 1)  \(tried.verdict.words)")
            lines += tried.path.certificates.map { "    \($0.subject.display)" }
            lines.append("    anchor  \(tried.path.anchor.subject.display)")
            if !tried.policies.isEmpty { lines.append("    policies  \(tried.policies.joined(separator: " "))") }
            lines += tried.revocation.map { "    \($0.line)" }
            lines += Self.reasons(tried.findings, indent: "    ")
        }
        text = lines.joined(separator: "\n")
    }

    private static func reasons(_ findings: [Finding], indent: String) -> [String] {
        findings.flatMap { finding in
            ["\(indent)\(finding.check.code)  \(finding.japanese)", "\(indent)    \(finding.english)"]
        }
    }
}

extension ChainReport.Verdict {
    fileprivate var words: String {
        switch self {
        case .valid: "VALID 有効"
        case .indeterminate: "INDETERMINATE 判定できない"
        case .invalid: "INVALID 無効"
        }
    }
}

extension RevocationRecord {
    fileprivate var line: String {
        let name = certificate.subject.display
        return switch state {
        case .good(let source, let thisUpdate, let nextUpdate):
            "revocation  \(name)  good  \(source.rawValue)  \(thisUpdate.formatted(.iso8601)) – "
                + (nextUpdate?.formatted(.iso8601) ?? "-")
        case .revoked(let source, let date, let reason):
            "revocation  \(name)  revoked  \(source.rawValue)  \(date.formatted(.iso8601))  "
                + (reason.map { "\($0)" } ?? "-")
        case .exempt: "revocation  \(name)  exempt"
        case .unknown: "revocation  \(name)  unknown"
        }
    }
}
