import SignerProtocol

/// How busy and how well the installation is, in numbers without names.
package struct OperatingFigures: Hashable, Sendable {
    /// Envelopes by the name of their state.
    package let envelopes: [String: Int]
    /// Waiting jobs by kind, such as `seal`.
    package let jobs: [String: Int]
    /// Those of them that have failed at least once.
    package let failingJobs: [String: Int]
    /// Those that a worker is at work with just now.
    package let runningJobs: [String: Int]
    /// Those that have failed so often that an incident is open.
    package let stuckJobs: [String: Int]
    /// The most attempts that a job of the kind has had.
    package let mostAttempts: [String: Int]
    /// How long the job that has been due longest has waited, in seconds; 0 when none is due.
    package let oldestJobSeconds: Double
    package let openIncidents: Int
    /// The newest result of each probe.
    package let probes: [String: ProbeResult]
    /// Of the last day.
    package let timestamps: [TimestampHealth]

    /// Reads them all from one snapshot.
    package init(of needs: ServiceNeeds) async throws {
        let time = needs.now()
        let start = time.advanced(by: .zero - TimestampAuthorities.period)
        self = try await needs.store.read { transaction in
            let jobs = try transaction.jobs()
            let due = jobs.map(\.notBefore).filter { $0 <= time }.min()
            return OperatingFigures(
                envelopes: try transaction.envelopeCounts(),
                jobs: Self.counts(jobs),
                failingJobs: Self.counts(jobs.filter { $0.failure != nil }),
                runningJobs: Self.counts(jobs.filter { $0.isRunning(at: time) }),
                stuckJobs: Self.counts(jobs.filter(\.isStuck)),
                mostAttempts: Dictionary(jobs.map { ($0.job.kind, $0.attempts) }, uniquingKeysWith: max),
                oldestJobSeconds: due.map { Double(time.milliseconds - $0.milliseconds) / 1_000 } ?? 0,
                openIncidents: try transaction.incidents(limit: 10_000).count { !$0.isClosed },
                probes: try transaction.newestProbeResults(),
                timestamps: TimestampHealth.all(of: try transaction.timestampCalls(since: start))
            )
        }
    }

    private init(
        envelopes: [String: Int],
        jobs: [String: Int],
        failingJobs: [String: Int],
        runningJobs: [String: Int],
        stuckJobs: [String: Int],
        mostAttempts: [String: Int],
        oldestJobSeconds: Double,
        openIncidents: Int,
        probes: [String: ProbeResult],
        timestamps: [TimestampHealth]
    ) {
        self.envelopes = envelopes
        self.jobs = jobs
        self.failingJobs = failingJobs
        self.runningJobs = runningJobs
        self.stuckJobs = stuckJobs
        self.mostAttempts = mostAttempts
        self.oldestJobSeconds = oldestJobSeconds
        self.openIncidents = openIncidents
        self.probes = probes
        self.timestamps = timestamps
    }

    private static func counts(_ jobs: [JobStatus]) -> [String: Int] {
        Dictionary(grouping: jobs, by: \.job.kind).mapValues(\.count)
    }
}

/// Whether requests can be served: what answers them has to answer us.
package struct Readiness: Sendable {
    /// Names of what does not answer; none: ready.
    package let missing: [String]

    package init(of needs: ServiceNeeds) async {
        var missing: [String] = []
        if (try? await needs.store.read({ try $0.isSetUp() })) == nil { missing.append("database") }
        if (try? await needs.signer.status()) == nil { missing.append("signer") }
        self.missing = missing
    }
}
