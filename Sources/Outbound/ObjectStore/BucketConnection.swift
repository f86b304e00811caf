import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import SigningService

/// Sends signed requests to the bucket, and sends them again when the store does not answer.
///
/// Calls block the thread they come from, which is one for documents; the network itself is served by the event loops of
/// NIO. No redirect is followed: the settings alone say where documents go.
struct BucketConnection: Sendable {
    let settings: ObjectStoreSettings
    let now: @Sendable () -> Date
    let log: Logger
    private let http: HTTPClient
    private let pauses: [TimeInterval]

    /// - Throws: `NIOSSLError` when the trusted certificates cannot be read.
    init(
        _ settings: ObjectStoreSettings,
        pauses: [TimeInterval],
        now: @escaping @Sendable () -> Date,
        log: Logger
    ) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let roots = settings.trustRoots {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(roots))
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        configuration.timeout.read = .seconds(30)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        self.settings = settings
        self.pauses = pauses
        self.now = now
        self.log = log
    }

    func shutdown() async throws {
        try await http.shutdown()
    }

    /// One attempt that is under way while its caller does something else.
    func begin(_ request: ObjectRequest) throws -> EventLoopFuture<HTTPClient.Response> {
        let message = try request.signed(for: settings, at: now())
        return http.execute(
            request: message,
            delegate: ResponseAccumulator(request: message, maxBodySize: request.sizeLimit),
            deadline: .now() + request.timeLimit
        ).futureResult
    }

    /// The store's answer, be it yes or no; outages and damaged bodies are tried again, each time after a longer pause.
    ///
    /// `begun` is the first attempt where it is under way already.
    ///
    /// - Throws: `ServiceError.waiting` when the store answers none of them.
    func exchange(
        _ request: ObjectRequest,
        begun: EventLoopFuture<HTTPClient.Response>? = nil
    ) throws -> ObjectAnswer {
        var attempt = begun
        var pauses = pauses[...]
        while true {
            var refused: ObjectAnswer?
            let reason: String
            do {
                let answer = ObjectAnswer(try (attempt ?? begin(request)).wait(), to: request)
                guard answer.mayPass else { return answer }
                if answer.status < 500, !answer.doubtsTheTime { refused = answer }
                reason = answer.refusal ?? "HTTP \(answer.status)"
            } catch {
                reason = "\(error)"
            }
            attempt = nil
            log.notice(
                "the object store did not serve",
                metadata: ["request": "\(request.name)", "reason": "\(reason)"]
            )
            guard let pause = pauses.popFirst() else {
                if let refused { return refused }
                throw ServiceError.waiting(for: .objectStore, retryAfterInSeconds: 5)
            }
            Thread.sleep(forTimeInterval: pause)
        }
    }

    /// As `exchange`, for what has to succeed.
    ///
    /// - Throws: `ServiceError.dependencyRefused` with the store's name for its refusal.
    func require(_ request: ObjectRequest) throws -> ObjectAnswer {
        let answer = try exchange(request)
        if let refusal = answer.refusal { throw refused(request, refusal) }
        return answer
    }

    func refused(_ request: ObjectRequest, _ refusal: String) -> ServiceError {
        log.error("the object store refused", metadata: ["request": "\(request.name)", "reason": "\(refusal)"])
        return .dependencyRefused(.objectStore, reason: refusal)
    }
}

extension ObjectRequest {
    /// For the log: no header, no body.
    fileprivate var name: String {
        let query = query.map(\.name).joined(separator: "&")
        return "\(method.rawValue) \(key)\(query.isEmpty ? "" : "?\(query)")"
    }
}

extension ObjectAnswer {
    /// Whether asking again may help: an outage, a conflict of the moment, or a body that was damaged on its way.
    fileprivate var mayPass: Bool {
        switch status {
        case 501: false
        case 408, 429, 500...: true
        default: doubtsTheTime || Self.passing.contains(refusal ?? "")
        }
    }

    /// Whether one of our two clocks is wrong: a request is refused for that until it is set, and means what it says then.
    fileprivate var doubtsTheTime: Bool { refusal == "RequestTimeTooSkewed" }

    private static let passing: Set<String> = [
        "InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout", "IncompleteBody", "OperationAborted",
        "ConditionalRequestConflict", "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch",
    ]
}
