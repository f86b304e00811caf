package import Foundation

/// The whole answer of `doctor`, for a terminal or as JSON.
package struct Diagnosis: Sendable {
    /// The command, such as `chigiri doctor`.
    package let title: String
    /// The settings file that was looked at.
    package let settings: String
    /// `TEST` or `PRODUCTION`; nil when the settings could not be read.
    package let environment: String?
    package let at: Date
    package let findings: Findings

    /// What `redaction` hides never becomes a part of it.
    init(
        title: String,
        settings: String,
        environment: String?,
        at: Date,
        findings: Findings,
        redaction: Redaction
    ) {
        self.title = title
        self.settings = redaction.applied(to: settings)
        self.environment = environment.map { redaction.applied(to: $0) }
        self.at = at
        self.findings = findings.redacted(by: redaction)
    }

    /// 0 when nothing is wrong, else 1.
    package var exitStatus: Int32 { findings.problems.isEmpty ? 0 : 1 }

    package func text(in language: ReportLanguage) -> String {
        let count = findings.problems.count
        let place = "\(settings), \(environment ?? "-")"
        var lines = [
            language == .ja
                ? "\(title)（\(place)）: " + (count == 0 ? "問題はありません" : "問題が \(count) 件あります")
                : "\(title) (\(place)): "
                    + (count == 0 ? "no problem" : count == 1 ? "1 problem" : "\(count) problems")
        ]
        lines += findings.problems.flatMap { $0.lines(in: language) }
        let (passed, left) = (findings.passed.count, findings.notChecked.count)
        lines.append(
            language == .ja
                ? "異常のなかった検査 \(passed) 件、見送った検査 \(left) 件"
                : "\(passed) checks found nothing, \(left) were not made"
        )
        lines += findings.notChecked.map { "  \($0.code): \($0.reason.text(in: language))" }
        return lines.joined(separator: "\n")
    }

    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(Document(self)), as: UTF8.self)
    }

    private struct Document: Encodable {
        let settings: String
        let environment: String?
        let at: Date
        let problems: [Problem]
        let passed: [String]
        let notChecked: [Findings.NotChecked]

        init(_ diagnosis: Diagnosis) {
            settings = diagnosis.settings
            environment = diagnosis.environment
            at = diagnosis.at
            problems = diagnosis.findings.problems
            passed = diagnosis.findings.passed
            notChecked = diagnosis.findings.notChecked
        }
    }
}

extension Problem {
    func lines(in language: ReportLanguage) -> [String] {
        let (stops, why, what) =
            language == .ja
            ? ("直すまで起動しません", "原因", "対処") : ("no start until it is mended", "cause", "remedy")
        return [
            "  \(code)" + (refusesStart ? "  [\(stops)]" : ""),
            "    \(why): \(cause.text(in: language))",
            "    \(what): \(remedy.text(in: language))",
        ]
    }
}

/// Why a process does not start: everything that is in the way, not only the first.
package struct RefusedStart: Error, Hashable, Sendable, CustomStringConvertible, LocalizedError {
    package let problems: [Problem]
    private let text: String

    init(_ problems: [Problem], settings: String, language: ReportLanguage, redaction: Redaction) {
        self.problems = problems.map { redaction.applied(to: $0) }
        let settings = redaction.applied(to: settings)
        let title =
            language == .ja
            ? "\(settings) では起動できません（\(problems.count) 件）" : "no start with \(settings) (\(problems.count) in the way)"
        text = ([title] + self.problems.flatMap { $0.lines(in: language) }).joined(separator: "\n")
    }

    package var description: String { text }

    package var errorDescription: String? { text }
}
