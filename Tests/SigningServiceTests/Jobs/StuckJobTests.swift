import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A job that keeps failing` {
    /// Fails for ever: there is no such contract.
    private let job = Job.seal(EnvelopeID(from: systemRandomBytes))

    /// Lets a worker try everything that is due, this often, with the pauses that it takes.
    private func work(in world: World, times: Int) async throws {
        for _ in 0..<times {
            try await world.work()
            world.clock.advance(by: .seconds(60))
        }
    }

    private func leave(_ job: Job, in world: World) async throws {
        let time = world.clock.now
        try await world.needs.store.write { try $0.schedule(ScheduledJob(job, notBefore: time)) }
    }

    @Test func `opens one incident the eighth time, which the administrators are told of once`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let incidents = Incidents(world.needs)
        try await leave(job, in: world)

        try await work(in: world, times: 7)
        #expect(try await incidents.all(for: sender).isEmpty)
        #expect(try await world.needs.store.read { try $0.job(job.key) }?.isStuck == false)
        try await work(in: world, times: 1)
        let incident = try #require(try await incidents.all(for: sender).first)
        #expect(incident.key == "job/\(job.key)" && incident.severity == .high)
        #expect(incident.title.en == "A job keeps failing: Seal a contract (ENVELOPE_UNKNOWN)")
        #expect(try await world.needs.store.read { try $0.job(job.key) }?.isStuck == true)

        try await work(in: world, times: 4)
        #expect(try await incidents.all(for: sender).count == 1)
        let actions = try await incidents.history(of: incident.id, for: sender).map(\.entry.action)
        #expect(actions == ["incident opened", "operators told"])
        #expect(world.mail.subjects.filter { $0.contains("インシデント") }.count == 1)
    }

    @Test func `opens another when somebody closes the first without mending it`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let incidents = Incidents(world.needs)
        try await leave(job, in: world)
        try await work(in: world, times: 8)
        let first = try #require(try await incidents.all(for: sender).first)
        try await incidents.close(first.id, reason: "見なかったことにした", by: sender)

        try await work(in: world, times: 1)
        #expect(try await incidents.all(for: sender).map(\.state.name) == ["open", "closed"])
    }

    @Test func `says in the incident that it was done at last`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let (job, time) = (job, world.clock.now)
        let id = IncidentID(from: systemRandomBytes)
        let alarm = try #require(JobAlarm(job, failure: "STORAGE", attempts: JobAlarm.failureLimit))
        @Sendable func done(_ attempt: Int, after failure: String?) -> LeasedJob {
            LeasedJob(
                id: JobID(from: systemRandomBytes),
                job: job,
                attempt: attempt,
                leaseEnds: time,
                failure: failure
            )
        }
        try await world.needs.store.write { transaction in
            try transaction.raise(alarm, id: id, at: time)
            try transaction.settleAlarm(of: done(1, after: nil), at: time)
            try transaction.settleAlarm(of: done(JobAlarm.failureLimit, after: "STORAGE"), at: time)
        }
        let incidents = Incidents(world.needs)
        func actions() async throws -> [String] {
            try await incidents.history(of: id, for: sender).map(\.entry.action)
        }
        #expect(try await actions() == ["incident opened"])
        try await world.needs.store.write { transaction in
            for _ in 0..<2 {
                try transaction.settleAlarm(of: done(JobAlarm.failureLimit + 1, after: "STORAGE"), at: time)
            }
        }
        #expect(try await actions() == ["incident opened", "alarm over"])
    }

    @Test func `has its own alarm, but shares one while a partner does not answer`() {
        let other = Job.certify(EnvelopeID(from: systemRandomBytes))
        func key(_ job: Job, _ failure: String, _ attempts: Int) -> String? {
            JobAlarm.key(of: job, failure: failure, attempts: attempts)
        }
        #expect(key(job, "STORAGE", 7) == nil)
        #expect(key(job, "STORAGE", 8) == "job/\(job.key)")
        #expect(key(other, "STORAGE", 8) == "job/\(other.key)")
        for job in [job, other] {
            #expect(key(job, "WAITING_FOR_SIGNER", 59) == nil)
            #expect(key(job, "WAITING_FOR_SIGNER", 60) == "jobs/WAITING_FOR_SIGNER")
        }
        // The jobs that tell of an incident must not open one of their own for each.
        let incidents = [1, 2].map { _ in IncidentID(from: systemRandomBytes) }
        let tellers = incidents.flatMap {
            [Job.tellOperators($0), .tellOperator($0, AccountID(from: systemRandomBytes))]
        }
        #expect(Set(tellers.map { key($0, "STORAGE", 8) }) == ["job/tell-operators"])
    }

    @Test func `is tried at once when an administrator says so, and it is written down who did`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let jobs = Jobs(world.needs)
        try await leave(job, in: world)
        await #expect(throws: ServiceError.jobUnknown) { _ = try await jobs.hasten(job.key, by: sender) }
        try await world.work()
        try await world.work()
        #expect(try await jobs.all(for: sender).map(\.attempts) == [1], "it has to wait")

        let hastened = try await jobs.hasten(job.key, by: sender)
        #expect(hastened.notBefore == world.clock.now && hastened.standing(at: world.clock.now) == .failing)
        try await world.work()
        #expect(try await jobs.all(for: sender).map(\.attempts) == [2])
        let record = try #require(try await world.needs.store.read { try $0.audit(chain: Jobs.chain) }.first)
        #expect(record.entry.action == "job hastened" && record.entry.actor == sender.auditName)
        await #expect(throws: ServiceError.jobUnknown) { _ = try await jobs.hasten("seal/nothing", by: sender) }
    }

    @Test(arguments: [(nil, false, false), (.auditor, true, false), (.securityOfficer, true, true)] as [Rights])
    func `is shown to those who read what goes on, and hastened by those who handle incidents`(
        role: Role?,
        mayRead: Bool,
        mayHasten: Bool
    ) async throws {
        let world = try World()
        defer { world.remove() }
        let person = SenderActor(
            account: Account(
                id: AccountID(from: systemRandomBytes),
                organisation: OrganisationID(from: systemRandomBytes),
                name: "送信 花子",
                address: try MailAddress("hanako@company.example", field: "email"),
                isAdministrator: false,
                roles: role.map { [$0] } ?? [],
                createdAt: world.needs.now()
            )
        )
        try await leave(job, in: world)
        try await world.work()
        let jobs = Jobs(world.needs)
        let listed = try? await jobs.all(for: person)
        #expect((listed?.count == 1) == mayRead)
        let hastened = try? await jobs.hasten(job.key, by: person)
        #expect((hastened != nil) == mayHasten)
    }

    private typealias Rights = (Role?, Bool, Bool)
}
