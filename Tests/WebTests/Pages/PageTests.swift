import HTTPTypes
import HummingbirdTesting
import SigningService
import Testing

@testable import Web

@Suite struct `An asset` {
    @Test func `is kept for ever, under a digest of all of them`() async throws {
        try await withPages { client, _ in
            let path = Assets().path
            #expect(path.wholeMatch(of: /\/assets\/[0-9a-f]{12}/) != nil)
            #expect(Assets().path == path)
            for (name, type) in [
                ("tokens.css", "text/css; charset=utf-8"), ("passkeys.js", "text/javascript; charset=utf-8"),
                ("favicon.svg", "image/svg+xml"),
            ] {
                let answer = try await client.page("\(path)/\(name)")
                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType] == type)
                #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(!answer.text.isEmpty)
            }
        }
    }

    @Test func `of another version, or that is unknown, is not there and not kept`() async throws {
        try await withPages { client, _ in
            let path = Assets().path
            for wrong in [
                "/assets/000000000000/tokens.css", "/assets/\(path.dropFirst(8).prefix(11))/tokens.css",
                "\(path)/nothing.css", "\(path)/..%2Ftokens.css", "\(path)/", path,
            ] {
                let answer = try await client.page(wrong)
                #expect(answer.status == .notFound, "\(wrong)")
                #expect(answer.headers[.cacheControl] == "no-store", "\(wrong)")
            }
        }
    }
}

@Suite struct `A page` {
    @Test func `allows only our own styles and scripts, and is kept by nobody`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in ["/signin", "/setup/x", "/verify", "/mailbox", "/sign/\(cast.link)", "/signing/consent"] {
                let page = try await client.page(path, cookie: cast.cookie)
                #expect(page.status == .ok, "\(path)")
                #expect(page.headers[.contentType] == "text/html; charset=utf-8", "\(path)")
                #expect(page.headers[.cacheControl] == "no-store", "\(path)")
                let policy = try #require(page.headers[.contentSecurityPolicy])
                #expect(policy.hasPrefix("default-src 'none';"), "\(path)")
                for rule in ["script-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
                    #expect(policy.contains(rule), "\(path): \(rule)")
                }
                #expect(!policy.contains("unsafe"), "\(path)")
                #expect(page.headers[.chigiriEnvironment] == "TEST", "\(path)")
                #expect(page.text.contains("TEST ENVIRONMENT"), "\(path)")
            }
        }
    }

    @Test func `of a production environment says nothing of a test`() async throws {
        try await withPages(.production, mails: nil, isSecure: true) { client, _ in
            let page = try await client.page("/verify")
            #expect(page.status == .ok)
            #expect(!page.text.contains("TEST ENVIRONMENT"))
            #expect(page.headers[.strictTransportSecurity] != nil)
        }
    }

    @Test func `of a sender is shown to nobody else`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in [
                "/envelopes", "/envelopes/new", "/envelopes/\(cast.envelope.id)", "/passkeys/new",
                "/envelopes/\(cast.envelope.id)/contract.pdf", "/envelopes/\(cast.envelope.id)/evidence.json",
                "/envelopes/\(cast.envelope.id)/pages/00/1?edge=900",
            ] {
                let page = try await client.page(path)
                #expect(page.status == .unauthorized, "\(path)")
                #expect(!page.text.contains(cast.envelope.title), "\(path)")
            }
            let start = try await client.page("/")
            #expect(start.headers[.location] == "/signin")
        }
    }

    @Test func `of a signer is shown to nobody else`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in [
                "/signing", "/signing/text", "/signing/consent", "/signing/confirm", "/signing/activate",
                "/signing/decline", "/signing/done", "/signing/contract.pdf", "/signing/imprint.svg",
                "/signing/pages/00/1?edge=900",
            ] {
                let page = try await client.page(path)
                #expect(page.status == .unauthorized, "\(path)")
                #expect(!page.text.contains(cast.envelope.title), "\(path)")
            }
        }
    }

    @Test func `of another organisation's contract is not there`() async throws {
        try await withPages { client, store in
            let (ours, theirs) = (try await Cast(in: store), try await Cast(in: store, title: "秘密保持契約"))
            for path in ["", "/contract.pdf", "/certificate.pdf", "/evidence.json", "/pages/00/1?edge=900"] {
                let page = try await client.page("/envelopes/\(theirs.envelope.id)\(path)", cookie: ours.cookie)
                #expect(page.status == .notFound, "\(path)")
                #expect(!page.text.contains("秘密保持契約"), "\(path)")
            }
            for act in ["send", "void"] {
                let answer = try await client.form("/envelopes/\(theirs.envelope.id)/\(act)", cookie: ours.cookie)
                #expect(answer.status == .notFound, "\(act)")
            }
            let untouched = try await store.read { try $0.envelope(theirs.envelope.id) }
            #expect(untouched?.version == 1)
        }
    }
}

