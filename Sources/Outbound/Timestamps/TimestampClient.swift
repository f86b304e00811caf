package import CMS
import Crypto
package import Foundation
package import Logging
import SignerProtocol
package import SigningService

/// Asks time-stamping authorities over HTTP, one after the other until one gives a token that verifies.
///
/// Each try has a new nonce and the same imprint. An authority that has just failed is asked after the others for a
/// while, so that nobody waits for it at every signature. TSP-6
///
/// - SeeAlso: RFC 3161 §3.4; TSP-1…9
package struct TimestampClient: TimestampSource {
    private let authorities: [TimestampAuthority]
    /// Of authorities that are accredited (認定), as the operator holds.
    private let accreditedAnchors: [Certificate]
    private let now: @Sendable () -> Date
    private let randomBytes: RandomBytes
    private let log: Logger
    /// Is told how each call went.
    private let note: @Sendable (TimestampCall) async -> Void
    private let lately = FailedLately()

    /// Asks `authorities` in this order.
    package init(
        authorities: [TimestampAuthority],
        accreditedAnchors: [Certificate],
        now: @escaping @Sendable () -> Date,
        randomBytes: @escaping RandomBytes,
        log: Logger,
        note: @escaping @Sendable (TimestampCall) async -> Void
    ) {
        self.authorities = authorities
        self.accreditedAnchors = accreditedAnchors
        self.now = now
        self.randomBytes = randomBytes
        self.log = log
        self.note = note
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
        for authority in lately.ordered(authorities) {
            let (result, call) = await call(authority, over: imprint)
            await note(call)
            switch result {
            case .success(let token): return token.der
            case .failure(let error): failures.append("\(authority.name): \(error)")
            }
        }
        // An authority that refuses or errs today may be repaired tomorrow; the contract waits visibly until then.
        throw ExternalServiceError.unavailable(service: "tsa", reason: failures.joined(separator: "; "))
    }

    package func survey() async -> [TimestampCall] {
        var calls: [TimestampCall] = []
        for authority in authorities {
            let call = await call(authority, over: MessageImprint(of: randomBytes(32), hashAlgorithm: .sha256)).call
            await note(call)
            calls.append(call)
        }
        return calls
    }

    /// A token from each authority over random bytes, or why there is none.
    package func tokens() async -> [(authority: TimestampAuthority, token: Result<TimestampToken, OutboundError>)] {
        var found: [(authority: TimestampAuthority, token: Result<TimestampToken, OutboundError>)] = []
        for authority in authorities {
            found.append(
                (
                    authority,
                    await call(authority, over: MessageImprint(of: randomBytes(32), hashAlgorithm: .sha256)).result
                )
            )
        }
        return found
    }

    private func call(
        _ authority: TimestampAuthority,
        over imprint: MessageImprint
    ) async -> (result: Result<TimestampToken, OutboundError>, call: TimestampCall) {
        let clock = ContinuousClock()
        let start = clock.now
        let result: Result<TimestampToken, OutboundError>
        let outcome: TimestampCall.Outcome
        do throws(OutboundError) {
            let (token, answer) = try await token(over: imprint, from: authority)
            lately.remove(authority)
            (result, outcome) = (.success(token), .answered(answer))
        } catch {
            lately.insert(authority)
            log.warning(
                "a time-stamping authority gave no token",
                metadata: ["authority": "\(authority.name)", "reason": "\(error)"]
            )
            (result, outcome) = (.failure(error), .failed(TimestampCall.Failure(error)))
        }
        let call = TimestampCall(
            id: TimestampCallID(from: randomBytes),
            authority: authority.name,
            at: Timestamp(now()),
            calls: 1,
            milliseconds: Int(start.duration(to: clock.now) / .milliseconds(1)),
            outcome: outcome
        )
        return (result, call)
    }

    private func token(
        over imprint: MessageImprint,
        from authority: TimestampAuthority
    ) async throws(OutboundError) -> (TimestampToken, TimestampCall.Answer) {
        let request = try understood { () throws(CMSError) in
            try TimestampRequest(
                imprint: imprint,
                policy: authority.requestedPolicy,
                nonce: randomBytes(8)
            )
        }
        let answer = try await exchangeOnce(
            BoundedRequest(
                url: authority.url,
                method: .post(body: request.der, contentType: "application/timestamp-query"),
                sizeLimit: 64 * 1024,
                timeLimit: authority.timeLimit
            ),
            authority.access
        )
        log.notice(
            "a timestamp was asked for",
            metadata: [
                "authority": "\(authority.name)", "status": "\(answer.status)",
                "request": "\(SHA256.hash(data: request.der).hexadecimal)",
                "response": "\(SHA256.hash(data: answer.body).hexadecimal)",
            ]
        )
        guard answer.status == 200 else { throw .status(answer.status) }
        guard answer.contentType == "application/timestamp-reply" else { throw .contentType(answer.contentType) }
        return try verified(answer.body, answering: request, from: authority)
    }

    private func verified(
        _ body: [UInt8],
        answering request: TimestampRequest,
        from authority: TimestampAuthority
    ) throws(OutboundError) -> (TimestampToken, TimestampCall.Answer) {
        let time = now()
        let token: TimestampToken
        let certificate: Certificate
        do throws(CMSError) {
            token = try TimestampResponse(der: body).token()
            certificate = try token.verify(answering: request, policies: authority.policies, now: time)
        } catch .timestampTimeOff(let seconds) {
            throw .timeDiffers(milliseconds: Int(clamping: seconds * 1_000))
        } catch {
            throw .answer(reason: "\(error)")
        }
        guard token.anchor(among: authority.anchors) != nil else {
            throw .notTrusted(certificate.subject.display)
        }
        warn(of: token, from: authority, at: time)
        return (
            token,
            TimestampCall.Answer(
                offsetMilliseconds: Int(clamping: token.info.genTime.timeIntervalSince(time) * 1_000),
                certificateEnds: Timestamp(certificate.notAfter),
                isAccredited: token.anchor(among: accreditedAnchors) != nil
            )
        )
    }

    /// What is accepted and should not be so. TSP-3, TSP-9
    private func warn(of token: TimestampToken, from authority: TimestampAuthority, at time: Date) {
        let offset = token.info.genTime.timeIntervalSince(time)
        if abs(offset) > 5 {
            log.warning(
                "a timestamp is seconds away from our clock",
                metadata: [
                    "authority": "\(authority.name)", "seconds": "\(offset)",
                    "accuracy": "\(token.info.accuracy.map { "\($0)" } ?? "unknown")",
                ]
            )
        }
        if !token.info.genTimeIsCanonical {
            log.warning(
                "a timestamp's time is not in DER: its fraction ends in a zero",
                metadata: ["authority": "\(authority.name)"]
            )
        }
    }
}

extension TimestampCall.Failure {
    fileprivate init(_ error: OutboundError) {
        if case .timeDiffers(let milliseconds) = error {
            self.init(reason: "\(error)", offsetMilliseconds: milliseconds)
        } else {
            self.init(reason: "\(error)", offsetMilliseconds: nil)
        }
    }
}

extension Int {
    /// The nearest number; 0 for what is none.
    fileprivate init(clamping value: Double) {
        guard !value.isNaN else {
            self = 0
            return
        }
        self = Int(Swift.min(Swift.max(value, -1e15), 1e15))
    }
}

extension SHA256.Digest {
    fileprivate var hexadecimal: String { Array(self).hexadecimal }
}

/// Runs `body`; what CMS finds wrong becomes an answer that cannot be used.
func understood<Value>(_ body: () throws(CMSError) -> Value) throws(OutboundError) -> Value {
    do throws(CMSError) {
        return try body()
    } catch {
        throw .answer(reason: "\(error)")
    }
}
