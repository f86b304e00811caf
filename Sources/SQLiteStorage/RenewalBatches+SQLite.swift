import Foundation
import GRDB
import SignerProtocol
import SigningService

// Batches of renewals: what is counted is what stands in their items.
extension SQLiteTransaction {
    func renewalBatch(_ id: BatchID) throws -> RenewalBatch? {
        try row(Self.selectBatch + " WHERE id = ?", [id.bytes.data]).map(batch)
    }

    func renewalBatches(limit: Int) throws -> [RenewalBatch] {
        try rows(Self.selectBatch + " ORDER BY ordered_at DESC, id LIMIT ?", [limit]).map(batch)
    }

    func openItems(of batch: BatchID, after document: DocumentID?, limit: Int) throws -> [RenewalItem] {
        try rows(
            """
            SELECT document_id, revisions
            FROM renewal_item
            WHERE batch_id = ? AND state = 'open' AND document_id > ?
            ORDER BY document_id
            LIMIT ?
            """,
            [batch.bytes.data, (document?.bytes ?? []).data, limit]
        ).map { row in
            RenewalItem(document: try row.identifier("document_id"), revisions: row["revisions"])
        }
    }

    func insert(_ batch: BatchID, renewing use: TimestampUse, by name: String, at time: Timestamp) throws -> Int {
        try execute(
            "INSERT INTO renewal_batch (id, use, ordered_by, ordered_at) VALUES (?, ?, ?, ?)",
            [batch.bytes.data, try json(use), name, time.milliseconds]
        )
        return try execute(
            """
            INSERT INTO renewal_item (batch_id, document_id, revisions, state)
            SELECT ?, document_id, revisions, 'open'
            FROM timestamp_use
            JOIN renewal USING (document_id)
            WHERE kind = ? AND value = ?
            """,
            [batch.bytes.data, use.kind.rawValue, use.value]
        )
    }

    func settleRenewals(of document: DocumentID, _ outcome: RenewalBatch.Outcome) throws {
        let (state, failure): (String, String?) =
            switch outcome {
            case .done: ("done", nil)
            case .failed(let codes): ("failed", codes)
            }
        try execute(
            "UPDATE renewal_item SET state = ?, failure = ? WHERE document_id = ? AND state = 'open'",
            [state, failure, document.bytes.data]
        )
    }

    private static let selectBatch = "SELECT id, use, ordered_by, ordered_at FROM renewal_batch"

    private func batch(_ row: Row) throws -> RenewalBatch {
        let id: BatchID = try row.identifier("id")
        let counts = try rows(
            "SELECT state, count(*) AS number FROM renewal_item WHERE batch_id = ? GROUP BY state",
            [id.bytes.data]
        ).map { row -> (String, Int) in (row["state"], row["number"]) }
        let numbers = Dictionary(uniqueKeysWithValues: counts)
        return RenewalBatch(
            id: id,
            use: try row.json("use"),
            orderedBy: row["ordered_by"],
            orderedAt: row.time("ordered_at"),
            progress: RenewalBatch.Progress(
                total: numbers.values.reduce(0, +),
                done: numbers["done"] ?? 0,
                failed: numbers["failed"] ?? 0
            )
        )
    }
}
