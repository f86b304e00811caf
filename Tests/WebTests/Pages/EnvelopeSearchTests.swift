import HTTPTypes
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `The search over contracts` {
    /// Who has no passkey yet is led to make one before she sees contracts.
    private func castWithPasskey(in store: any ServiceStore) async throws -> Cast {
        let cast = try await Cast(in: store, title: "業務委託契約")
        let passkey = SignInPasskey(
            credentialID: [1],
            account: cast.account.id,
            record: "{}",
            signCount: 0,
            createdAt: Cast.now
        )
        try await store.write { try $0.insert(passkey) }
        return cast
    }

    @Test func `shows what it finds, or says what it has not found`() async throws {
        try await withPages { client, store in
            let cast = try await castWithPasskey(in: store)
            let all = try await client.page("/envelopes", cookie: cast.cookie)
            #expect(all.text.contains("業務委託契約"))
            #expect(all.text.contains(#"role="search""#) && !all.text.contains(#"class="btn" href="/envelopes""#))

            let hit = try await client.page("/envelopes?q=%E5%A7%94%E8%A8%97", cookie: cast.cookie, accepting: "ja")
            #expect(hit.status == .ok)
            #expect(hit.text.contains("業務委託契約") && hit.text.contains(#"value="委託""#))
            #expect(hit.text.contains(#"class="btn" href="/envelopes""#))

            for (language, words) in [("ja", "見つかりませんでした"), ("en", "No contract contains")] {
                let none = try await client.page("/envelopes?q=%3Cb%3E%22+x", cookie: cast.cookie, accepting: language)
                #expect(none.status == .ok)
                #expect(none.text.contains(words) && !none.text.contains("業務委託契約"))
                #expect(!none.text.contains("<b>") && none.text.contains("&lt;b&gt;&quot; x"))
            }
        }
    }

    @Test func `shows everything for an empty field, and says why a text is refused`() async throws {
        try await withPages { client, store in
            let cast = try await castWithPasskey(in: store)
            for query in ["?q=", "?q=+", "?q", "?other=x"] {
                let page = try await client.page("/envelopes\(query)", cookie: cast.cookie)
                #expect(page.status == .ok && page.text.contains("業務委託契約"), "\(query)")
            }
            for query in [String(repeating: "x", count: 101), "a%00b", "a%0Ab", "a%E2%80%AEb"] {
                let page = try await client.page("/envelopes?q=\(query)", cookie: cast.cookie, accepting: "en")
                #expect(page.status == .unprocessableContent, "\(query)")
                #expect(page.text.contains("This text cannot be searched for"), "\(query)")
                #expect(page.text.contains(#"aria-invalid="true""#), "\(query)")
            }
            for query in ["?q=%FF", "?q=a&q=b"] {
                #expect(
                    try await client.page("/envelopes\(query)", cookie: cast.cookie).status == .badRequest,
                    "\(query)"
                )
            }
        }
    }

    @Test func `has its JSON, which other organisations are not in`() async throws {
        try await withPages { client, store in
            let stranger = try await client.setUp()
            let cast = try await Cast(in: store, title: "業務委託契約", name: "﨑田 花子")
            let secret = SecretToken(from: systemRandomBytes)
            let colleague = Account(
                id: AccountID(from: systemRandomBytes),
                organisation: cast.account.organisation,
                name: "同僚",
                address: try MailAddress("colleague@company.example", field: "email"),
                isAdministrator: false,
                createdAt: Cast.now
            )
            try await store.write { try $0.insert(colleague, token: secret.digest) }
            let description = try Description()
            for query in [
                "", "?q=%E5%A7%94%E8%A8%97", "?q=%EF%A8%91%E7%94%B0", "?q=HANAKO%40party", "?q=%E8%8A%B1+%E5%AD%90",
            ] {
                let answer = try await client.send(.get, "/v1/envelopes\(query)", bearer: secret.text)
                #expect(answer.status == .ok, "\(query)")
                let list = try answer.object()
                #expect(try description.faults(of: list, against: description.schema("Envelopes")) == [], "\(query)")
                #expect((list["envelopes"] as? [[String: Any]])?.map { $0["title"] as? String } == ["業務委託契約"])
            }
            let none = try await client.send(.get, "/v1/envelopes?q=%25", bearer: secret.text)
            #expect((try none.object()["envelopes"] as? [Any])?.isEmpty == true)
            for query in ["?q=", "?q=%E3%80%80", "?q=\(String(repeating: "x", count: 101))", "?q=a%00"] {
                let answer = try await client.send(.get, "/v1/envelopes\(query)", bearer: secret.text)
                #expect(answer.status == .unprocessableContent, "\(query)")
                #expect(try answer.code() == "TEXT_REFUSED", "\(query)")
            }
            for query in ["?q=%FF", "?q=a&q=b"] {
                let answer = try await client.send(.get, "/v1/envelopes\(query)", bearer: secret.text)
                #expect(answer.status == .badRequest, "\(query)")
            }

            for query in ["", "?q=%E5%A7%94%E8%A8%97"] {
                let answer = try await client.send(.get, "/v1/envelopes\(query)", bearer: stranger)
                #expect((try answer.object()["envelopes"] as? [Any])?.isEmpty == true, "\(query)")
            }
        }
    }
}
