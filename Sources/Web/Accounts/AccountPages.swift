import Hummingbird
import SignerProtocol
import SigningService

/// Set-up, sign-in and passkeys of accounts.
extension Pages {
    private struct SetUpView {
        let token: String
    }

    private struct OptionsView {
        /// JSON for the script.
        let options: String
    }

    func addAccountPages(to router: Router<APIContext>) {
        router.get("/setup/{token}") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let token = context.parameters.get("token") ?? ""
                let title = words.text("accounts.setUp", in: language)
                return html("set-up", frame(title, visit, language), SetUpView(token: token), in: language)
            }
        }
        router.post("/setup") { request, context in
            await page(request, context) { _ in
                try requireOwnOrigin(request)
                let form = try await Form(request)
                let secret = try await firstSession(form)
                var answer = redirect(to: "/passkeys/new")
                answer.setCookie(Cookies.secret(Cookies.account, secret.text, isSecure: isSecure))
                return answer
            }
        }
        addPasskeyPages(to: router)
        addSignInPages(to: router)
    }

    /// Of the account that is made now, or of the one that was made and never got its passkey.
    private func firstSession(_ form: Form) async throws -> SecretToken {
        do {
            let made = try await needs.accounts.setUp(
                token: form["token"],
                organisation: form["organisation"],
                name: form["name"],
                email: form["email"]
            )
            return try await signIn.openFirstSession(of: made)
        } catch ServiceError.alreadySetUp {
            return try await signIn.goOnWithSetUp(token: form["token"])
        }
    }

    private func addPasskeyPages(to router: Router<APIContext>) {
        router.get("/passkeys/new") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let sender = try await sender(visit)
                try await signIn.requireFreshSession(visit.accountSession ?? "")
                let options = CreationOptionsView(try await signIn.registrationOptions(for: sender), for: .signIn)
                var frame = frame(words.text("accounts.registerPasskey", in: language), visit, language, sender)
                frame.script = "register-passkey.js"
                let json = String(decoding: try jsonBytes(options.publicKey), as: UTF8.self)
                return html("register-passkey", frame, OptionsView(options: json), in: language)
            }
        }
        router.post("/passkeys") { request, _ in
            try requireOwnOrigin(request)
            guard let secret = Cookies.value(Cookies.account, in: request, isSecure: isSecure) else {
                throw ServiceError.sessionUnknown
            }
            let sender = try await signIn.sender(inSession: secret)
            try await signIn.requireFreshSession(secret)
            let body = try await request.read(PasskeyBody.self)
            try await signIn.register(body.registration, for: sender)
            return JSONAnswer([String: String](), status: .created)
        }
    }

    private func addSignInPages(to router: Router<APIContext>) {
        router.get("/signin") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let options = SignInOptionsView(
                    challenge: Base64URL(try await signIn.signInChallenge()),
                    rpId: needs.relyingParty.id
                )
                var frame = frame(words.text("accounts.signIn", in: language), visit, language)
                frame.script = "sign-in.js"
                let json = String(decoding: try jsonBytes(options), as: UTF8.self)
                return html("sign-in", frame, OptionsView(options: json), in: language)
            }
        }
        router.post("/signin") { request, context in
            try requireOwnOrigin(request)
            let body = try await request.read(AssertedCredential.self)
            let secret = try await signIn.signIn(body.assertion)
            var answer = try JSONAnswer([String: String]()).response(from: request, context: context)
            answer.setCookie(Cookies.secret(Cookies.account, secret.text, isSecure: isSecure))
            return answer
        }
        router.post("/signout") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                if let secret = visit.accountSession { try await signIn.signOut(secret) }
                var answer = redirect(to: "/signin")
                answer.setCookie(Cookies.ended(Cookies.account, isSecure: isSecure))
                return answer
            }
        }
    }
}

/// `PublicKeyCredentialRequestOptionsJSON` for whoever may come: her passkey says who she is.
private struct SignInOptionsView: Encodable {
    let challenge: Base64URL
    let rpId: String
    let allowCredentials: [PasskeyDescriptor] = []
    let userVerification = "required"
    let timeout = 300_000
}
