import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func jobs() throws -> [JobStatus] {
        try rows(Self.selectJob + " ORDER BY not_before, id", []).map(Self.status)
    }

    func jobs(limit: Int) throws -> [JobStatus] {
        try rows(
            Self.selectJob + """
                 ORDER BY failure IS NULL, CASE WHEN failure IS NULL THEN 0 ELSE attempts END DESC,
                    lease_ends IS NULL, not_before, key COLLATE "C"
                LIMIT $1
                """,
            [.count(limit)]
        ).map(Self.status)
    }

    func job(_ key: String) throws -> JobStatus? {
        try row(Self.selectJob + " WHERE key = $1", [.text(key)]).map(Self.status)
    }

    private static let selectJob = "SELECT job, attempts, not_before, failure, lease_ends, lease_holder FROM job"

    private static func status(_ row: Row) throws -> JobStatus {
        var lease: JobStatus.Lease?
        if let holder = try row.optionalText("lease_holder") {
            lease = JobStatus.Lease(holder: holder, ends: try row.time("lease_ends"))
        }
        return JobStatus(
            job: try row.json("job"),
            attempts: try row.count("attempts"),
            notBefore: try row.time("not_before"),
            failure: try row.optionalText("failure"),
            lease: lease
        )
    }

    /// A job that is being done just now counts one attempt more, so that its worker does not complete the new one with it.
    func schedule(_ job: ScheduledJob) throws {
        try write(
            """
            INSERT INTO job (id, key, job, not_before, attempts)
            VALUES ($1, $2, $3, $4, 0)
            ON CONFLICT (key) DO UPDATE
            SET not_before = least(job.not_before, excluded.not_before),
                attempts = job.attempts + (job.lease_ends IS NOT NULL)::int
            """,
            [
                .id(JobID(from: systemRandomBytes)), .text(job.job.key), try .json(job.job),
                .time(job.notBefore),
            ]
        )
    }

    /// A job whose time is further away than any pause, or whose lease is, was left by a clock that was set back since.
    ///
    /// One that another worker is taking just now is passed over, not waited for.
    func leaseJob(at time: Timestamp, until leaseEnds: Timestamp, by holder: String) throws -> LeasedJob? {
        try row(
            """
            UPDATE job
            SET lease_ends = $3, lease_holder = $4, attempts = attempts + 1
            WHERE id = (
                SELECT id
                FROM job
                WHERE (not_before <= $1 OR (not_before > $2 AND key NOT LIKE 'expire/%'))
                    AND (lease_ends IS NULL OR lease_ends <= $1 OR lease_ends > $2)
                ORDER BY not_before, id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            RETURNING id, job, attempts, failure
            """,
            [.time(time), .time(time.advanced(by: Job.longestPause)), .time(leaseEnds), .text(holder)]
        ).map { row in
            LeasedJob(
                id: try row.identifier("id"),
                job: try row.json("job"),
                attempt: try row.count("attempts"),
                leaseEnds: leaseEnds,
                failure: try row.optionalText("failure")
            )
        }
    }

    func hasten(_ key: String, to time: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE job
            SET not_before = least(not_before, $1)
            WHERE key = $2 AND failure IS NOT NULL AND (lease_ends IS NULL OR lease_ends <= $1)
            """,
            [.time(time), .text(key)]
        ) == 1
    }

    func releaseLeases(of holder: String) throws {
        try write("UPDATE job SET lease_ends = NULL, lease_holder = NULL WHERE lease_holder = $1", [.text(holder)])
    }

    func complete(_ job: LeasedJob) throws {
        try write(
            "DELETE FROM job WHERE id = $1 AND attempts = $2",
            [.id(job.id), .count(job.attempt)]
        )
    }

    func release(_ job: LeasedJob, notBefore: Timestamp, failure: String) throws {
        try write(
            """
            UPDATE job
            SET lease_ends = NULL, lease_holder = NULL, not_before = $1, failure = $2
            WHERE id = $3 AND attempts = $4
            """,
            [.time(notBefore), .text(failure), .id(job.id), .count(job.attempt)]
        )
    }
}
