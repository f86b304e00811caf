package import SignerProtocol

/// The order to renew every document whose timestamp rests on one thing, and how far it has come.
///
/// - SeeAlso: LTA-4
package struct RenewalBatch: Hashable, Sendable {
    package let id: BatchID
    package let use: TimestampUse
    package let orderedBy: String
    package let orderedAt: Timestamp
    package let progress: Progress

    /// Counted documents.
    package struct Progress: Hashable, Sendable {
        package let total: Int
        package let done: Int
        package let failed: Int

        package init(total: Int, done: Int, failed: Int) {
            self.total = total
            self.done = done
            self.failed = failed
        }

        package var isOver: Bool { done + failed >= total }

        /// Whole per cent of the documents that nothing is left to do for; rounded down.
        package var percent: Int { total == 0 ? 100 : (done + failed) * 100 / total }
    }

    package init(id: BatchID, use: TimestampUse, orderedBy: String, orderedAt: Timestamp, progress: Progress) {
        self.id = id
        self.use = use
        self.orderedBy = orderedBy
        self.orderedAt = orderedAt
        self.progress = progress
    }

    /// What became of a document.
    package enum Outcome: Hashable, Sendable {
        case done
        /// With the judge's codes.
        case failed(String)
    }
}

package typealias BatchID = Identifier<RenewalBatch>

/// A document that a batch still has to renew, with the revisions it had when that was ordered.
package struct RenewalItem: Hashable, Sendable {
    package let document: DocumentID
    package let revisions: Int

    package init(document: DocumentID, revisions: Int) {
        self.document = document
        self.revisions = revisions
    }
}

/// How many documents lose their timestamp's support in one month, and why.
package struct ExpiryMonth: Hashable, Sendable {
    /// In Japan, `2035-11`.
    package let month: String
    package let cause: StampStanding.Cause
    package let documents: Int
    /// The earliest moment from which one of them is renewed.
    package let renewFrom: Timestamp

    package init(month: String, cause: StampStanding.Cause, documents: Int, renewFrom: Timestamp) {
        self.month = month
        self.cause = cause
        self.documents = documents
        self.renewFrom = renewFrom
    }
}

/// What documents rest on, with how many do.
package struct CountedUse: Hashable, Sendable {
    package let use: TimestampUse
    package let documents: Int

    package init(use: TimestampUse, documents: Int) {
        self.use = use
        self.documents = documents
    }
}
