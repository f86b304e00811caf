import Foundation

/// Fetches URLs that strangers wrote, through `PublicAddressGuard`, re-checking every redirect.
package struct GuardedFetch: Sendable {
    package let addresses: PublicAddressGuard

    package init(addresses: PublicAddressGuard) {
        self.addresses = addresses
    }

    /// The answer with status 200, after at most three redirects.
    package func fetch(_ request: BoundedRequest) async throws(OutboundError) -> BoundedAnswer {
        try await within(request.timeLimit) { () throws(OutboundError) in
            var current = request
            for _ in 0...GuardedFetch.redirectLimit {
                let answer = try await send(current)
                guard [301, 302, 303, 307, 308].contains(answer.status) else {
                    guard answer.status == 200 else { throw .status(answer.status) }
                    return answer
                }
                guard let location = answer.location, let next = URL(string: location, relativeTo: current.url) else {
                    throw .answer(reason: "redirect without a place to go")
                }
                current.url = next.absoluteURL
            }
            throw .tooManyRedirects
        }
    }

    private static let redirectLimit = 3

    private func send(_ request: BoundedRequest) async throws(OutboundError) -> BoundedAnswer {
        switch try await addresses.admit(request.url) {
        case .exempt:
            return try await exchangeOnce(request)
        case .pinned(let host, let addresses):
            var failure = OutboundError.nameNotResolved(host: host)
            for address in addresses.prefix(3) {
                do throws(OutboundError) {
                    return try await exchangeOnce(try request.naming(host), names: [host: address.description])
                } catch .unreachable(let reason) {
                    failure = .unreachable(reason: reason)
                }
            }
            throw failure
        }
    }
}

extension BoundedRequest {
    /// The same request with the host spelled as it was checked, so that the pinned address is sure to apply.
    fileprivate func naming(_ host: String) throws(OutboundError) -> BoundedRequest {
        guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: true) else {
            throw .urlRefused(url.absoluteString)
        }
        parts.encodedHost = host.contains(":") ? "[\(host)]" : host
        guard let spelled = parts.url else { throw .urlRefused(url.absoluteString) }
        var request = self
        request.url = spelled
        return request
    }
}
