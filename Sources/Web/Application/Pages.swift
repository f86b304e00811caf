import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SigningService

/// The pages for people: they sit on the same use cases as the API.
struct Pages: Sendable {
    let needs: API
    let signIn: SignIn
    let criteria: Criteria
    let incidents: Incidents
    let dualControl: DualControl
    let members: Members
    let jobs: Jobs
    let timestampAuthorities: TimestampAuthorities
    let renewals: Renewals
    let verification: Verification
    let registers: Registers
    let words: PageWords
    let templates: Templates
    let assets = Assets()
    /// Mails of the trial; nil where mail leaves the house.
    let mails: (@Sendable () async throws -> [MailMessage])?
    /// Whether these pages are served over TLS.
    var isSecure: Bool { needs.isSecure }

    /// - Throws: `WebError` when embedded words or templates cannot be read.
    init(
        _ needs: ServiceNeeds,
        _ verification: Verification,
        api: API,
        mails: (@Sendable () async throws -> [MailMessage])?
    ) throws(WebError) {
        self.needs = api
        self.mails = mails
        signIn = SignIn(needs)
        criteria = Criteria(needs)
        incidents = Incidents(needs)
        dualControl = DualControl(needs)
        members = Members(needs)
        jobs = Jobs(needs)
        timestampAuthorities = TimestampAuthorities(needs)
        renewals = Renewals(needs)
        registers = Registers(needs)
        self.verification = verification
        words = try PageWords()
        templates = try Templates()
    }

    /// Adds every page to the router of the API.
    func add(to router: Router<APIContext>) {
        addCommonRoutes(to: router)
        addAccountPages(to: router)
        addEnvelopePages(to: router)
        addSigningPages(to: router)
        addVerificationPages(to: router)
        addRegisterPages(to: router)
        addMailbox(to: router)
        addCriteriaPages(to: router)
        addIncidentPages(to: router)
        addOperatorPages(to: router)
        addPeoplePages(to: router)
        addJobPages(to: router)
        addTimestampPages(to: router)
        addRenewalPages(to: router)
    }

    private func addCommonRoutes(to router: Router<APIContext>) {
        router.get("/assets/{version}/{name}") { _, context in
            guard let version = context.parameters.get("version"), let name = context.parameters.get("name"),
                let answer = assets.answer(version: version, name: name)
            else { throw Problem.notFound }
            return answer
        }
        router.get("/") { request, context in
            await page(request, context) { visit in
                guard let secret = visit.accountSession, (try? await signIn.sender(inSession: secret)) != nil else {
                    return redirect(to: "/signin")
                }
                return redirect(to: "/envelopes")
            }
        }
        // A mistyped address is answered in words; what is below /v1 answers programs.
        router.get("**") { request, context in
            guard !request.uri.path.hasPrefix("/v1") else { throw Problem.notFound }
            return await page(request, context) { _ in throw Problem.notFound }
        }
        router.post("/language") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let form = try await Form(request)
                guard let language = Language(rawValue: form["to"]) else { throw Problem.formMalformed }
                var answer = redirect(to: Self.ownPath(form["back"]))
                answer.setCookie(
                    Cookie(
                        name: Cookies.language,
                        value: language.rawValue,
                        maxAge: 31_536_000,
                        path: "/",
                        secure: isSecure,
                        httpOnly: true,
                        sameSite: .lax
                    )
                )
                return answer
            }
        }
    }

    /// A path of ours, whatever was sent: never another host.
    private static func ownPath(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let isOurs =
            bytes.first == UInt8(ascii: "/") && bytes.dropFirst().first != UInt8(ascii: "/")
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        return isOurs ? text : "/"
    }
}

// How a page answers.
extension Pages {
    /// Runs a page; whatever it throws becomes a page that says what happened and what to do.
    func page(
        _ request: Request,
        _ context: APIContext,
        _ body: (Visit) async throws -> Response
    ) async -> Response {
        let visit = Visit(request, context, isSecure: isSecure)
        do {
            // Another name that leads to this machine is not ours: pages without TLS are for this browser alone.
            guard isSecure || isOwn("http://" + (request.head.authority ?? "")) else { throw Problem.otherHost }
            return try await body(visit)
        } catch {
            return problem(error, visit)
        }
    }

    private func isOwn(_ origin: String) -> Bool {
        needs.relyingParty.origins.contains(origin)
    }

    func requireOwnOrigin(_ request: Request) throws {
        try request.requireOrigin(among: needs.relyingParty.origins)
    }

    /// An account that has signed in in this browser; else a problem that leads to the sign-in.
    func sender(_ visit: Visit) async throws -> SenderActor {
        guard let secret = visit.accountSession else { throw ServiceError.sessionUnknown }
        return try await signIn.sender(inSession: secret)
    }

    /// A signer whose link was opened in this browser.
    func signer(_ visit: Visit) async throws -> SignerActor {
        guard let secret = visit.signerSession else { throw ServiceError.sessionUnknown }
        return try await needs.ceremony.signer(bearing: secret)
    }

    /// What every template knows, as `f`.
    struct Frame {
        let title: String
        let language: String
        let otherLanguage: String
        let path: String
        let assets: String
        let isTest: Bool
        var script: String?
        var account: String?
        let hasMailbox: Bool
        var isEnvelopes = false
        var isVerify = false
        var isMailbox = false
        var isCriteria = false
        var isIncidents = false
        var isJobs = false
        var isRenewals = false
        var isRegisters = false
        var isOperators = false
        var isPeople = false
        var readsOperations = false
    }

    /// `path` is where the switch of language leads; nil: the page that was asked for.
    func frame(
        _ title: String,
        _ visit: Visit,
        _ language: Language,
        _ sender: SenderActor? = nil,
        path: String? = nil
    ) -> Frame {
        Frame(
            title: title,
            language: language.rawValue,
            otherLanguage: (language == .ja ? Language.en : .ja).rawValue,
            path: path ?? (visit.request.head.method == .get ? visit.request.uri.path : "/"),
            assets: assets.path,
            isTest: needs.environment == .test,
            account: sender?.account.name,
            hasMailbox: mails != nil && needs.environment == .test,
            readsOperations: sender?.account.may(.readOperations) ?? false
        )
    }

    func html(
        _ template: String,
        _ frame: Frame,
        _ view: Any,
        in language: Language,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let text = templates.render(template, ["f": frame, "t": words.table(in: language), "v": view])
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentSecurityPolicy: Self.contentSecurityPolicy,
                // With no-referrer a browser would send forms with the origin `null`.
                .referrerPolicy: "same-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    private static let contentSecurityPolicy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
        form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        """

    func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// A picture of a page: the bytes of a revision never change, but they are for this browser only.
    func picture(_ bytes: [UInt8]) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "image/jpeg", .cacheControl: "private, max-age=600"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
