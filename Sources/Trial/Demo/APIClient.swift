import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Chigiri's HTTP API, as a browser or another program would call it.
struct APIClient: Sendable {
    let base: String
    private let client: HTTPClient

    /// Trusts the certificates below `root`, a PEM file, and no others.
    init(base: String, root: URL) {
        self.base = base
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(root.path)
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(5), read: .seconds(300))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func close() async {
        try? await client.shutdown()
    }

    func get<Answer: Decodable>(_ path: String, bearer: String?, as type: Answer.Type) async throws -> Answer {
        try decode(try await exchange(.GET, path, bearer: bearer, body: nil, type: nil))
    }

    func bytes(_ path: String, bearer: String) async throws -> [UInt8] {
        try await exchange(.GET, path, bearer: bearer, body: nil, type: nil)
    }

    func post<Answer: Decodable>(
        _ path: String,
        bearer: String?,
        _ body: some Encodable,
        as type: Answer.Type
    ) async throws -> Answer {
        let json = Array(try JSONEncoder().encode(body))
        return try decode(try await exchange(.POST, path, bearer: bearer, body: json, type: "application/json"))
    }

    func upload<Answer: Decodable>(
        _ path: String,
        bearer: String,
        pdf: [UInt8],
        as type: Answer.Type
    ) async throws -> Answer {
        try decode(try await exchange(.POST, path, bearer: bearer, body: pdf, type: "application/pdf"))
    }

    /// Asks, and asks again for two minutes while an outside service is down, or the signer still starts.
    private func exchange(
        _ method: HTTPMethod,
        _ path: String,
        bearer: String?,
        body: [UInt8]?,
        type: String?
    ) async throws -> [UInt8] {
        for _ in 0..<120 {
            do {
                return try await exchangeOnce(method, path, bearer: bearer, body: body, type: type)
            } catch let refusal as APIRefusal where refusal.status == 503 {
                try await Task.sleep(for: .seconds(1))
            }
        }
        return try await exchangeOnce(method, path, bearer: bearer, body: body, type: type)
    }

    private func exchangeOnce(
        _ method: HTTPMethod,
        _ path: String,
        bearer: String?,
        body: [UInt8]?,
        type: String?
    ) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let bearer { request.headers.add(name: "Authorization", value: "Bearer \(bearer)") }
        if let type { request.headers.add(name: "Content-Type", value: type) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, timeout: .minutes(10))
        let answer = Array(buffer: try await response.body.collect(upTo: 300 << 20))
        guard response.headers.first(name: "Chigiri-Environment") == "TEST" else { throw DemoFailure.notATest(path) }
        guard (200..<300).contains(response.status.code) else {
            if let refusal = try? JSONDecoder().decode(APIRefusal.self, from: Data(answer)) { throw refusal }
            throw DemoFailure.status(path, Int(response.status.code))
        }
        return answer
    }

    private func decode<Answer: Decodable>(_ bytes: [UInt8]) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(bytes))
    }
}
