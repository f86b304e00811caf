import SignerProtocol

/// What operators see of the timestamps that carry documents, and order about them.
///
/// - SeeAlso: LTA-4
package struct Renewals: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// The audit chain of what people order about renewals.
    package static let chain = "renewals"

    /// Months with what ends in them, what documents rest on, and the newest orders with their progress.
    package struct Calendar: Hashable, Sendable {
        package let months: [ExpiryMonth]
        package let uses: [CountedUse]
        package let batches: [RenewalBatch]
        package let counts: RenewalCounts
    }

    /// - Throws: `ServiceError.notAllowed`.
    package func calendar(for sender: SenderActor) async throws -> Calendar {
        try sender.account.require(.readOperations)
        return try await calendar()
    }

    /// The same for whoever holds the installation's own settings.
    package func calendar() async throws -> Calendar {
        try await needs.store.read { transaction in
            Calendar(
                months: try transaction.expiryMonths(),
                uses: try transaction.timestampUses(),
                batches: try transaction.renewalBatches(limit: 50),
                counts: try transaction.renewalCounts()
            )
        }
    }

    /// - Throws: `ServiceError.notAllowed`, `.batchUnknown`.
    package func batch(_ id: BatchID, for sender: SenderActor) async throws -> RenewalBatch {
        try sender.account.require(.readOperations)
        return try await batch(id)
    }

    /// The same for whoever holds the installation's own settings.
    package func batch(_ id: BatchID) async throws -> RenewalBatch {
        guard let batch = try await needs.store.read({ try $0.renewalBatch(id) }) else {
            throw ServiceError.batchUnknown
        }
        return batch
    }

    /// Has every document renewed whose newest timestamp rests on this, however long it would hold.
    ///
    /// - Throws: `ServiceError.notAllowed`; `.timestampUseUnknown` when no document's does.
    package func renewAll(using kind: TimestampUse.Kind, _ value: String, by sender: SenderActor) async throws
        -> RenewalBatch
    {
        try sender.account.require(.handleIncidents)
        return try await renewAll(using: kind, value, by: sender.auditName)
    }

    /// The same for whoever holds the installation's own settings.
    package func renewAll(using kind: TimestampUse.Kind, _ value: String, by name: String) async throws -> RenewalBatch
    {
        let id = BatchID(from: needs.randomBytes)
        let time = needs.now()
        return try await needs.store.write { transaction in
            let known = try transaction.timestampUses().first { $0.use.kind == kind && $0.use.value == value }
            guard let known else { throw ServiceError.timestampUseUnknown }
            let total = try transaction.insert(id, renewing: known.use, by: name, at: time)
            let facts = ["batch": id.text, "kind": kind.rawValue, "value": value, "documents": "\(total)"]
            try transaction.append(AuditNote(.renewalOrdered, by: name, facts), to: Self.chain, at: time)
            try transaction.schedule(ScheduledJob(.feedBatch(id), notBefore: time))
            return RenewalBatch(
                id: id,
                use: known.use,
                orderedBy: name,
                orderedAt: time,
                progress: RenewalBatch.Progress(total: total, done: 0, failed: 0)
            )
        }
    }
}

/// How many sealed documents there are, and how many need somebody's eyes.
package struct RenewalCounts: Hashable, Sendable {
    package let documents: Int
    /// Nobody has looked yet what they rest on.
    package let unread: Int
    /// The judge does not let them be renewed.
    package let broken: Int

    package init(documents: Int, unread: Int, broken: Int) {
        self.documents = documents
        self.unread = unread
        self.broken = broken
    }
}
