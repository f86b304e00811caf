import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `What a signer is shown` {
    private static let other = String(repeating: "08", count: 32)

    @Test(arguments: ["/signing/viewed", "/signing/consent", "/signing/decline", "/signing/confirm"])
    func `is what her form is about, or nothing happens`(path: String) async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for shown in ["", "shown=", "shown=\(Self.other)", "shown=07"] {
                let form = shown + "&reason=no&typed-name=%E9%AB%99%E6%A9%8B%E8%8A%B1%E5%AD%90"
                let answer = try await client.form(path, form, cookie: cast.cookie)
                #expect(answer.status == .unprocessableContent, "\(shown)")
                #expect(answer.text.contains("DIGEST_MISMATCH"), "\(shown)")
            }
            let envelope = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(envelope?.version == 1)
        }
    }

    @Test func `is recorded when she has seen it`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let answer = try await client.form("/signing/viewed", "shown=\(Cast.shown)", cookie: cast.cookie)
            #expect(answer.headers[.location] == "/signing/fill")
            let envelope = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(envelope?.version == 2)
        }
    }

    @Test func `may be declined, with a reason`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let silent = try await client.form("/signing/decline", "shown=\(Cast.shown)&reason=+", cookie: cast.cookie)
            #expect(silent.text.contains("TEXT_REFUSED"))

            let answer = try await client.form(
                "/signing/decline",
                "shown=\(Cast.shown)&reason=terms+differ",
                cookie: cast.cookie
            )
            #expect(answer.headers[.location] == "/signing/done")
            let envelope = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(envelope?.state.name == "declined")

            let reading = try await client.page("/signing/text", cookie: cast.cookie)
            #expect(reading.headers[.location] == "/signing/done")
        }
    }

    @Test func `is never a picture of another document under this address`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for folder in ["/signing/pages", "/envelopes/\(cast.envelope.id)/pages"] {
                let foreign = try await client.page("\(folder)/\(Self.other)/1?edge=900", cookie: cast.cookie)
                #expect(foreign.status == .notFound)
                #expect(foreign.text.contains("PAGE_UNKNOWN"))
                // Nobody opens documents here, but this one would be.
                let own = try await client.page("\(folder)/\(Cast.shown)/1?edge=900", cookie: cast.cookie)
                #expect(own.status == .serviceUnavailable)
                #expect(own.headers[.cacheControl] == "no-store")
                for wrong in ["0?edge=900", "4?edge=900", "1?edge=901", "1", "x?edge=900", "-1?edge=900"] {
                    let page = try await client.page("\(folder)/\(Cast.shown)/\(wrong)", cookie: cast.cookie)
                    #expect(page.status == .notFound, "\(wrong)")
                }
            }
        }
    }
}

@Suite struct `Pages without TLS` {
    @Test func `answer to no name but their own`() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let needs = try needs(.test, in: folder).known(as: ["https://localhost:8443", "http://localhost:8080"])
        let mail = MailMessage(to: "a@b.example", subject: "x", text: "https://localhost:8443/sign/xyz")
        // The tests' client asks for `localhost`, which is not one of these.
        let plain = Application(router: try pageRouter(needs, mails: [mail]), logger: needs.log)
        try await plain.test(.router) { client in
            for path in ["/mailbox", "/signin", "/verify", "/"] {
                let page = try await client.page(path)
                #expect(page.status == .misdirectedRequest, "\(path)")
                #expect(page.text.contains("OTHER_HOST"), "\(path)")
                #expect(!page.text.contains("/sign/xyz"), "\(path)")
            }
        }
        let secure = Application(router: try pageRouter(needs, isSecure: true), logger: needs.log)
        try await secure.test(.router) { client in
            let page = try await client.page("/verify")
            #expect(page.status == .ok)
        }
    }
}

extension ServiceNeeds {
    /// The same, at other origins.
    fileprivate func known(as origins: [String]) -> ServiceNeeds {
        ServiceNeeds(
            settings: ServiceSettings(
                environment: settings.environment,
                instance: settings.instance,
                publicURL: settings.publicURL,
                relyingParty: RelyingPartySettings(id: "localhost", origins: origins),
                signerAnchors: [],
                timestampAnchors: [],
                signerKinds: settings.signerKinds,
                setUpToken: settings.setUpToken,
                crashPoint: nil
            ),
            store: store,
            segments: segments,
            signer: signer,
            authority: authority,
            timestamps: timestamps,
            revocation: revocation,
            mail: mail,
            fonts: fonts,
            now: now,
            randomBytes: randomBytes,
            log: log
        )
    }
}
