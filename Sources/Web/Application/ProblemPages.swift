import HTTPTypes
import Hummingbird
import SigningService

/// Why a form was refused, on the form itself: what happened, what to do, and a number to ask about.
struct ProblemNote {
    let status: HTTPResponse.Status
    let sentence: String
    let reference: String
}

/// The one place where errors become words on a page: what happened, what to do, and a number to ask about.
extension Pages {
    private struct View {
        let heading: String
        let sentences: [String]
        let findings: [Finding]
        let code: String
        let reference: String
        let back: String
    }

    private struct Finding {
        let text: String
        let place: String?
    }

    func problem(_ error: any Error, _ visit: Visit) -> Response {
        let problem = visit.context.refused(error)
        let language = visit.language()
        let body = ProblemBody(problem, words: needs.words, reference: visit.context.reference)
        let heading =
            switch error {
            case ServiceError.sessionUnknown: words.text("common.sessionOver", in: language)
            default: words.text("common.sorry", in: language)
            }
        // Programs are told where the API is described; people are not.
        let said =
            problem.code == "NOT_FOUND"
            ? words.text("common.nowhere", in: language) : language == .ja ? body.ja : body.en
        let view = View(
            heading: heading,
            sentences: (body.findings == nil ? [said] : [])
                + (problem.status.code < 500 ? [words.text("common.unchanged", in: language)] : []),
            findings: (body.findings ?? []).map { finding in
                Finding(text: language == .ja ? finding.ja : finding.en, place: Self.place(of: finding))
            },
            code: problem.code,
            reference: visit.context.reference,
            back: problem.code == "SESSION_UNKNOWN" ? "/" : Self.wayBack(from: visit.request.uri.path)
        )
        var answer = html("problem", frame(heading, visit, language), view, in: language, status: problem.status)
        if let seconds = problem.retryAfterInSeconds { answer.headers[.retryAfter] = "\(seconds)" }
        if problem.status == .contentTooLarge { answer.headers[.connection] = "close" }
        return answer
    }

    /// For a form that comes back with what was typed.
    func note(_ error: ServiceError, _ visit: Visit, _ language: Language) -> ProblemNote {
        let problem = visit.context.refused(error)
        return ProblemNote(
            status: problem.status,
            sentence: needs.words.problem(problem, in: language),
            reference: visit.context.reference
        )
    }

    private static func place(of finding: ProblemBody.Finding) -> String? {
        let parts = [finding.object.map { "object \($0)" }, finding.offset.map { "byte \($0)" }].compactMap(\.self)
        return parts.isEmpty ? nil : "\(finding.code)　" + parts.joined(separator: "　")
    }

    private static func wayBack(from path: String) -> String {
        for start in ["/signing", "/verify", "/envelopes/new", "/registers"] where path.hasPrefix(start) {
            return start
        }
        return "/"
    }
}
