import Logging
import SignerProtocol
import Tracing

/// Does the jobs that commits left behind, and resumes what a crash interrupted.
package struct Worker: Sendable {
    /// Whether other processes may be at work with the same records.
    package enum Neighbours: Hashable, Sendable {
        case none
        case possible
    }

    let needs: ServiceNeeds
    /// In whose name jobs are leased: that of this process, and after its death of its successor.
    private let holder: String
    private let neighbours: Neighbours

    /// The worker of an instance that is one process.
    package init(_ needs: ServiceNeeds) {
        self.init(needs, holder: needs.settings.instance, neighbours: .none)
    }

    /// One of several workers of an instance.
    package init(_ needs: ServiceNeeds, holder: String, neighbours: Neighbours) {
        self.needs = needs
        self.holder = holder
        self.neighbours = neighbours
    }

    private static let lease = Duration.seconds(300)
    /// How long a neighbour that is at work with a signature is left alone.
    private static let patience = Duration.seconds(30)

    /// Takes up everything a dead process of this instance left half-way; call once at start, before requests come in.
    ///
    /// What a neighbour may be at work with just now is left to it for a while: nothing of it is lost when it is dead.
    ///
    /// It waits for nothing outside: what needs the signer or a timestamp is left to the jobs, so that people are answered
    /// at once.
    package func resume() async throws {
        let holder = holder
        try await needs.store.write { try $0.releaseLeases(of: holder) }
        for attempt in try await needs.store.read({ try $0.openAttempts() }) {
            let now = needs.now()
            if case .prepared(let leaseEnds) = attempt.state {
                // No key was used: the signer simply begins again.
                guard neighbours == .none || leaseEnds <= now else { continue }
                try await Attempts(needs: needs).void(attempt, reason: "RESTARTED")
            } else {
                let time = neighbours == .none ? now : now.advanced(by: Self.patience)
                try await needs.store.write { transaction in
                    try transaction.schedule(ScheduledJob(.finishSignature(attempt.id), notBefore: time))
                }
            }
        }
        let time = needs.now()
        try await needs.store.write { try $0.schedule(ScheduledJob(.remind, notBefore: time)) }
        try await sweep()
    }

    /// Does one job that is due; false when there is none.
    package func step() async throws -> Bool {
        let time = needs.now()
        let holder = holder
        let leased = try await needs.store.leaseJob(at: time, until: time.advanced(by: Self.lease), by: holder)
        guard let leased else { return false }
        do {
            try await withSpan("job \(leased.job.kind)", ofKind: .consumer) { _ in
                try await needs.onDocumentThreads { try await JobWork(needs: needs).run(leased.job) }
            }
            try await complete(leased)
        } catch {
            try await giveBack(leased, error)
        }
        return true
    }

    private func complete(_ leased: LeasedJob) async throws {
        guard leased.failure != nil || leased.job.pauseUntilNext != nil else {
            return try await needs.store.complete(leased)
        }
        let time = needs.now()
        let next = leased.job.pauseUntilNext.map { time.advanced(by: $0) }
        try await needs.store.write { transaction in
            try transaction.complete(leased)
            try transaction.settleAlarm(of: leased, at: time)
            if let next { try transaction.schedule(ScheduledJob(leased.job, notBefore: next)) }
        }
    }

    /// How many jobs are done at once: one that waits for a slow service keeps no other waiting.
    private static let hands = 4

    /// Works until the task is cancelled, `pause` between looks when nothing is due.
    package func run(pause: Duration = .milliseconds(250)) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.hands { group.addTask { await work(pause) } }
            group.addTask { await keepSchedules() }
        }
    }

    /// Nobody leads: every process looks what is due, and one job of a key waits at a time.
    private func keepSchedules() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(30))
                try await Probing(needs).schedule()
                try await RenewalSchedule(needs).keep()
            } catch is CancellationError {
                return
            } catch {
                needs.log.error("schedules are not kept", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func work(_ pause: Duration) async {
        while !Task.isCancelled {
            do {
                if try await step() { continue }
            } catch {
                needs.log.error("the worker cannot work", metadata: ["reason": "\(error)"])
            }
            do {
                try await Task.sleep(for: pause)
            } catch {
                return
            }
        }
    }

    private func giveBack(_ leased: LeasedJob, _ error: any Error) async throws {
        await show(error, of: leased.job)
        let time = needs.now()
        let notBefore = time.advanced(by: backOff(afterFailure: leased.attempt))
        let code = (error as? ServiceError)?.code ?? "UNKNOWN"
        let alarm = JobAlarm(leased.job, failure: code, attempts: leased.attempt)
        let incident = IncidentID(from: needs.randomBytes)
        try await needs.store.write { transaction in
            try transaction.release(leased, notBefore: notBefore, failure: code)
            if let alarm { try transaction.raise(alarm, id: incident, at: time) }
        }
        needs.log.warning(
            "a job failed and is repeated",
            metadata: ["job": "\(leased.job.key)", "attempt": "\(leased.attempt)", "reason": "\(error)"]
        )
    }

    /// An envelope that cannot show what it waits for keeps nobody from counting the failure.
    private func show(_ error: any Error, of job: Job) async {
        do {
            if let envelope = try await envelope(of: job) { try await needs.show(error, on: envelope) }
        } catch {
            needs.log.error("a failure cannot be shown", metadata: ["job": "\(job.key)", "reason": "\(error)"])
        }
    }

    private func envelope(of job: Job) async throws -> EnvelopeID? {
        switch job {
        case .invite(let id, _), .mailCode(let id, _), .seal(let id), .certify(let id), .sendCopies(let id),
            .sendCopy(let id, _), .tellSender(let id), .tellUnverified(let id),
            .expire(let id):
            id
        case .probe, .tellOperators, .tellOperator, .inviteMember, .renew, .readStanding, .feedBatch, .anchor:
            nil
        case .finishSignature(let attempt):
            try await needs.store.read { try $0.attempt(attempt)?.envelope }
        case .remind:
            nil
        }
    }

    /// Removes segments that no row names, left by a crash between the segment and its row, and half-written ones.
    ///
    /// A store that does not answer, lets nobody remove, or keeps a segment under lock is no reason not to work.
    private func sweep() async throws {
        do {
            let old = try await needs.onDocumentThreads {
                try needs.segments.removeIncoming(olderThanSeconds: Self.sweepAge)
                return try needs.segments.segments(olderThanSeconds: Self.sweepAge)
            }
            for digest in old where try await !needs.store.read({ try $0.isNamed(digest) }) {
                try await remove(digest)
            }
        } catch ServiceError.waiting(.objectStore, _) {
            needs.log.warning("the object store does not answer; what nobody names is swept at the next start")
        } catch ServiceError.dependencyRefused(.objectStore, let reason) {
            needs.log.warning("the object store lets nothing be swept", metadata: ["reason": "\(reason)"])
        }
    }

    /// A day: no upload takes as long.
    private static let sweepAge = 86_400

    private func remove(_ digest: SegmentDigest) async throws {
        do {
            try await needs.onDocumentThreads { try needs.segments.remove(digest) }
        } catch ServiceError.segmentDamaged {
            // A neighbour that sweeps at the same time was first.
        } catch ServiceError.segmentLocked(let until) {
            needs.log.notice(
                "a segment that nobody names stays until its lock ends",
                metadata: ["segment": "\(digest.hexadecimal)", "until": "\(until.rfc3339)"]
            )
        }
    }
}
