import HTTPTypes
import HummingbirdTesting
import SigningService
import Testing

@testable import Web

@Suite struct `The language of a page` {
    private func language(_ page: TestResponse) -> String? {
        page.text.firstMatch(of: /<html lang="([a-z]+)">/).map { String($0.output.1) }
    }

    @Test(arguments: [
        (nil, "ja"), ("", "ja"), ("en", "en"), ("en-GB,en;q=0.9,ja;q=0.8", "en"), ("ja,en", "ja"), ("ja-JP", "ja"),
        ("fr,de;q=0.5", "ja"), ("fr, EN;q=0.5", "en"), ("english", "ja"), ("*", "ja"), (";;,,;", "ja"),
        ("ja;q=0,en;q=0.1", "en"), ("ja; q=0.0, en", "en"),
    ])
    func `is what the browser asks for, else Japanese`(header: String?, expected: String) async throws {
        try await withPages { client, _ in
            let page = try await client.page("/verify", accepting: header)
            #expect(language(page) == expected)
        }
    }

    @Test(arguments: [("en", "en"), ("ja", "ja"), ("EN", "en")])
    func `is what the person chose, whatever the browser asks for`(choice: String, expected: String) async throws {
        let header = expected == "en" ? "ja" : "en"
        try await withPages { client, _ in
            let page = try await client.page("/verify", cookie: "chigiri-language=\(choice)", accepting: header)
            #expect(language(page) == expected)
        }
    }

    @Test(arguments: ["fr", "", "en%0d%0a", "\"><script>"])
    func `is not chosen by a cookie that names none of ours`(choice: String) async throws {
        try await withPages { client, _ in
            let page = try await client.page("/verify", cookie: "chigiri-language=\(choice)", accepting: "en")
            #expect(language(page) == "en")
        }
    }

    @Test func `is that of the contract for a signer, unless she chose another`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in ["/sign/\(cast.link)", "/signing/consent"] {
                let page = try await client.page(path, cookie: cast.cookie, accepting: "en")
                #expect(language(page) == "ja", "\(path)")
                let chosen = cast.cookie + "; chigiri-language=en"
                #expect(language(try await client.page(path, cookie: chosen)) == "en", "\(path)")
            }
        }
    }
}

@Suite struct `Choosing a language` {
    @Test func `is kept for a year and leads back`() async throws {
        try await withPages { client, _ in
            let answer = try await client.form("/language", "to=en&back=%2Fverify")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/verify")
            let cookie = try #require(answer.cookie("chigiri-language"))
            #expect(cookie.first == "chigiri-language=en")
            #expect(cookie.contains("Max-Age=31536000"))
            #expect(cookie.contains("Path=/"))
        }
    }

    @Test(arguments: [
        "https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", "%2F%5Cevil.example", "%5C%5Cevil.example", "",
        "evil.example", "verify", "%2F%09%2Fevil.example", "%2Fverify%0D%0ASet-Cookie%3A+a%3Db", "javascript%3A1",
        "%2Fa+b", "%2F%00",
    ])
    func `never leads to another host`(back: String) async throws {
        try await withPages { client, _ in
            let answer = try await client.form("/language", "to=en&back=\(back)")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/")
        }
    }

    @Test(arguments: ["", "to=", "to=fr&back=%2F", "to=EN"])
    func `that we have not is refused`(form: String) async throws {
        try await withPages { client, _ in
            let answer = try await client.form("/language", form)
            #expect(answer.status == .badRequest)
            #expect(answer.text.contains("FORM_MALFORMED"))
            #expect(answer.cookie("chigiri-language") == nil)
        }
    }
}

@Suite struct `The cookie of a session` {
    @Test func `is bound to this host over TLS`() async throws {
        try await withPages(isSecure: true) { client, _ in
            let answer = try await client.setUpByForm()
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/passkeys/new")
            let cookie = try #require(answer.cookie("__Host-chigiri-account"))
            #expect(cookie.contains("Secure"))
            #expect(cookie.contains("HttpOnly"))
            #expect(cookie.contains("SameSite=Lax"))
            #expect(cookie.contains("Path=/"))
            #expect(!cookie.contains { $0.hasPrefix("Domain") || $0.hasPrefix("Max-Age") || $0.hasPrefix("Expires") })
            #expect(answer.cookie("chigiri-account") == nil)
        }
    }

