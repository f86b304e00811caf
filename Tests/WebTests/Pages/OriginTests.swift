import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SigningService
import Testing

@testable import Web

@Suite struct `A request that changes something` {
    /// Every POST of the pages, with ids in place of parameters.
    private func posts() throws -> [String] {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let needs = try needs(.test, in: folder)
        return try pageRouter(needs).routes
            .filter { $0.method == .post && !"\($0.path)".hasPrefix("/v1/") }
            .map { "\($0.path)".replacing(/\{[a-z]+\}/, with: String(repeating: "0", count: 32)) }
    }

    @Test func `is known for every page`() throws {
        let posts = try posts()
        for path in ["/language", "/setup", "/passkeys", "/signin", "/signout", "/verify", "/envelopes/new"] {
            #expect(posts.contains(path), "\(path)")
        }
        for path in ["/signing/viewed", "/signing/consent", "/signing/confirm", "/signing/decline"] {
            #expect(posts.contains(path), "\(path)")
        }
        #expect(posts.count >= 15)
    }

    @Test(arguments: [
        nil, "null", "", "https://evil.example", "https://localhost.evil.example", "https://localhost:81",
        "https://evil.example/localhost", "localhost", "https://localhost/", "HTTPS://LOCALHOST@evil.example",
    ])
    func `is refused when another site, or nobody, sent it`(origin: String?) async throws {
        let posts = try posts()
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in posts {
                let answer = try await client.form(path, origin: origin, cookie: cast.cookie)
                #expect(answer.status == .forbidden, "\(path)")
                #expect(answer.text.contains("ORIGIN_REFUSED"), "\(path)")
                #expect(answer.headers[values: .setCookie].isEmpty, "\(path)")
            }
            let envelope = try await store.read { try $0.envelope(cast.envelope.id) }
            #expect(envelope?.version == 1)
        }
    }

    @Test func `is looked at when our own page sent it`() async throws {
        let posts = try posts()
        for path in posts {
            try await withPages { client, store in
                let cast = try await Cast(in: store)
                let answer = try await client.form(path, cookie: cast.cookie)
                #expect(!answer.text.contains("ORIGIN_REFUSED"), "\(path)")
                #expect(answer.status != .internalServerError, "\(path)")
            }
        }
    }

    @Test func `of the API, with the cookie of a signer, is refused from another site too`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            func viewed(_ origin: String?) async throws -> TestResponse {
                var headers: HTTPFields = [.cookie: cast.cookie, .contentType: "application/json"]
                if let origin { headers[.origin] = origin }
                return try await client.execute(
                    uri: "/v1/signing/viewed",
                    method: .post,
                    headers: headers,
                    body: ByteBuffer(string: "{}")
                )
            }
            for origin in [nil, "null", "https://evil.example"] {
                let answer = try await viewed(origin)
                #expect(answer.status == .forbidden)
                #expect(try answer.code() == "ORIGIN_REFUSED")
            }
            #expect(try await viewed(ownOrigin).status == .ok)
        }
    }

    @Test func `may not come as a question`() async throws {
        let posts = try posts()
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            for path in posts where path.hasSuffix("/send") || path.hasSuffix("/void") || path == "/signout" {
                #expect(try await client.page(path, cookie: cast.cookie).status == .notFound, "\(path)")
            }
            #expect(try await client.page("/envelopes", cookie: cast.cookie).status == .seeOther)
        }
    }
}
