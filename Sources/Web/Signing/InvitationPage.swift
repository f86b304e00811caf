import Hummingbird
import SigningService

/// What a mailed link opens: who asks for what. Only the button opens a session.
extension Pages {
    private struct View {
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
                let opened = try await needs.ceremony.exchange(
                    token: context.parameters.get("token") ?? "",
                    openedBy: try await visitingSender(visit)
                )
                var answer = redirect(to: "/signing")
                answer.setCookie(Cookies.secret(Cookies.signer, opened.session.text, isSecure: isSecure))
                return answer
            }
        }
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
