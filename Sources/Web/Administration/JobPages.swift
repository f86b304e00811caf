import Hummingbird
import SignerProtocol
import SigningService

/// The work that waits, for those who administer.
extension Pages {
    private struct View {
        let rows: [Row]
        let hasNone: Bool
        /// Counted work that is not over.
        let batches: [BatchRow]
        let hasBatches: Bool
        /// Said when there may be more than are shown.
        let more: String?
    }

    private struct Row {
        let key: String
        let title: String
        let mark: Mark
        let state: String
        let attempts: Int
        let failure: String
        let next: String
        let canTry: Bool
    }

    /// What a page shows at most.
    private static let jobLimit = 200

    func addJobPages(to router: Router<APIContext>) {
        router.get("/jobs") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                var frame = frame(words.text("jobs.heading", in: language), visit, language, sender)
                frame.isJobs = true
                let time = needs.serviceNeeds.now()
                let mayTry = sender.account.may(.handleIncidents)
                let rows = try await jobs.all(limit: Self.jobLimit, for: sender).map { row($0, time, mayTry, language) }
                let more =
                    rows.count < Self.jobLimit
                    ? nil : words.text("jobs.more", in: language, ["limit": "\(Self.jobLimit)"])
                let batches = try await renewals.calendar(for: sender).batches.filter { !$0.progress.isOver }
                if !batches.isEmpty { frame.script = "follow.js" }
                let view = View(
                    rows: rows,
                    hasNone: rows.isEmpty,
                    batches: batchRows(batches, language),
                    hasBatches: !batches.isEmpty,
                    more: more
                )
                return html("jobs", frame, view, in: language)
            }
        }
        router.post("/jobs/try") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                _ = try await jobs.hasten(try await Form(request)["key"], by: sender)
                return redirect(to: "/jobs")
            }
        }
    }

    private func row(_ status: JobStatus, _ time: Timestamp, _ mayTry: Bool, _ language: Language) -> Row {
        let standing = status.standing(at: time)
        let next =
            if let lease = status.lease, standing == .running {
                words.text(
                    "jobs.held",
                    in: language,
                    ["holder": lease.holder, "time": JapaneseTime(lease.ends).register]
                )
            } else {
                JapaneseTime(status.notBefore).register
            }
        return Row(
            key: status.job.key,
            title: status.job.title.text(in: language),
            mark: standing.mark,
            state: words.text("jobs.state.\(standing.rawValue)", in: language),
            attempts: status.attempts,
            failure: status.failure ?? "—",
            next: next,
            canTry: mayTry && (standing == .failing || standing == .stuck)
        )
    }
}

extension JobStatus.Standing {
    fileprivate var mark: Mark {
        switch self {
        case .waiting: .none
        case .running: .wait
        case .failing: .warn
        case .stuck: .fail
        }
    }
}
