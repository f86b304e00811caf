import SignerProtocol
import SigningService
import Testing

@Suite struct `A job` {
    private let job = Job.seal(EnvelopeID(from: systemRandomBytes))
    private let end = Timestamp.noon.advanced(by: .seconds(60))

    @Test(arguments: Engine.allCases)
    func `goes to one of many workers`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }

            let leased = try await withThrowingTaskGroup(of: LeasedJob?.self, returning: [LeasedJob].self) { group in
                for worker in 0..<20 {
                    group.addTask {
                        try await store.leaseJob(at: .noon, until: end, by: "worker \(worker)")
                    }
                }
                return try await group.reduce(into: []) { jobs, job in jobs += [job].compactMap(\.self) }
            }

            #expect(leased.map(\.job) == [job])
        }
    }

    @Test(arguments: Engine.allCases)
    func `comes back when its worker dies, and only then`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            let first = try #require(try await store.leaseJob(at: .noon, until: end, by: "one"))

            let early = end.advanced(by: .milliseconds(-1))
            #expect(try await store.leaseJob(at: early, until: end, by: "two") == nil)
            let second = try await store.write { transaction in
                try transaction.leaseJob(at: end, until: end.advanced(by: .seconds(60)), by: "two")
            }
            #expect(second?.attempt == 2)

            // The first worker was only slow: what it says about the job counts no more.
            try await store.complete(first)
            #expect(try await store.read { try $0.jobs() }.count == 1)
            try await store.complete(try #require(second))
            #expect(try await store.read { try $0.jobs() }.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a dead process is free when the process starts again`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            _ = try await store.leaseJob(at: .noon, until: end, by: "one")

            try await store.write { try $0.releaseLeases(of: "two") }
            #expect(try await store.leaseJob(at: .noon, until: end, by: "one") == nil)
            try await store.write { try $0.releaseLeases(of: "one") }
            #expect(try await store.leaseJob(at: .noon, until: end, by: "one") != nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that failed waits, and shows why`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            let leased = try #require(try await store.leaseJob(at: .noon, until: end, by: "one"))

            try await store.write { transaction in
                try transaction.release(leased, notBefore: end, failure: "WAITING_FOR_REVOCATION")
            }

            #expect(
                try await store.read { try $0.jobs() } == [
                    JobStatus(job: job, attempts: 1, notBefore: end, failure: "WAITING_FOR_REVOCATION", lease: nil)
                ]
            )
            #expect(try await store.leaseJob(at: .noon, until: end, by: "one") == nil)
            let again = try await store.leaseJob(at: end, until: end, by: "one")
            #expect(again?.attempt == 2 && again?.failure == "WAITING_FOR_REVOCATION")
        }
    }

    @Test(arguments: Engine.allCases)
    func `says who is at work with it, and until when`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            #expect(try await store.read { try $0.job(job.key) }?.lease == nil)
            _ = try await store.leaseJob(at: .noon, until: end, by: "one")

            let status = try #require(try await store.read { try $0.job(job.key) })
            #expect(status.lease == JobStatus.Lease(holder: "one", ends: end) && status.attempts == 1)
            #expect(status.standing(at: .noon) == .running && status.standing(at: end) == .waiting)
            #expect(try await store.read { try $0.job("seal/nothing") } == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is listed after those that failed more often and those that are being done`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let (early, late, leased, failed, worse) = (
                Job.probe("early"), Job.probe("late"), Job.probe("leased"), Job.probe("failed"), Job.probe("worse")
            )
            try await store.write { transaction in
                for (job, times) in [(worse, 2), (failed, 1), (leased, 0)] {
                    try transaction.schedule(ScheduledJob(job, notBefore: .noon))
                    for _ in 0..<times {
                        let held = try #require(try transaction.leaseJob(at: .noon, until: end, by: "one"))
                        try transaction.release(held, notBefore: .noon, failure: "STORAGE")
                    }
                    if times > 0 {
                        let held = try #require(try transaction.leaseJob(at: .noon, until: end, by: "one"))
                        try transaction.release(held, notBefore: end, failure: "STORAGE")
                    }
                }
                _ = try transaction.leaseJob(at: .noon, until: end, by: "one")
                try transaction.schedule(ScheduledJob(late, notBefore: end))
                try transaction.schedule(ScheduledJob(early, notBefore: .noon))
            }

            let listed = try await store.read { try $0.jobs(limit: 9) }
            #expect(listed.map(\.job) == [worse, failed, leased, early, late])
            #expect(listed.map(\.attempts) == [3, 2, 1, 0, 0])
            #expect(try await store.read { try $0.jobs(limit: 2) }.map(\.job) == [worse, failed])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is hastened when it has failed, and not otherwise`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let soon = Timestamp.noon.advanced(by: .seconds(1))
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            #expect(try await !store.write { try $0.hasten(job.key, to: soon) }, "it has not failed")
            let leased = try #require(try await store.leaseJob(at: .noon, until: end, by: "one"))
            #expect(try await !store.write { try $0.hasten(job.key, to: soon) }, "it is being done")
            try await store.write { try $0.release(leased, notBefore: end, failure: "STORAGE") }

            #expect(try await store.leaseJob(at: soon, until: end, by: "one") == nil)
            #expect(try await store.write { try $0.hasten(job.key, to: soon) })
            #expect(try await store.read { try $0.job(job.key) }?.notBefore == soon)
            #expect(try await store.leaseJob(at: soon, until: end, by: "one")?.attempt == 2)
            #expect(try await !store.write { try $0.hasten(job.key, to: soon) }, "it is being done again")
            #expect(try await !store.write { try $0.hasten("seal/nothing", to: soon) })
        }
    }

    @Test(arguments: Engine.allCases)
    func `put off or held while the clock was a day ahead is due when the clock is right again`(
        engine: Engine
    ) async throws {
        try await engine.withStore { store, _ in
            let ahead = Timestamp.noon.advanced(by: .seconds(86_400))
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: ahead)) }
            let held = try #require(
                try await store.write { try $0.leaseJob(at: ahead, until: ahead.advanced(by: .seconds(60)), by: "one") }
            )
            #expect(held.attempt == 1)

            #expect(try await store.leaseJob(at: .noon, until: end, by: "two")?.attempt == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that is put off for no longer than jobs are waits`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let soon = Timestamp.noon.advanced(by: Job.longestPause)
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: soon)) }
            #expect(try await store.leaseJob(at: .noon, until: end, by: "one") == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that ends a contract on a day to come waits for that day`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let ahead = Timestamp.noon.advanced(by: .seconds(30 * 86_400))
            let expire = Job.expire(EnvelopeID(from: systemRandomBytes))
            try await store.write { try $0.schedule(ScheduledJob(expire, notBefore: ahead)) }
            #expect(try await store.leaseJob(at: .noon, until: end, by: "one") == nil)
            #expect(try await store.leaseJob(at: ahead, until: ahead, by: "one")?.job == expire)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is kept once, at the earlier time`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            for time in [end, .noon, end] {
                try await store.write { try $0.schedule(ScheduledJob(job, notBefore: time)) }
            }

            #expect(try await store.read { try $0.jobs() }.map(\.notBefore) == [.noon])
        }
    }

    @Test(arguments: Engine.allCases)
    func `that is asked for again while it is being done is done again`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            let leased = try #require(try await store.leaseJob(at: .noon, until: end, by: "one"))
            try await store.write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }

            try await store.complete(leased)

            #expect(try await store.read { try $0.jobs() }.map(\.job) == [job])
        }
    }
}

@Suite struct `The pause after a failure` {
    @Test func `doubles up to one minute`() {
        #expect([1, 2, 3, 5, 6, 100].map(backOff) == [2, 4, 8, 32, 60, 60].map { .seconds($0) })
    }
}
