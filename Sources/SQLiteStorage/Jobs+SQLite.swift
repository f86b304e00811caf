import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func jobs() throws -> [JobStatus] {
        try rows(Self.selectJob + " ORDER BY not_before, id", []).map(Self.status)
    }

    func jobs(limit: Int) throws -> [JobStatus] {
        try rows(
            Self.selectJob + """
                 ORDER BY failure IS NULL, CASE WHEN failure IS NULL THEN 0 ELSE attempts END DESC,
                    lease_ends IS NULL, not_before, key
                LIMIT ?
                """,
            [limit]
        ).map(Self.status)
    }

    func job(_ key: String) throws -> JobStatus? {
        try row(Self.selectJob + " WHERE key = ?", [key]).map(Self.status)
    }

    private static let selectJob = "SELECT job, attempts, not_before, failure, lease_ends, lease_holder FROM job"

    private static func status(_ row: Row) throws -> JobStatus {
        let holder: String? = row["lease_holder"]
        return JobStatus(
            job: try row.json("job"),
            attempts: row["attempts"],
            notBefore: row.time("not_before"),
            failure: row["failure"],
            lease: holder.map { JobStatus.Lease(holder: $0, ends: row.time("lease_ends")) }
        )
    }

    /// A job that is being done just now counts one attempt more, so that its worker does not complete the new one with it.
    func schedule(_ job: ScheduledJob) throws {
        try execute(
            """
            INSERT INTO job (id, key, job, not_before, attempts)
            VALUES (?, ?, ?, ?, 0)
            ON CONFLICT (key) DO UPDATE
            SET not_before = min(not_before, excluded.not_before),
                attempts = attempts + (lease_ends IS NOT NULL)
            """,
            [
                JobID(from: systemRandomBytes).bytes.data, job.job.key, try json(job.job),
                job.notBefore.milliseconds,
            ]
        )
    }

    /// A job whose time is further away than any pause, or whose lease is, was left by a clock that was set back since.
    func leaseJob(at time: Timestamp, until leaseEnds: Timestamp, by holder: String) throws -> LeasedJob? {
        guard
            let row = try row(
                """
                SELECT id, job, attempts, failure
                FROM job
                WHERE (not_before <= ?1 OR (not_before > ?2 AND key NOT LIKE 'expire/%'))
                    AND (lease_ends IS NULL OR lease_ends <= ?1 OR lease_ends > ?2)
                ORDER BY not_before, id
                LIMIT 1
                """,
                [time.milliseconds, time.advanced(by: Job.longestPause).milliseconds]
            )
        else { return nil }
        let id: JobID = try row.identifier("id")
        try execute(
            "UPDATE job SET lease_ends = ?, lease_holder = ?, attempts = attempts + 1 WHERE id = ?",
            [leaseEnds.milliseconds, holder, id.bytes.data]
        )
        let attempts: Int = row["attempts"]
        return LeasedJob(
            id: id,
            job: try row.json("job"),
            attempt: attempts + 1,
            leaseEnds: leaseEnds,
            failure: row["failure"]
        )
    }

    func hasten(_ key: String, to time: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE job
            SET not_before = min(not_before, ?1)
            WHERE key = ?2 AND failure IS NOT NULL AND (lease_ends IS NULL OR lease_ends <= ?1)
            """,
            [time.milliseconds, key]
        ) == 1
    }

    func releaseLeases(of holder: String) throws {
        try execute("UPDATE job SET lease_ends = NULL, lease_holder = NULL WHERE lease_holder = ?", [holder])
    }

    func complete(_ job: LeasedJob) throws {
        try execute(
            "DELETE FROM job WHERE id = ? AND attempts = ?",
            [job.id.bytes.data, job.attempt]
        )
    }

    func release(_ job: LeasedJob, notBefore: Timestamp, failure: String) throws {
        try execute(
            "UPDATE job SET lease_ends = NULL, lease_holder = NULL, not_before = ?, failure = ? WHERE id = ? AND attempts = ?",
            [notBefore.milliseconds, failure, job.id.bytes.data, job.attempt]
        )
    }
}
