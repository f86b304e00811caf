import Hummingbird
import SignerProtocol
import SigningService

/// Set-up, sign-in and passkeys of accounts.
extension Pages {
    private struct SetUpView {
        let token: String
    }

    private struct NoView {}

    func addAccountPages(to router: Router<APIContext>) {
        router.get("/setup/{token}") { request, context in
            await page(request, context) { visit in
                try await signIn.requireSetUpOpen()
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
                var frame = frame(words.text("accounts.registerPasskey", in: language), visit, language, sender)
                frame.script = "register-passkey.js"
                return html("register-passkey", frame, NoView(), in: language)
            }
        }
        router.post("/passkeys/options") { request, _ in
            try requireOwnOrigin(request)
            _ = try await request.read(EmptyBody.self)
            guard let secret = Cookies.value(Cookies.account, in: request, isSecure: isSecure) else {
                throw ServiceError.sessionUnknown
            }
            try await signIn.requireFreshSession(secret)
            let sender = try await signIn.sender(inSession: secret)
            let options = try await signIn.registrationOptions(for: sender)
            return JSONAnswer(CreationOptionsView(options, for: .signIn).publicKey)
        }
        router.post("/passkeys") { request, _ in
            try requireOwnOrigin(request)
            guard let secret = Cookies.value(Cookies.account, in: request, isSecure: isSecure) else {
                throw ServiceError.sessionUnknown
            }
            let sender = try await signIn.sender(inSession: secret)
            try await signIn.requireFreshSession(secret)
            let body = try await request.read(PasskeyBody.self)
            try await signIn.register(body.registration, for: sender, inSession: secret)
            return JSONAnswer([String: String](), status: .created)
        }
    }

    private func addSignInPages(to router: Router<APIContext>) {
        router.get("/signin") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                var frame = frame(words.text("accounts.signIn", in: language), visit, language)
                frame.script = "sign-in.js"
                return html("sign-in", frame, NoView(), in: language)
            }
        }
        // Asked for when the button is pressed: whoever only looks leaves nothing in the database.
        router.post("/signin/options") { request, _ in
            try requireOwnOrigin(request)
            _ = try await request.read(EmptyBody.self)
            return JSONAnswer(
                SignInOptionsView(
                    challenge: Base64URL(try await signIn.signInChallenge()),
                    rpId: needs.relyingParty.id
                )
            )
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
