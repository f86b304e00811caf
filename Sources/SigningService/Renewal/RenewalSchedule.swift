import SignerProtocol

/// Leaves the jobs that renewals need, and tells operators what comes too near its end.
///
/// Nobody leads: every process may look, and one job of a key waits at a time.
///
/// - SeeAlso: LTA-4
package struct RenewalSchedule: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// The most jobs that one look leaves.
    private static let portion = 500

    package func keep() async throws {
        let time = needs.now()
        let (unread, due) = try await needs.store.read { transaction in
            // A timestamp of an authority whose certificate ends no later would gain nothing: it waits for a new one.
            let gained = try transaction.newestStampEnd() ?? time
            return (
                try transaction.unreadRenewals(limit: Self.portion),
                try transaction.dueRenewals(at: time, gaining: gained, limit: Self.portion)
            )
        }
        if !unread.isEmpty || !due.isEmpty {
            try await needs.store.write { transaction in
                for document in unread {
                    try transaction.schedule(ScheduledJob(.readStanding(document), notBefore: time))
                }
                for standing in due {
                    let job = Job.renew(standing.document, revisions: standing.revisions)
                    try transaction.schedule(ScheduledJob(job, notBefore: time))
                }
            }
        }
        try await anchor(at: time)
        try await watch(at: time)
    }

    /// The audit log is anchored every hour. SAD-12
    private func anchor(at time: Timestamp) async throws {
        let last = try await needs.store.read { try $0.newestAnchor()?.madeAt }
        // One from a future was made while a clock was ahead.
        if let last, last.advanced(by: Self.hour) > time, last.advanced(by: .zero - Self.hour) < time { return }
        try await needs.store.write { try $0.schedule(ScheduledJob(.anchor, notBefore: time)) }
    }

    private static let hour = Duration.seconds(3_600)

    private struct Alarm {
        let key: String
        let lead: Duration
        let severity: Incident.Severity
        let title: BilingualText
    }

    private static let alarms = [
        Alarm(
            key: "renewal/warning",
            lead: StampStanding.warning,
            severity: .medium,
            title: BilingualText(
                ja: "時刻の証明があと180日で弱くなる文書があります。時刻認証局の新しい証明書を用意し、更新の暦を見てください",
                en: "Timestamps of documents weaken within 180 days; get a time-stamping authority with a newer"
                    + " certificate, and look at the renewal calendar"
            )
        ),
        Alarm(
            key: "renewal/critical",
            lead: StampStanding.critical,
            severity: .high,
            title: BilingualText(
                ja: "時刻の証明があと90日で弱くなる文書があります。今すぐ更新してください（更新の暦）",
                en: "Timestamps of documents weaken within 90 days; renew them now (renewal calendar)"
            )
        ),
    ]

    private func watch(at time: Timestamp) async throws {
        for alarm in Self.alarms {
            let incident = IncidentID(from: needs.randomBytes)
            let end = time.advanced(by: alarm.lead)
            let (count, open) = try await needs.store.read { transaction in
                (try transaction.renewals(endingBefore: end), try transaction.openIncident(alarm.key))
            }
            // One that is open says it already; the same news every half minute is no news.
            guard (count > 0) == (open == nil) else { continue }
            try await needs.store.write { transaction in
                if let open {
                    try transaction.noteAlarmOver(in: open, at: time)
                } else if try transaction.openIncident(alarm.key) == nil {
                    try transaction.alarm(
                        alarm.key,
                        alarm.title,
                        severity: alarm.severity,
                        facts: ["documents": "\(count)", "before": end.rfc3339],
                        id: incident,
                        at: time
                    )
                }
            }
        }
    }
}

/// Leaves a job for each document of a batch.
struct FeedBatch: Sendable {
    let needs: ServiceNeeds

    private static let portion = 500

    /// Harmless when it is done twice: a document that was renewed meanwhile is not renewed again.
    func feed(_ id: BatchID) async throws {
        var last: DocumentID?
        repeat {
            let after = last
            let time = needs.now()
            last = try await needs.store.write { transaction in
                let items = try transaction.openItems(of: id, after: after, limit: Self.portion)
                for item in items {
                    let job = Job.renew(item.document, revisions: item.revisions)
                    try transaction.schedule(ScheduledJob(job, notBefore: time))
                }
                return items.last?.document
            }
        } while last != nil
    }
}
