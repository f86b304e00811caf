import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SigningService
import Testing

@testable import Web

@Suite struct `The description of the API` {
    @Test func `names every route of the router, and no other`() throws {
        let described = Set(try Description().operations().map { "\($0.method) \($0.path)" })
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let routes = try API(needs(.test, in: folder), isSecure: true).router().routes
        #expect(Set(routes.map { "\($0.method.rawValue) \($0.path)" }) == described)
    }

    @Test func `demands a token exactly where the router does`() async throws {
        let operations = try Description().operations()
        try await withAPI { client in
            for operation in operations {
                let method = try #require(HTTPRequest.Method(operation.method))
                let path = operation.path.replacing(/\{[a-z]+\}/, with: String(repeating: "0", count: 32))
                let answer = try await client.send(method, path)
                if operation.demands.isEmpty {
                    #expect(answer.status != .unauthorized, "\(operation)")
                } else {
                    #expect(answer.status == .unauthorized, "\(operation)")
                    #expect(try answer.code() == "TOKEN_MISSING")
                }
            }
        }
    }

    @Test func `is served as it is`() async throws {
        try await withAPI { client in
            let answer = try await client.send(.get, "/v1/openapi.json")
            #expect(answer.status == .ok)
            #expect(Array(answer.body.readableBytesView) == API.description)
        }
    }
}