    @Test func `has no prefix without TLS, where browsers would drop it`() async throws {
        try await withPages { client, _ in
            let answer = try await client.setUpByForm()
            let cookie = try #require(answer.cookie("chigiri-account"))
            #expect(!cookie.contains("Secure"))
            #expect(cookie.contains("HttpOnly"))
            #expect(cookie.contains("SameSite=Lax"))
            #expect(answer.cookie("__Host-chigiri-account") == nil)
        }
    }

    @Test func `opens the pages of its account until she signs out`() async throws {
        try await withPages(isSecure: true) { client, _ in
            let cookie = try #require(try await client.setUpByForm().cookie("__Host-chigiri-account")?.first)
            #expect(try await client.page("/passkeys/new", cookie: cookie).status == .ok)

            let out = try await client.form("/signout", cookie: cookie)
            #expect(out.headers[.location] == "/signin")
            let ended = try #require(out.cookie("__Host-chigiri-account"))
            #expect(ended.first == "__Host-chigiri-account=")
            #expect(ended.contains("Max-Age=0"))
            #expect(try await client.page("/passkeys/new", cookie: cookie).status == .unauthorized)
        }
    }

    @Test func `without the prefix is not taken over TLS`() async throws {
        try await withPages(isSecure: true) { client, store in
            let cast = try await Cast(in: store)
            let page = try await client.page("/passkeys/new", cookie: cast.cookie)
            #expect(page.status == .unauthorized)
        }
    }

    @Test func `of a signer opens none of the sender's pages, nor the other way round`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let parts = cast.cookie.split(separator: "; ").map(String.init)
            let (sender, signer) = (try #require(parts.first), try #require(parts.last))
            #expect(try await client.page("/passkeys/new", cookie: sender).status == .ok)
            #expect(try await client.page("/passkeys/new", cookie: signer).status == .unauthorized)
            #expect(try await client.page("/signing/decline", cookie: signer).status == .ok)
            #expect(try await client.page("/signing/decline", cookie: sender).status == .unauthorized)

            let swapped = signer.replacing("chigiri-signer", with: "chigiri-account")
            #expect(try await client.page("/passkeys/new", cookie: swapped).status == .unauthorized)
        }
    }

    @Test func `is given for a link that is open, and for no other`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let hers = try #require(cast.cookie.split(separator: "; ").first { $0.hasPrefix("chigiri-signer") })
            let opened = try await client.form("/sign/\(cast.link)", cookie: String(hers))
            #expect(opened.headers[.location] == "/signing")
            let cookie = try #require(opened.cookie("chigiri-signer")?.first)
            #expect(try await client.page("/signing/decline", cookie: cookie).status == .ok)

            // Another browser is asked for the code that is mailed.
            for fields in ["", "code=1234"] {
                let stranger = try await client.form("/sign/\(cast.link)", fields)
                #expect(stranger.status == .forbidden && stranger.text.contains(#"name="code""#))
                #expect(stranger.text.contains("h•••@"))
                #expect(stranger.cookie("chigiri-signer") == nil)
            }

            let guess = try await client.form("/sign/\(String(repeating: "A", count: 43))")
            #expect(guess.status == .notFound)
            #expect(guess.cookie("chigiri-signer") == nil)
        }
    }

    @Test func `a question for the head alone is answered as the page is`() async throws {
        try await withPages { client, _ in
            let answer = try await client.execute(uri: "/signin", method: .head)
            #expect(answer.status == .ok && answer.text.isEmpty)
        }
    }

    @Test func `is not given by looking at a link`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let page = try await client.page("/sign/\(cast.link)")
            #expect(page.status == .ok)
            #expect(page.headers[values: .setCookie].isEmpty)
            let envelope = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(envelope?.version == 1)
        }
    }

    @Test func `of the sender keeps her from opening the signer's link`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let answer = try await client.form("/sign/\(cast.link)", cookie: cast.cookie)
            #expect(answer.status == .forbidden)
            #expect(answer.text.contains("LINK_OPENED_BY_SENDER"))
            #expect(answer.cookie("chigiri-signer") == nil)
        }
    }
}
