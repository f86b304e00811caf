import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

/// What a stub answers.
struct StubAnswer: Sendable {
    var status = 200
    var contentType = "application/octet-stream"
    var location: String?
    var body: [UInt8] = []
}

/// Runs `body` while a server on loopback answers every request with `answer`; `body` gets the server's origin.
///
/// `note` is given the Authorization header of each request.
func withStub(
    _ answer: @escaping @Sendable (_ path: String, _ body: [UInt8]) async throws -> StubAnswer,
    noting note: @escaping @Sendable (_ authorization: String?) -> Void = { _ in },
    _ body: @escaping @Sendable (_ origin: String) async throws -> Void
) async throws {
    let router = Router()
    let respond: @Sendable (Request, BasicRequestContext) async throws -> Response = { request, _ in
        note(request.headers[.authorization])
        let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
        let stub = try await answer(request.uri.path, bytes)
        var headers: HTTPFields = [.contentType: stub.contentType]
        if let location = stub.location { headers[.location] = location }
        return Response(
            status: HTTPResponse.Status(code: stub.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: stub.body))
        )
    }
    router.get("**", use: respond)
    router.post("**", use: respond)
    var log = Logger(label: "stub")
    log.logLevel = .error
    try await Application(router: router, logger: log).test(.live) { client in
        try await body("http://localhost:\(try #require(client.port))")
    }
}
