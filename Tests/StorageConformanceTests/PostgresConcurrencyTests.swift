import Dispatch
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SignerProtocol
import SigningService
import Synchronization
import Testing

/// Several stores on one database, as several processes have them: no lock of one process helps here.
///
/// One test at a time, because each holds many of the server's connections.
@Suite(.serialized, .enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `Several services on one PostgreSQL database` {
    private func withStores(
        _ count: Int,
        connections: Int = 8,
        _ body: ([PostgresStore]) async throws -> Void
    ) async throws {
        try await PostgresServer.required().withDatabase { settings, _ in
            var stores: [PostgresStore] = []
            for _ in 0..<count { stores.append(try await PostgresStore(settings, connections: connections)) }
            try await body(stores)
            for store in stores { await store.close() }
        }
    }

    /// How many of `count` attempts, spread over the stores, give true.
    private func successes(
        _ count: Int,
        _ stores: [PostgresStore],
        _ attempt: @escaping @Sendable (PostgresStore, Int) async throws -> Bool
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                let store = stores[number % stores.count]
                group.addTask { try await attempt(store, number) }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test func `append to one chain without gap and fork, and nobody has to come again`() async throws {
        try await withStores(4) { stores in
            let appended = try await successes(200, stores) { store, number in
                try await store.write { transaction in
                    try transaction.append(AuditNote(.viewed, by: "signer:\(number)"), to: "chain", at: .noon)
                }
                return true
            }
            #expect(appended == 200)

            let records = try await stores[0].read { try $0.audit(chain: "chain") }
            #expect(records.map(\.entry.sequence) == Array(1...200))
            #expect(Set(records.map(\.entry.actor)).count == 200)
            try records.verifyAuditChain()
        }
    }

    /// A rival commits into what each try has read, until the try is alone and the rival has to wait for it.
    @Test func `let a write that has lost four times run alone`() async throws {
        try await withStores(2) { stores in
            let (own, rival) = (stores[0], stores[1])
            let rivals = Mutex<[Task<Void, any Error>]>([])
            try await own.write { transaction in
                let before = try transaction.audit(chain: "chain").count
                let committed = DispatchSemaphore(value: 0)
                let task = Task {
                    try await rival.write { try $0.append(AuditNote(.viewed, by: "rival"), to: "chain", at: .noon) }
                    committed.signal()
                }
                rivals.withLock { $0.append(task) }
                _ = committed.wait(timeout: .now() + .seconds(1))
                try transaction.append(AuditNote(.viewed, by: "after \(before)"), to: "chain", at: .noon)
            }
            for task in rivals.withLock({ $0 }) { try await task.value }

            let records = try await own.read { try $0.audit(chain: "chain") }
            #expect(records.map(\.entry.actor) == ["rival", "rival", "rival", "rival", "after 4", "rival"])
            try records.verifyAuditChain()
        }
    }

    @Test func `change one version: one of a hundred succeeds, the others hear of a conflict`() async throws {
        try await withStores(4) { stores in
            let stored = try await stores[0].withDraft()
            let change = try stored.envelope.sending(by: stored.account)

            let saved = try await successes(100, stores) { store, _ in
                do {
                    try await store.write { try $0.save(change) }
                    return true
                } catch ServiceError.conflict {
                    return false
                }
            }

            #expect(saved == 1)
            #expect(try await stores[1].read { try $0.envelope(stored.envelope.id) }?.version == 2)
            #expect(try await stores[2].read { try $0.audit(chain: stored.envelope.chain) }.count == 2)
            #expect(try await stores[3].read { try $0.jobs() }.count == 1)
        }
    }

    @Test func `answer one challenge: one of a hundred succeeds`() async throws {
        try await withStores(4) { stores in
            let challenge = SignInChallenge(
                digest: Array(repeating: 1, count: 32),
                purpose: .signIn,
                issuedAt: .noon,
                expiresAt: .noon.advanced(by: .seconds(300))
            )
            try await stores[0].write { try $0.insert(challenge) }

            let taken = try await successes(100, stores) { store, _ in
                try await store.write { try $0.takeChallenge(challenge.digest, at: .noon) } != nil
            }

            #expect(taken == 1)
        }
    }

    /// What a body read decides what it writes: the same as if the bodies had run one after the other.
    @Test func `set up an installation once, however many ask at the same moment`() async throws {
        struct AlreadyThere: Error {}
        try await withStores(4) { stores in
            for _ in 0..<20 {
                // Its index is then as new as that of a database that was just made.
                try await stores[0].run { connection in
                    let session = try connection.ready()
                    _ = try session.executeScript("DELETE FROM organisation")
                    _ = try session.executeScript("REINDEX TABLE organisation")
                }
                let made = try await successes(40, stores) { store, number in
                    let organisation = Organisation(
                        id: OrganisationID(from: systemRandomBytes),
                        name: "株式会社\(number)",
                        createdAt: .noon
                    )
                    do {
                        try await store.write { transaction in
                            guard try !transaction.isSetUp() else { throw AlreadyThere() }
                            try transaction.insert(organisation)
                        }
                        return true
                    } catch is AlreadyThere {
                        return false
                    }
                }

                #expect(made == 1)
            }
        }
    }

    @Test func `do each job once, whoever takes it`() async throws {
        try await withStores(4) { stores in
            let jobs = (0..<60).map { _ in Job.seal(EnvelopeID(from: systemRandomBytes)) }
            try await stores[0].write { transaction in
                for job in jobs { try transaction.schedule(ScheduledJob(job, notBefore: .noon)) }
            }
            let end = Timestamp.noon.advanced(by: .seconds(60))

            let done = try await withThrowingTaskGroup(of: [Job].self) { group in
                for worker in 0..<8 {
                    let store = stores[worker % stores.count]
                    group.addTask {
                        var done: [Job] = []
                        while let leased = try await store.leaseJob(at: .noon, until: end, by: "worker \(worker)") {
                            try await store.complete(leased)
                            done.append(leased.job)
                        }
                        return done
                    }
                }
                return try await group.reduce([], +)
            }

            #expect(done.count == jobs.count)
            #expect(Set(done) == Set(jobs))
            #expect(try await stores[0].read { try $0.jobs() }.isEmpty)
        }
    }

    @Test func `take over the job of a service that is gone, when its lease ends`() async throws {
        try await withStores(2) { stores in
            let job = Job.seal(EnvelopeID(from: systemRandomBytes))
            let end = Timestamp.noon.advanced(by: .seconds(60))
            try await stores[0].write { try $0.schedule(ScheduledJob(job, notBefore: .noon)) }
            _ = try await stores[0].leaseJob(at: .noon, until: end, by: "one")
            await stores[0].close()

            let early = end.advanced(by: .milliseconds(-1))
            let later = end.advanced(by: .seconds(60))
            let tooEarly = try await stores[1].leaseJob(at: early, until: later, by: "two")
            #expect(tooEarly == nil)
            let leased = try await stores[1].leaseJob(at: end, until: later, by: "two")
            #expect(leased?.job == job)
            #expect(leased?.attempt == 2)
        }
    }
}
