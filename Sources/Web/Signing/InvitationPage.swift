import Hummingbird
import SigningService

/// What a mailed link opens: who asks for what. Only the button opens a session.
extension Pages {
    private struct CodeView {
        let steps: Steps? = nil
        let token: String
        let isDeclining: Bool
        let sentence: String
        var isWrong: Bool
    }

    private struct View {
        let steps: Steps? = nil
        let token: String
        let heading: String
        let title: String
        let lang: String
        let pages: String
        let organisation: String
        let senderName: String
        let name: String
        let deadline: String?
    }

    func addInvitationPage(to router: Router<APIContext>) {
        router.get("/sign/{token}") { request, context in
            await page(request, context) { visit in
                let token = context.parameters.get("token") ?? ""
                let invited = try await needs.ceremony.invitation(token: token)
                let language = visit.language(preferring: invited.language)
                let view = View(
                    token: token,
                    heading: words.text("signing.heading", in: language, ["sender": invited.organisation]),
                    title: invited.title,
                    lang: invited.language.rawValue,
                    pages: pageCount(invited.pages, language),
                    organisation: invited.organisation,
                    senderName: invited.senderName,
                    name: invited.name,
                    deadline: invited.expiresAt.map { JapaneseTime($0).register }
                )
                return html("invitation", frame(view.heading, visit, language), view, in: language)
            }
        }
        router.post("/sign/{token}") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let token = context.parameters.get("token") ?? ""
                let form = try await Form(request)
                let (code, isDeclining) = (form["code"], form["to"] == "decline")
                do {
                    let opened = try await needs.ceremony.exchange(
                        token: token,
                        proof: OpeningProof(session: visit.signerSession, code: code.isEmpty ? nil : code),
                        openedBy: try await visitingSender(visit)
                    )
                    var answer = redirect(to: isDeclining ? "/signing/decline" : "/signing")
                    answer.setCookie(Cookies.secret(Cookies.signer, opened.session.text, isSecure: isSecure))
                    return answer
                } catch let refusal as ServiceError where refusal.asksForCode {
                    let invited = try await needs.ceremony.invitation(token: token)
                    return codePage(token, refusal, isDeclining, visit, visit.language(preferring: invited.language))
                }
            }
        }
    }

    /// Where a browser that does not know her asks for the code that was mailed.
    private func codePage(
        _ token: String,
        _ refusal: ServiceError,
        _ isDeclining: Bool,
        _ visit: Visit,
        _ language: Language
    ) -> Response {
        let problem = Problem(refusal)
        var view = CodeView(
            token: token,
            isDeclining: isDeclining,
            sentence: needs.words.problem(problem, in: language),
            isWrong: false
        )
        if case .codeWrong = refusal { view.isWrong = true }
        let title = words.text("signing.codeHeading", in: language)
        return html("code", frame(title, visit, language), view, in: language, status: problem.status)
    }

    /// The account that is signed in in this browser, if any; a session that is over counts as none.
    private func visitingSender(_ visit: Visit) async throws -> SenderActor? {
        guard visit.accountSession != nil else { return nil }
        do {
            return try await sender(visit)
        } catch ServiceError.sessionUnknown {
            return nil
        }
    }
}

extension ServiceError {
    fileprivate var asksForCode: Bool {
        switch self {
        case .codeNeeded, .codeWrong: true
        default: false
        }
    }
}
