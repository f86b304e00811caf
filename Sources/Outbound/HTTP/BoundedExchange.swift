import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// One HTTP request whose answer may not be larger or later than said.
package struct BoundedRequest: Hashable, Sendable {
    package enum Method: Hashable, Sendable {
        case get
        case post(body: [UInt8], contentType: String)
    }

    package var url: URL
    package let method: Method
    /// Largest body of an answer, in bytes.
    package let sizeLimit: Int
    /// For everything: name, connection, request and the whole answer.
    package let timeLimit: Duration

    package init(url: URL, method: Method, sizeLimit: Int, timeLimit: Duration) {
        self.url = url
        self.method = method
        self.sizeLimit = sizeLimit
        self.timeLimit = timeLimit
    }
}

/// A complete answer.
package struct BoundedAnswer: Hashable, Sendable {
    package let status: Int
    /// Media type without parameters, lower case.
    package let contentType: String?
    package let location: String?
    /// As it was written.
    package let date: String?
    package let body: [UInt8]
}

extension HTTPClient {
    /// Sends one request and reads the whole answer; follows no redirect.
    func exchange(_ request: BoundedRequest) async throws(OutboundError) -> BoundedAnswer {
        try await exchange(request, authorization: nil)
    }

    /// Sends one request and reads the whole answer; follows no redirect.
    ///
    /// `authorization` is the value of that header.
    func exchange(_ request: BoundedRequest, authorization: String?) async throws(OutboundError) -> BoundedAnswer {
        var message = HTTPClientRequest(url: request.url.absoluteString)
        message.headers.add(name: "User-Agent", value: "chigiri")
        if let authorization { message.headers.add(name: "Authorization", value: authorization) }
        if case .post(let body, let contentType) = request.method {
            message.method = .POST
            message.headers.add(name: "Content-Type", value: contentType)
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        return try await within(request.timeLimit) { [message] () throws(OutboundError) in
            do {
                let response = try await self.execute(message, deadline: .distantFuture)
                let body = try await response.body.collect(upTo: request.sizeLimit)
                return BoundedAnswer(
                    status: Int(response.status.code),
                    contentType: mediaType(response.headers.first(name: "Content-Type")),
                    location: response.headers.first(name: "Location"),
                    date: response.headers.first(name: "Date"),
                    body: Array(body.readableBytesView)
                )
            } catch is NIOTooManyBytesError {
                throw .bodyTooLarge(limit: request.sizeLimit)
            } catch {
                throw .unreachable(reason: "\(error)")
            }
        }
    }
}

/// Sends one request to a place the operator has named, with a client of its own; follows no redirect.
package func exchangeOnce(_ request: BoundedRequest) async throws(OutboundError) -> BoundedAnswer {
    try await exchangeOnce(request, names: [:])
}

/// As `exchangeOnce(_:)`, with the address of each name already decided.
func exchangeOnce(_ request: BoundedRequest, names: [String: String]) async throws(OutboundError) -> BoundedAnswer {
    try await exchangeOnce(request, names: names, tls: nil, authorization: nil)
}

/// As `exchangeOnce(_:)`, to a partner who wants to know who asks.
func exchangeOnce(_ request: BoundedRequest, _ access: PartnerAccess) async throws(OutboundError) -> BoundedAnswer {
    try await exchangeOnce(request, names: [:], tls: try access.tls(), authorization: try access.authorization())
}

private func exchangeOnce(
    _ request: BoundedRequest,
    names: [String: String],
    tls: TLSConfiguration?,
    authorization: String?
) async throws(OutboundError) -> BoundedAnswer {
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
    configuration.dnsOverride = names
    configuration.httpVersion = .http1Only
    // Whoever asked knows when to try again.
    configuration.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    let result: Result<BoundedAnswer, OutboundError>
    do throws(OutboundError) {
        result = .success(try await client.exchange(request, authorization: authorization))
    } catch {
        result = .failure(error)
    }
    do {
        try await client.shutdown()
    } catch {
        throw .unreachable(reason: "\(error)")
    }
    return try result.get()
}

private func mediaType(_ header: String?) -> String? {
    header?.split(separator: ";", omittingEmptySubsequences: false).first
        .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
}

/// Runs `body`, but no longer than `limit`.
func within<Value: Sendable>(
    _ limit: Duration,
    _ body: @escaping @Sendable () async throws(OutboundError) -> Value
) async throws(OutboundError) -> Value {
    let outcome = await withTaskGroup(of: Result<Value, OutboundError>.self) { group in
        group.addTask {
            do throws(OutboundError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            try? await Task.sleep(for: limit)
            return .failure(.timedOut)
        }
        let first = await group.next()
        group.cancelAll()
        return first
    }
    guard let outcome else { throw .timedOut }
    return try outcome.get()
}
