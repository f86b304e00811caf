/// What administrators see of the work that waits, and do about it.
package struct Jobs: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// The audit chain of what people do to jobs.
    package static let chain = "jobs"

    /// Those that failed most often first, then those that are being done, then by the moment from which they may be.
    package func all(limit: Int = 200, for sender: SenderActor) async throws -> [JobStatus] {
        try sender.account.require(.readOperations)
        return try await needs.store.read { try $0.jobs(limit: limit) }
    }

    /// Has a job that failed tried again as soon as a worker is free.
    ///
    /// One that has not failed is not hastened: some have a day to wait for.
    ///
    /// - Throws: `ServiceError.notAllowed`; `.jobUnknown` when it is done, is being done, or has not failed.
    package func hasten(_ key: String, by sender: SenderActor) async throws -> JobStatus {
        try sender.account.require(.handleIncidents)
        let time = needs.now()
        return try await needs.store.write { transaction in
            guard try transaction.hasten(key, to: time), let job = try transaction.job(key) else {
                throw ServiceError.jobUnknown
            }
            let note = AuditNote(.jobHastened, by: sender.auditName, ["job": key])
            try transaction.append(note, to: Jobs.chain, at: time)
            return job
        }
    }
}
