package import CMS
package import Foundation
package import SigningService

/// Asks time-stamping authorities over HTTP, one after the other until one gives a token that verifies.
///
/// Each try has a new nonce and the same imprint. TSP-6
///
/// - SeeAlso: RFC 3161 §3.4; TSP-1…4
package struct TimestampClient: TimestampSource {
    private let authorities: [URL]
    private let policies: Set<String>
    private let now: @Sendable () -> Date
    private let randomBytes: RandomBytes
    private let timeLimit: Duration

    /// Asks `authorities` in this order, and accepts tokens under the OIDs of `policies` only.
    package init(
        authorities: [URL],
        policies: Set<String>,
        now: @escaping @Sendable () -> Date,
        randomBytes: @escaping RandomBytes,
        timeLimit: Duration = .seconds(10)
    ) {
        self.authorities = authorities
        self.policies = policies
        self.now = now
        self.randomBytes = randomBytes
        self.timeLimit = timeLimit
    }

    package func timestamp(sha256 digest: [UInt8]) async throws -> [UInt8] {
        let imprint: MessageImprint
        do {
            imprint = try MessageImprint(hashAlgorithm: .sha256, digest: digest)
        } catch {
            throw ExternalServiceError.refused(service: "tsa", reason: "\(error)")
        }
        return try await timestamp(over: imprint)
    }

    package func timestamp(over imprint: MessageImprint) async throws -> [UInt8] {
        var failures: [String] = []
        for authority in authorities {
            do throws(OutboundError) {
                return try await token(over: imprint, from: authority).der
            } catch {
                failures.append("\(authority.host() ?? ""): \(error)")
            }
        }
        // An authority that refuses or errs today may be repaired tomorrow; the contract waits visibly until then.
        throw ExternalServiceError.unavailable(service: "tsa", reason: failures.joined(separator: "; "))
    }

    private func token(over imprint: MessageImprint, from authority: URL) async throws(OutboundError) -> TimestampToken
    {
        let request = try understood { () throws(CMSError) in
            try TimestampRequest(imprint: imprint, policy: nil, nonce: randomBytes(8))
        }
        let answer = try await exchangeOnce(
            BoundedRequest(
                url: authority,
                method: .post(body: request.der, contentType: "application/timestamp-query"),
                sizeLimit: 64 * 1024,
                timeLimit: timeLimit
            )
        )
        guard answer.status == 200 else { throw .status(answer.status) }
        guard answer.contentType == "application/timestamp-reply" else { throw .contentType(answer.contentType) }
        return try understood { () throws(CMSError) in
            let token = try TimestampResponse(der: answer.body).token()
            try token.verify(answering: request, policies: policies, now: now())
            return token
        }
    }
}

/// Runs `body`; what CMS finds wrong becomes an answer that cannot be used.
func understood<Value>(_ body: () throws(CMSError) -> Value) throws(OutboundError) -> Value {
    do throws(CMSError) {
        return try body()
    } catch {
        throw .answer(reason: "\(error)")
    }
}
