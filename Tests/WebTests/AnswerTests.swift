import HTTPTypes
import HummingbirdTesting
import NIOCore
import SigningService
import Testing

@testable import Web

@Suite struct `Every answer` {
    @Test(arguments: [ServiceEnvironment.test, .production])
    func `says its environment and is not kept by anyone`(environment: ServiceEnvironment) async throws {
        try await withAPI(environment) { client in
            for path in ["/v1/health", "/v1/nowhere", "/v1/signing"] {
                let answer = try await client.send(.get, path)
                #expect(answer.headers[.chigiriEnvironment] == environment.rawValue, "\(path)")
                #expect(answer.headers[.cacheControl] == "no-store", "\(path)")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true, "\(path)")
            }
        }
    }

    @Test func `that refuses is a problem with cause and remedy in both languages`() async throws {
        try await withAPI { client in
            let answer = try await client.send(.get, "/v1/nowhere")
            #expect(answer.status == .notFound)
            #expect(answer.headers[.contentType] == "application/problem+json")
            let description = try Description()
            let faults = try description.faults(of: try answer.object(), against: try description.schema("Problem"))
            #expect(faults == [])
        }
    }
}

@Suite struct `A request body` {
    @Test(
        arguments: [
            ("{", "not JSON"),
            (#"{"setupToken": "x", "account": {"name": "a", "email": "a@b.jp"}}"#, "organisation: missing"),
            (
                #"{"setupToken": 1, "organisation": {"name": "a"}, "account": {"name": "a", "email": "a@b.jp"}}"#,
                "setupToken"
            ),
            (
                #"{"setupToken": "x", "organisation": {"name": "a"}, "account": {"name": "a", "email": "a@b.jp", "admin": true}}"#,
                "account.admin: unknown member"
            ),
        ]
    )
    func `that is not as described is refused with the place`(body: String, place: String) async throws {
        try await withAPI { client in
            let answer = try await client.send(.post, "/v1/setup", json: body)
            #expect(answer.status == .badRequest)
            #expect(try answer.code() == "REQUEST_MALFORMED")
            #expect(try (answer.object()["en"] as? String)?.contains(place) == true)
        }
    }

    @Test func `of another type is refused`() async throws {
        try await withAPI { client in
            let answer = try await client.execute(
                uri: "/v1/setup",
                method: .post,
                headers: [.contentType: "text/plain"],
                body: ByteBuffer(string: setUpBody)
            )
            #expect(answer.status == .unsupportedMediaType)
            #expect(try answer.code() == "CONTENT_TYPE")
        }
    }

    @Test func `that is too large is refused`() async throws {
        try await withAPI { client in
            let text = String(repeating: " ", count: APIContext.jsonLimit + 1)
            let answer = try await client.send(.post, "/v1/setup", json: text)
            #expect(answer.status == .contentTooLarge)
            #expect(try answer.code() == "BODY_TOO_LARGE")
        }
    }
}