@Suite struct `A page that says what went wrong` {
    @Test(arguments: [("ja", "SESSION_UNKNOWN"), ("en", "SESSION_UNKNOWN")])
    func `has its code, a reference and words in the person's language`(language: String, code: String) async throws {
        try await withPages { client, _ in
            let page = try await client.page("/envelopes", cookie: "chigiri-language=\(language)")
            #expect(page.status == .unauthorized)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.cacheControl] == "no-store")
            #expect(page.text.contains(#"<html lang="\#(language)">"#))
            #expect(page.text.contains(code))
            #expect(page.text.contains(/<dd class="mono">[0-9a-f]{16}<\/dd>/))
            let words = try PageWords()
            let chosen = try #require(Language(rawValue: language))
            let other = chosen == .ja ? Language.en : .ja
            #expect(page.text.contains(words.text("common.sessionOver", in: chosen)))
            #expect(!page.text.contains(words.text("common.sessionOver", in: other)))
        }
    }

    @Test func `has another reference each time`() async throws {
        try await withPages { client, _ in
            func reference() async throws -> String? {
                try await client.page("/envelopes").text.firstMatch(of: /<dd class="mono">([0-9a-f]{16})</)
                    .map { String($0.output.1) }
            }
            let (first, second) = (try await reference(), try await reference())
            #expect(first != nil && first != second)
        }
    }

    @Test func `about a link that is unknown does not repeat it`() async throws {
        try await withPages { client, _ in
            let page = try await client.page("/sign/%22%3E%3Cscript%3E")
            #expect(page.status == .notFound)
            #expect(page.text.contains("LINK_UNKNOWN"))
            #expect(!page.text.contains("\"><script>"))
        }
    }

    @Test func `about a file too large comes before the file`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in ["/verify", "/envelopes/new"] {
                let answer = try await client.execute(
                    uri: path,
                    method: .post,
                    headers: [
                        .origin: ownOrigin, .cookie: cast.cookie, .contentLength: "900000000",
                        .contentType: "multipart/form-data; boundary=x",
                    ]
                )
                #expect(answer.status == .contentTooLarge, "\(path)")
                #expect(answer.text.contains("DOCUMENT_TOO_LARGE"), "\(path)")
            }
        }
    }
}

@Suite struct `The mailbox` {
    private static let mail = MailMessage(
        to: "hanako@party.example",
        subject: "署名のお願い <1>",
        text: "開いてください:\nhttps://localhost:8443/sign/xyz\n"
    )

    @Test func `of a trial shows its mails, with a link on this host`() async throws {
        try await withPages(mails: [Self.mail]) { client, _ in
            let page = try await client.page("/mailbox")
            #expect(page.status == .ok)
            #expect(page.text.contains("署名のお願い &lt;1&gt;"))
            #expect(page.text.contains(#"href="/sign/xyz""#))
        }
    }

    @Test func `is not there in production, even with mails`() async throws {
        try await withPages(.production, mails: [Self.mail], isSecure: true) { client, _ in
            let page = try await client.page("/mailbox")
            #expect(page.status == .notFound)
            #expect(!page.text.contains("xyz"))
        }
    }

    @Test func `is not there where mail leaves the house`() async throws {
        try await withPages(mails: nil) { client, _ in
            let page = try await client.page("/mailbox")
            #expect(page.status == .notFound)
        }
    }

    @Test(arguments: ["https://evil.example/x", "javascript:alert(1)", "no link", "https://evil.example/signing/x"])
    func `makes a link of nothing but a link to sign`(text: String) async throws {
        try await withPages(mails: [MailMessage(to: "a@b.example", subject: "x", text: text)]) { client, _ in
            let page = try await client.page("/mailbox")
            #expect(!page.text.contains(#"<a class="btn" href"#))
        }
    }
}

@Suite struct `A name that is typed` {
    @Test(arguments: [
        ("髙橋 花子", "髙橋 花子"), ("髙橋花子", "髙橋 花子"), (" 髙橋　花子 ", "髙橋 花子"), ("葛城", "葛\u{E0100}城"),
        ("Ｊｏｈｎ smith", "John Smith"), ("か\u{3099}", "が"),
    ])
    func `is hers whatever its spaces, width and variants`(typed: String, name: String) {
        #expect(Pages.isSameName(typed, name))
    }

    @Test(arguments: [
        ("高橋 花子", "髙橋 花子"), ("", "髙橋 花子"), (" ", " "), ("", ""), ("髙橋", "髙橋 花子"), ("花子 髙橋", "髙橋 花子"),
    ])
    func `is not hers when it is another`(typed: String, name: String) {
        #expect(!Pages.isSameName(typed, name))
    }

    @Test func `is demanded before a consent is recorded`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store, name: "Hanako Takahashi")
            let page = try await client.page("/signing/consent", cookie: cast.cookie)
            let hidden = page.text.matches(of: /type="hidden" name="([a-z]+)" value="([^"]*)"/)
                .filter { $0.output.1 != "back" }.map { "\($0.output.1)=\($0.output.2)" }.joined(separator: "&")
            let refused = try await client.form("/signing/consent", hidden + "&typed-name=Taro", cookie: cast.cookie)
            #expect(refused.status == .unprocessableContent)
            // The page comes back with why, what she wrote, and a number to ask about.
            #expect(refused.text.contains(#"role="alert""#) && refused.text.contains("書いた名前が"))
            #expect(refused.text.contains(#"value="Taro""#))
            let before = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(before?.signers.first?.consent == nil)

            let given = try await client.form(
                "/signing/consent",
                hidden + "&typed-name=hanako+takahashi",
                cookie: cast.cookie
            )
            #expect(given.headers[.location] == "/signing/confirm")
            let after = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(after?.signers.first?.consent?.action == "typed-name")
        }
    }
}
