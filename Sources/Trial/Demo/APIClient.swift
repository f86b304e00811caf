import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// Chigiri's HTTP API, as a browser or another program would call it.
struct APIClient: Sendable {
    /// The URL that links and passkeys know.
    let base: String
    /// Where the service's processes answer, asked by turns.
    private let places: [String]
    private let turn = Turn()
    private let client: HTTPClient
    /// How often a call is repeated, second by second, while an outside service is down, or the signer still starts.
    private var repetitions = 120

    /// Trusts the certificates below `root`, a PEM file, and no others.
    ///
    /// `places` are the URLs of the processes behind `base`; nil where there is one.
    init(base: String, root: URL, places: [String]? = nil) {
        self.base = base
        self.places = places ?? [base]
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(root.path)
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(5), read: .seconds(300))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// The same client, for who wants to see each answer: it asks once.
    ///
    /// It ends with this one.
    var askingOnce: APIClient {
        var copy = self
        copy.repetitions = 0
        return copy
    }

    /// The same client for the processes at these places alone; it ends with this one.
    func asking(_ places: [String]) -> APIClient {
        APIClient(self, places)
    }

    private init(_ other: APIClient, _ places: [String]) {
        base = other.base
        self.places = places
        client = other.client
        repetitions = other.repetitions
    }

    /// The URL of a path at the process whose turn it is.
    private func url(_ path: String) -> String {
        places[turn.next(of: places.count)] + path
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

    /// The SHA-256 of what is there, which is looked at and not kept.
    func digest(_ path: String, bearer: String) async throws -> [UInt8] {
        try await stream(path, bearer: bearer) { body in
            var hash = SHA256()
            for try await piece in body { hash.update(data: piece.readableBytesView) }
            return Array(hash.finalize())
        }
    }

    /// Writes what is there into a file, piece by piece.
    func download(_ path: String, bearer: String, to file: URL) async throws {
        try await stream(path, bearer: bearer) { body in
            try Data().write(to: file)
            let output = try FileHandle(forWritingTo: file)
            defer { try? output.close() }
            for try await piece in body { try output.write(contentsOf: Data(piece.readableBytesView)) }
        }
    }

    /// Sends a PDF from its file, piece by piece.
    func upload<Answer: Decodable>(
        _ path: String,
        bearer: String,
        file: URL,
        as type: Answer.Type
    ) async throws -> Answer {
        for _ in 0..<repetitions {
            do {
                return try await uploadOnce(path, bearer: bearer, file: file)
            } catch let refusal as APIRefusal where refusal.status == 503 {
                try await Task.sleep(for: .seconds(1))
            }
        }
        return try await uploadOnce(path, bearer: bearer, file: file)
    }

    private func uploadOnce<Answer: Decodable>(_ path: String, bearer: String, file: URL) async throws -> Answer {
        let pieces = try FilePieces(file)
        let answer = try await answer(
            .POST,
            path,
            bearer: bearer,
            body: .stream(pieces, length: .known(Int64(pieces.count))),
            type: "application/pdf"
        )
        return try decode(try answer.accepted(from: path))
    }

    /// Gives the body of an answer that is too large to be held; repeated like every call.
    private func stream<Value>(
        _ path: String,
        bearer: String,
        _ receive: (HTTPClientResponse.Body) async throws -> Value
    ) async throws -> Value {
        for attempt in 0... {
            var request = HTTPClientRequest(url: url(path))
            request.headers.add(name: "Authorization", value: "Bearer \(bearer)")
            let response = try await client.execute(request, timeout: .minutes(10))
            guard response.headers.first(name: "Chigiri-Environment") == "TEST" else {
                throw DemoFailure.notATest(path)
            }
            if response.status == .ok { return try await receive(response.body) }
            let bytes = Array(buffer: try await response.body.collect(upTo: 1 << 20))
            let refused = APIAnswer(status: Int(response.status.code), headers: response.headers, bytes: bytes)
            do {
                _ = try refused.accepted(from: path)
                throw DemoFailure.status(path, refused.status)
            } catch let refusal as APIRefusal where refusal.status == 503 && attempt < repetitions {
                try await Task.sleep(for: .seconds(1))
            }
        }
        throw CancellationError()
    }

    func upload<Answer: Decodable>(
        _ path: String,
        bearer: String,
        pdf: [UInt8],
        as type: Answer.Type
    ) async throws -> Answer {
        try decode(try await exchange(.POST, path, bearer: bearer, body: pdf, type: "application/pdf"))
    }

    private func exchange(
        _ method: HTTPMethod,
        _ path: String,
        bearer: String?,
        body: [UInt8]?,
        type: String?
    ) async throws -> [UInt8] {
        let body = body.map { HTTPClientRequest.Body.bytes(ByteBuffer(bytes: $0)) }
        for _ in 0..<repetitions {
            do {
                return try await answer(method, path, bearer: bearer, body: body, type: type).accepted(from: path)
            } catch let refusal as APIRefusal where refusal.status == 503 {
                try await Task.sleep(for: .seconds(1))
            }
        }
        return try await answer(method, path, bearer: bearer, body: body, type: type).accepted(from: path)
    }

    /// One request and its answer, whatever that says.
    ///
    /// - Throws: `DemoFailure.notATest` for an answer that does not name its environment.
    func answer(
        _ method: HTTPMethod,
        _ path: String,
        bearer: String?,
        body: HTTPClientRequest.Body?,
        type: String?
    ) async throws -> APIAnswer {
        var request = HTTPClientRequest(url: url(path))
        request.method = method
        if let bearer { request.headers.add(name: "Authorization", value: "Bearer \(bearer)") }
        if let type { request.headers.add(name: "Content-Type", value: type) }
        if let body { request.body = body }
        let response = try await client.execute(request, timeout: .minutes(10))
        let bytes = Array(buffer: try await response.body.collect(upTo: 300 << 20))
        guard response.headers.first(name: "Chigiri-Environment") == "TEST" else { throw DemoFailure.notATest(path) }
        return APIAnswer(status: Int(response.status.code), headers: response.headers, bytes: bytes)
    }

    private func decode<Answer: Decodable>(_ bytes: [UInt8]) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(bytes))
    }
}

/// Whose turn it is among several.
private final class Turn: Sendable {
    private let asked = Atomic<Int>(0)

    func next(of count: Int) -> Int {
        asked.wrappingAdd(1, ordering: .relaxed).oldValue % count
    }
}

/// What came back.
struct APIAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    /// The problem document; nil when it is none.
    var refusal: APIRefusal? {
        guard headers.first(name: "Content-Type") == "application/problem+json" else { return nil }
        return try? JSONDecoder().decode(APIRefusal.self, from: Data(bytes))
    }

    /// - Throws: `APIRefusal`, or `DemoFailure.status` for a refusal that is no problem document.
    fileprivate func accepted(from path: String) throws -> [UInt8] {
        guard (200..<300).contains(status) else { throw refusal ?? DemoFailure.status(path, status) }
        return bytes
    }
}
