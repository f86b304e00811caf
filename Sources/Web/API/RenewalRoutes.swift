import Hummingbird
import SignerProtocol
import SigningService

/// What carries documents, until when, and orders to renew.
extension API {
    func addRenewalRoutes(to router: Router<APIContext>) {
        let renewals = Renewals(serviceNeeds)
        router.get("/v1/renewals") { request, _ in
            JSONAnswer(RenewalsView(try await renewals.calendar(for: try await sender(of: request))))
        }
        router.post("/v1/renewals") { request, _ in
            let sender = try await sender(of: request)
            let body = try await request.read(RenewalBody.self)
            guard let kind = TimestampUse.Kind(rawValue: body.kind) else { throw ServiceError.timestampUseUnknown }
            return JSONAnswer(RenewalBatchView(try await renewals.renewAll(using: kind, body.value, by: sender)))
        }
        router.get("/v1/renewals/{batch}") { request, context in
            let sender = try await sender(of: request)
            guard let id = context.parameters.get("batch").flatMap({ BatchID($0) }) else {
                throw ServiceError.batchUnknown
            }
            return JSONAnswer(RenewalBatchView(try await renewals.batch(id, for: sender)))
        }
    }
}

private struct RenewalBody: JSONBody {
    static let members: Set<String> = ["kind", "value"]
    let kind: String
    let value: String
}

private struct RenewalsView: Encodable {
    let documents: Int
    let unread: Int
    let broken: Int
    let months: [MonthView]
    let uses: [UseView]
    let batches: [RenewalBatchView]

    struct MonthView: Encodable {
        let month: String
        let cause: String
        let documents: Int
        let renewFrom: String
    }

    struct UseView: Encodable {
        let kind: String
        let value: String
        let name: String
        let documents: Int
    }

    init(_ calendar: Renewals.Calendar) {
        documents = calendar.counts.documents
        unread = calendar.counts.unread
        broken = calendar.counts.broken
        months = calendar.months.map { month in
            MonthView(
                month: month.month,
                cause: month.cause.rawValue,
                documents: month.documents,
                renewFrom: month.renewFrom.rfc3339
            )
        }
        uses = calendar.uses.map { counted in
            UseView(
                kind: counted.use.kind.rawValue,
                value: counted.use.value,
                name: counted.use.name,
                documents: counted.documents
            )
        }
        batches = calendar.batches.map(RenewalBatchView.init)
    }
}

private struct RenewalBatchView: Encodable {
    let id: String
    let kind: String
    let value: String
    let name: String
    let orderedAt: String
    let total: Int
    let done: Int
    let failed: Int

    init(_ batch: RenewalBatch) {
        id = batch.id.text
        kind = batch.use.kind.rawValue
        value = batch.use.value
        name = batch.use.name
        orderedAt = batch.orderedAt.rfc3339
        total = batch.progress.total
        done = batch.progress.done
        failed = batch.progress.failed
    }
}
