import PostgresConnection
import SignerProtocol
import SigningService

// Batches of renewals: what is counted is what stands in their items.
extension PostgresTransaction {
    func renewalBatch(_ id: BatchID) throws -> RenewalBatch? {
        try row(Self.selectBatch + " WHERE id = $1", [.id(id)]).map(batch)
    }

    func renewalBatches(limit: Int) throws -> [RenewalBatch] {
        try rows(Self.selectBatch + " ORDER BY ordered_at DESC, id LIMIT $1", [.count(limit)]).map(batch)
    }

    func openItems(of batch: BatchID, after document: DocumentID?, limit: Int) throws -> [RenewalItem] {
        try rows(
            """
            SELECT document_id, revisions
            FROM renewal_item
            WHERE batch_id = $1 AND state = 'open' AND document_id > $2
            ORDER BY document_id
            LIMIT $3
            """,
            [.id(batch), .bytes(document?.bytes ?? []), .count(limit)]
        ).map { row in
            RenewalItem(document: try row.identifier("document_id"), revisions: try row.count("revisions"))
        }
    }

    func insert(_ batch: BatchID, renewing use: TimestampUse, by name: String, at time: Timestamp) throws -> Int {
        try execute(
            "INSERT INTO renewal_batch (id, use, ordered_by, ordered_at) VALUES ($1, $2, $3, $4)",
            [.id(batch), .json(use), .text(name), .time(time)]
        )
        return try execute(
            """
            INSERT INTO renewal_item (batch_id, document_id, revisions, state)
            SELECT $1, document_id, revisions, 'open'
            FROM timestamp_use
            JOIN renewal USING (document_id)
            WHERE kind = $2 AND value = $3
            """,
            [.id(batch), .text(use.kind.rawValue), .text(use.value)]
        )
    }

    func settleRenewals(of document: DocumentID, _ outcome: RenewalBatch.Outcome) throws {
        let (state, failure): (String, String?) =
            switch outcome {
            case .done: ("done", nil)
            case .failed(let codes): ("failed", codes)
            }
        try execute(
            "UPDATE renewal_item SET state = $1, failure = $2 WHERE document_id = $3 AND state = 'open'",
            [.text(state), .text(failure), .id(document)]
        )
    }

    private static let selectBatch = "SELECT id, use, ordered_by, ordered_at FROM renewal_batch"

    private func batch(_ row: Row) throws -> RenewalBatch {
        let id: BatchID = try row.identifier("id")
        let counts = try rows(
            "SELECT state, count(*) AS number FROM renewal_item WHERE batch_id = $1 GROUP BY state",
            [.id(id)]
        ).map { row -> (String, Int) in (try row.text("state"), try row.count("number")) }
        let numbers = Dictionary(uniqueKeysWithValues: counts)
        return RenewalBatch(
            id: id,
            use: try row.json("use"),
            orderedBy: try row.text("ordered_by"),
            orderedAt: try row.time("ordered_at"),
            progress: RenewalBatch.Progress(
                total: numbers.values.reduce(0, +),
                done: numbers["done"] ?? 0,
                failed: numbers["failed"] ?? 0
            )
        )
    }
}
