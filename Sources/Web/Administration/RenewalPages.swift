import Hummingbird
import SignerProtocol
import SigningService

/// When the timestamps of documents weaken, and orders to renew them, for those who administer.
extension Pages {
    private struct View {
        let counts: String
        let unread: String?
        let broken: String?
        let months: [Month]
        let hasMonths: Bool
        let uses: [Use]
        let batches: [BatchRow]
        let hasBatches: Bool
    }

    private struct Month {
        let month: String
        let mark: Mark
        let cause: String
        let documents: Int
        let renewFrom: String
    }

    private struct Use {
        let kind: String
        let kindName: String
        let value: String
        let name: String
        let isCertificate: Bool
        let documents: Int
        let canOrder: Bool
    }

    /// A batch with its progress, here and on the page of jobs.
    struct BatchRow {
        let name: String
        let ordered: String
        let mark: Mark
        let total: Int
        let done: Int
        let failed: Int
        let settled: Int
        let said: String
    }

    func addRenewalPages(to router: Router<APIContext>) {
        router.get("/renewals") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                var frame = frame(words.text("renewals.heading", in: language), visit, language, sender)
                frame.isRenewals = true
                let calendar = try await renewals.calendar(for: sender)
                // Progress is looked at again while there is some.
                if calendar.batches.contains(where: { !$0.progress.isOver }) { frame.script = "follow.js" }
                return html("renewals", frame, view(calendar, sender, language), in: language)
            }
        }
        router.post("/renewals") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let form = try await Form(request)
                guard let kind = TimestampUse.Kind(rawValue: form["kind"]) else {
                    throw ServiceError.timestampUseUnknown
                }
                _ = try await renewals.renewAll(using: kind, form["value"], by: sender)
                return redirect(to: "/renewals")
            }
        }
    }

    private func view(_ calendar: Renewals.Calendar, _ sender: SenderActor, _ language: Language) -> View {
        let time = needs.serviceNeeds.now()
        let counts = calendar.counts
        func said(_ key: String, _ number: Int) -> String? {
            number == 0 ? nil : words.text(key, in: language, ["number": "\(number)"])
        }
        return View(
            counts: words.text("renewals.documents", in: language, ["number": "\(counts.documents)"]),
            unread: said("renewals.unread", counts.unread),
            broken: said("renewals.broken", counts.broken),
            months: calendar.months.map { month in
                Month(
                    month: month.month,
                    mark: month.renewFrom <= time ? .warn : .done,
                    cause: words.text("renewals.cause.\(month.cause.rawValue)", in: language),
                    documents: month.documents,
                    renewFrom: JapaneseTime(month.renewFrom).numericDate
                )
            },
            hasMonths: !calendar.months.isEmpty,
            uses: calendar.uses.map { counted in
                Use(
                    kind: counted.use.kind.rawValue,
                    kindName: words.text("renewals.kind.\(counted.use.kind.rawValue)", in: language),
                    value: counted.use.value,
                    name: counted.use.name,
                    isCertificate: counted.use.kind != .algorithm,
                    documents: counted.documents,
                    canOrder: sender.account.may(.handleIncidents)
                )
            },
            batches: batchRows(calendar.batches, language),
            hasBatches: !calendar.batches.isEmpty
        )
    }

    func batchRows(_ batches: [RenewalBatch], _ language: Language) -> [BatchRow] {
        batches.map { batch in
            let progress = batch.progress
            return BatchRow(
                name: batch.use.name,
                ordered: JapaneseTime(batch.orderedAt).register,
                mark: !progress.isOver ? .wait : progress.failed > 0 ? .fail : .done,
                total: progress.total,
                done: progress.done,
                failed: progress.failed,
                settled: progress.done + progress.failed,
                said: words.text(
                    progress.failed > 0 ? "renewals.progressFailed" : "renewals.progress",
                    in: language,
                    [
                        "done": "\(progress.done)", "total": "\(progress.total)", "failed": "\(progress.failed)",
                        "percent": "\(progress.percent)",
                    ]
                )
            )
        }
    }
}
