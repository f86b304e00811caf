package import Foundation
package import Logging
import SignerProtocol
package import SigningService

/// Revocation data that were fetched and verified, shared by all processes through the database.
///
/// Who asks for what is being fetched waits for that answer. A failure is remembered for a moment in this process, unless
/// a key is about to be used. Whatever the database gives is verified again by whoever asked.
///
/// - SeeAlso: REV-10
package actor RevocationCache {
    private let store: any ServiceStore
    private let now: @Sendable () -> Date
    private let longestUse: Duration
    private let capacity: Int
    private let log: Logger

    private var flights: [Int: Flight] = [:]
    private var flightCount = 0
    private var failures: [[UInt8]: (until: Timestamp, error: OutboundError)] = [:]
    private var bytesSinceTrim = Int.max

    private struct Flight {
        let key: [UInt8]
        let began: Timestamp
        var waiting: [CheckedContinuation<Result<[UInt8], OutboundError>, Never>] = []
    }

    /// Uses an answer for `longestUse` at most, were it current for longer, and keeps `capacity` bytes.
    package init(
        store: any ServiceStore,
        now: @escaping @Sendable () -> Date,
        longestUse: Duration,
        capacity: Int,
        log: Logger
    ) {
        self.store = store
        self.now = now
        self.longestUse = longestUse
        self.capacity = capacity
        self.log = log
    }

    /// How long a failure stands for the next try.
    private static let failureSpan = Duration.seconds(10)
    /// How often a source is asked at most whether it has something newer.
    private static let repeatSpan = Duration.seconds(60)
    private static let mostFailures = 1_000

    /// What is kept under the key, if it is as new as demanded, or else what `fetch` brings.
    ///
    /// `read` verifies bytes and tells their times.
    func answer(
        _ key: [UInt8],
        _ demand: RevocationDemand,
        read: @Sendable ([UInt8]) throws(OutboundError) -> DatedAnswer,
        fetch: @Sendable () async throws(OutboundError) -> [UInt8]
    ) async throws(OutboundError) -> DatedAnswer {
        let time = Timestamp(now())
        if demand != .now {
            if let kept = await kept(key, demand, at: time, read) { return kept }
            if let failure = failures[key], failure.until > time { throw failure.error }
        }
        if let flight = flights.first(where: { $0.value.key == key && demand.accepts(flightFrom: $0.value.began) }) {
            let result = await withCheckedContinuation { flights[flight.key]?.waiting.append($0) }
            return try read(try result.get())
        }
        return try await fly(key, at: time, read: read, fetch: fetch)
    }

    private func fly(
        _ key: [UInt8],
        at time: Timestamp,
        read: @Sendable ([UInt8]) throws(OutboundError) -> DatedAnswer,
        fetch: @Sendable () async throws(OutboundError) -> [UInt8]
    ) async throws(OutboundError) -> DatedAnswer {
        flightCount += 1
        let number = flightCount
        flights[number] = Flight(key: key, began: time)
        let result: Result<[UInt8], OutboundError>
        do throws(OutboundError) {
            result = .success(try await fetch())
            failures[key] = nil
        } catch {
            result = .failure(error)
            remember(error, of: key)
        }
        // Whoever waited reads for itself: a list is asked about more than one certificate.
        for waiting in flights.removeValue(forKey: number)?.waiting ?? [] { waiting.resume(returning: result) }
        let answer = try read(try result.get())
        await keep(answer, under: key, askedAt: time)
        return answer
    }

    private func remember(_ error: OutboundError, of key: [UInt8]) {
        let time = Timestamp(now())
        if failures.count >= Self.mostFailures { failures = failures.filter { $0.value.until > time } }
        guard failures.count < Self.mostFailures else { return }
        failures[key] = (time.advanced(by: Self.failureSpan), error)
    }

    private func kept(
        _ key: [UInt8],
        _ demand: RevocationDemand,
        at time: Timestamp,
        _ read: @Sendable ([UInt8]) throws(OutboundError) -> DatedAnswer
    ) async -> DatedAnswer? {
        do {
            guard let kept = try await store.read({ try $0.keptRevocation(key) }), kept.expiresAt > time,
                // A fetch to come is one of a clock that was ahead.
                kept.fetchedAt <= time, let answer = try? read(kept.der)
            else { return nil }
            switch demand {
            case .now: return nil
            case .current: return answer
            case .since(let moment):
                let wasAsked = kept.fetchedAt >= moment && time < kept.fetchedAt.advanced(by: Self.repeatSpan)
                return Timestamp(answer.thisUpdate) >= moment || wasAsked ? answer : nil
            }
        } catch {
            log.warning("kept revocation data could not be read", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// What was asked before a moment says nothing of after it, however late the answer came.
    private func keep(_ answer: DatedAnswer, under key: [UInt8], askedAt time: Timestamp) async {
        let end = min(time.advanced(by: longestUse), answer.nextUpdate.map(Timestamp.init) ?? time)
        guard end > time, answer.bytes.count <= capacity / 4 else { return }
        let kept = KeptRevocation(key: key, der: answer.bytes, fetchedAt: time, expiresAt: end)
        let trims = bytesSinceTrim >= capacity / 8
        bytesSinceTrim = trims ? answer.bytes.count : bytesSinceTrim + answer.bytes.count
        let capacity = capacity
        do {
            try await store.write { transaction in
                try transaction.keep(kept)
                if trims { try transaction.trimRevocation(to: capacity, at: time) }
            }
        } catch {
            log.warning("revocation data were not kept", metadata: ["reason": "\(error)"])
        }
    }
}

/// An answer about revocation that verifies, with its times.
struct DatedAnswer: Hashable, Sendable {
    let bytes: [UInt8]
    let thisUpdate: Date
    let nextUpdate: Date?
}

extension RevocationDemand {
    /// Whether an answer that is on its way since then will do.
    fileprivate func accepts(flightFrom began: Timestamp) -> Bool {
        switch self {
        case .now, .current: true
        case .since(let moment): began >= moment
        }
    }
}
