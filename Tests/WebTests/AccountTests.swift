import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct `Setting up` {
    @Test func `makes the first account, whose token opens the API, once`() async throws {
        try await withAPI { client in
            let first = try await client.send(.post, "/v1/setup", json: setUpBody)
            #expect(first.status == .created)
            let description = try Description()
            #expect(try description.faults(of: first.object(), against: description.schema("SetupAnswer")) == [])

            let token = try #require(try first.object()["token"] as? String)
            let account = #"{"name": "太郎", "email": "taro@example.jp"}"#
            #expect(try await client.send(.post, "/v1/accounts", json: account, bearer: token).status == .created)

            let second = try await client.send(.post, "/v1/setup", json: setUpBody)
            #expect(second.status == .conflict)
            #expect(try second.code() == "ALREADY_SET_UP")
        }
    }

    @Test func `with another token is refused`() async throws {
        try await withAPI { client in
            let body = setUpBody.replacing(setUpToken, with: "guess")
            let answer = try await client.send(.post, "/v1/setup", json: body)
            #expect(answer.status == .forbidden)
            #expect(try answer.code() == "SETUP_TOKEN_REFUSED")
        }
    }
}

@Suite struct `A bearer token` {
    @Test(arguments: ["Basic YTpi", "Bearer", "Bearer  two", "Bearer a b"])
    func `in another form is refused`(header: String) async throws {
        try await withAPI { client in
            let answer = try await client.execute(
                uri: "/v1/accounts",
                method: .post,
                headers: [.authorization: header]
            )
            #expect(answer.status == .unauthorized)
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test func `that nobody has is refused`() async throws {
        try await withAPI { client in
            let unknown = String(repeating: "A", count: 43)
            let answer = try await client.send(
                .get,
                "/v1/envelopes/\(String(repeating: "0", count: 32))",
                bearer: unknown
            )
            #expect(answer.status == .unauthorized)
            #expect(try answer.code() == "TOKEN_UNKNOWN")
        }
    }

    @Test func `of a sender opens no signer's page`() async throws {
        try await withAPI { client in
            let token = try await client.setUp()
            let answer = try await client.send(.get, "/v1/signing", bearer: token)
            #expect(answer.status == .unauthorized)
            #expect(try answer.code() == "SESSION_UNKNOWN")
        }
    }
}

@Suite struct `An upload` {
    @Test func `larger than 200 MB is refused before it is read`() async throws {
        try await withAPI { client in
            let token = try await client.setUp()
            let answer = try await client.execute(
                uri: "/v1/documents?name=contract.pdf",
                method: .post,
                headers: [
                    .authorization: "Bearer \(token)", .contentType: "application/pdf", .contentLength: "200000001",
                ]
            )
            #expect(answer.status == .contentTooLarge)
            #expect(try answer.code() == "DOCUMENT_TOO_LARGE")
        }
    }

    @Test func `that is not declared as PDF, or has no name, is refused`() async throws {
        try await withAPI { client in
            let token = try await client.setUp()
            let text = try await client.send(.post, "/v1/documents?name=a.pdf", json: "{}", bearer: token)
            #expect(text.status == .unsupportedMediaType)
            let nameless = try await client.send(.post, "/v1/documents", json: "{}", bearer: token)
            #expect(nameless.status == .badRequest)
        }
    }
}
