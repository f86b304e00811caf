import SignerProtocol

/// When failures of jobs are something that a person has to look at.
///
/// A job that fails by itself has an incident of its own. Jobs that wait for the same partner share one: its silence says
/// nothing about each of them. Attempts are counted whatever they failed of, so a job that has waited long has its own
/// incident with the first failure of its own.
struct JobAlarm: Hashable, Sendable {
    /// Failures of one job: with the pauses between them three minutes.
    static let failureLimit = 8
    /// Attempts while a partner does not answer: an hour.
    static let waitLimit = 60

    let key: String
    let title: BilingualText
    let facts: [String: String]

    /// Nil while it is too early.
    init?(_ job: Job, failure: String, attempts: Int) {
        guard let key = Self.key(of: job, failure: failure, attempts: attempts) else { return nil }
        self.key = key
        title =
            Self.isWaiting(failure)
            ? BilingualText(
                ja: "相手の答えを待つ仕事が、一時間たっても終わりません（\(failure)）",
                en: "Work has waited for a partner's answer for an hour (\(failure))"
            )
            : BilingualText(
                ja: "仕事が失敗し続けています: \(job.title.ja)（\(failure)）",
                en: "A job keeps failing: \(job.title.en) (\(failure))"
            )
        facts = ["job": job.key, "failure": failure, "attempts": "\(attempts)"]
    }

    static func key(of job: Job, failure: String, attempts: Int) -> String? {
        // How long that may take is the grace of the settings, which the seal itself looks at.
        guard failure != ServiceError.waiting(for: .freshRevocation, retryAfterInSeconds: 0).code else { return nil }
        guard attempts >= (isWaiting(failure) ? waitLimit : failureLimit) else { return nil }
        if isWaiting(failure) { return "jobs/\(failure)" }
        switch job {
        // An incident is told to the administrators by jobs: one for each would open the next for ever.
        case .tellOperators, .tellOperator: return "job/tell-operators"
        default: return "job/\(job.key)"
        }
    }

    private static func isWaiting(_ failure: String) -> Bool { failure.hasPrefix("WAITING_FOR_") }
}

extension WriteTransaction {
    /// Opens an incident, unless one of this alarm is open already.
    func raise(_ alarm: JobAlarm, id: IncidentID, at time: Timestamp) throws {
        guard try openIncident(alarm.key) == nil else { return }
        try save(
            Incident.opened(alarm.key, alarm.title, severity: .high, facts: alarm.facts, id: id, at: time)
        )
    }

    /// Notes in the incident of a job that was done at last that the alarm is over; a person closes it.
    func settleAlarm(of done: LeasedJob, at time: Timestamp) throws {
        guard let failure = done.failure,
            let key = JobAlarm.key(of: done.job, failure: failure, attempts: done.attempt - 1),
            let open = try openIncident(key)
        else { return }
        try noteAlarmOver(in: open, at: time)
    }
}
