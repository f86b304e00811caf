import HTTPTypes
import HummingbirdTesting
import SigningService
import Testing

@testable import Web

@Suite struct `What a signer was shown` {
    private let other = String(repeating: "0", count: 64)

    @Test(arguments: ["viewed", "consent", "confirm", "decline"])
    func `is what her form is about, and no other contract`(step: String) async throws {
        try await withPages { [other] client, store in
            let cast = try await Cast(in: store)
            for shown in ["", other] {
                let page = try await client.form(
                    "/signing/\(step)",
                    "shown=\(shown)&reason=no&typed-name=x",
                    origin: "http://localhost",
                    cookie: cast.cookie
                )
                #expect(page.status == .unprocessableContent, "\(step)")
                #expect(page.text.contains("DIGEST_MISMATCH"), "\(step)")
            }
            let state = try await store.read { try $0.envelope(cast.envelope.id)?.state.name }
            #expect(state == cast.envelope.state.name)
        }
    }

    @Test func `is said by the address of each picture, and other bytes have none`() async throws {
        try await withPages { [other] client, store in
            let cast = try await Cast(in: store)
            for path in ["/signing/pages/\(other)/1", "/envelopes/\(cast.envelope.id)/pages/\(other)/1"] {
                let page = try await client.page(path + "?edge=900", cookie: cast.cookie)
                #expect(page.status == .notFound, "\(path)")
                #expect(page.text.contains("PAGE_UNKNOWN"), "\(path)")
            }
        }
    }
}

@Suite struct `A length of a stranger's page` {
    @Test(arguments: [
        (Double.infinity, "0.00"), (-5, "0.00"), (.nan, "0.00"), (595.276, "595.28"), (1e300, "10000000.00"),
    ])
    func `has bounds`(length: Double, text: String) {
        #expect(points(length) == text)
    }
}
