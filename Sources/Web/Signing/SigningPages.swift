import Hummingbird
import SignerProtocol
import SigningService

/// A signer's way, page by page; each page sends her on to where she stands.
extension Pages {
    func addSigningPages(to router: Router<APIContext>) {
        addInvitationPage(to: router)
        addReadPages(to: router)
        addFillPage(to: router)
        addConsentPage(to: router)
        addConfirmPage(to: router)
        addActivatePage(to: router)
        addEndPages(to: router)
    }

    /// A page of a signer: her actor, what she is shown, and her language.
    func signerPage(
        _ request: Request,
        _ context: APIContext,
        _ body: (Visit, SignerActor, SigningOverview, Language) async throws -> Response
    ) async -> Response {
        await page(request, context) { visit in
            let actor = try await signer(visit)
            let overview = try await needs.ceremony.overview(for: actor)
            return try await body(visit, actor, overview, visit.language(preferring: overview.statement.locale))
        }
    }

    /// A form of a signer, about the very bytes that she was shown: another tab may have opened another contract, or another
    /// signer may have signed meanwhile.
    ///
    /// The overview that `body` gets is of these bytes.
    func signerForm(
        _ request: Request,
        _ context: APIContext,
        _ body: (Visit, SignerActor, SigningOverview, Form) async throws -> Response
    ) async -> Response {
        await signerPage(request, context) { visit, actor, overview, _ in
            try requireOwnOrigin(request)
            let form = try await Form(request)
            guard form["shown"] == overview.sha256.hexadecimal else { throw ServiceError.digestMismatch }
            if let place = Self.placeToBe(overview) { return redirect(to: place) }
            return try await body(visit, actor, overview, form)
        }
    }

    /// Steps of the bar at the top; `now` from 0.
    struct Steps {
        let list: [Step]
    }

    struct Step {
        let name: String
        let isNow: Bool
        let isDone: Bool
    }

    func steps(_ now: Int, _ language: Language) -> Steps {
        Steps(
            list: ["read", "write", "consent", "sign"].enumerated().map { index, name in
                Step(name: words.text("signing.step.\(name)", in: language), isNow: index == now, isDone: index < now)
            }
        )
    }

    func pageCount(_ pages: Int, _ language: Language) -> String {
        words.text("envelopes.pageCount", in: language, ["pages": "\(pages)"])
    }
}

/// What every page says before she signs.
struct SigningFacts {
    var steps: Pages.Steps
    let title: String
    let lang: String
    let pages: String
    let organisation: String
    let kind: String
    let number: String
    let sha256: String
    let imprintAlt: String
    var hasPasskey = false
    var version = 0
    var digest = ""
    var statement: [Line] = []
    var name = ""
    /// What she wrote into her fields.
    let texts: [Text]
    /// Why her consent was not taken.
    var problem: ProblemNote?
    var typedName = ""

    struct Text {
        let label: String
        let value: String
    }

    /// A line of the wording; the marks of its headings are shown as what they mean.
    struct Line {
        let text: String
        let isHeading: Bool

        init(_ line: Substring) {
            isHeading = line.hasPrefix("#")
            text = (isHeading ? String(line.drop { $0 == "#" || $0 == " " }) : String(line)).replacing("**", with: "")
        }
    }

    init(_ overview: SigningOverview, _ pages: Pages, step: Int, _ language: Language) {
        steps = pages.steps(step, language)
        title = overview.title
        lang = overview.statement.locale.rawValue
        self.pages = pages.pageCount(overview.pages, language)
        organisation = overview.organisation
        kind = pages.words.text("envelopes.\(overview.me.kind.rawValue)", in: language)
        let digits = overview.sha256.hexadecimal
        sha256 = digits
        // Twelve digits to compare by eye; the whole digest is what counts.
        number = stride(from: 0, to: 12, by: 4)
            .map { digits.dropFirst($0).prefix(4).uppercased() }.joined(separator: " ")
        imprintAlt = pages.words.text("signing.imprintAlt", in: language, ["name": overview.me.name])
        name = overview.me.name
        texts = overview.me.texts.compactMap { text in text.value.map { Text(label: text.label, value: $0) } }
    }
}
