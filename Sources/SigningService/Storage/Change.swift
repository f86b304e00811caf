package import SignerProtocol

/// A decided change: the new state, why, and what to do next.
///
/// Saved whole or not at all.
package struct Change<Subject: Sendable>: Sendable {
    package let subject: Subject
    /// The version the decision was made on; another one in the store refuses the change.
    package let expectedVersion: Int
    package let audit: AuditNote
    package let at: Timestamp
    package let followUp: [ScheduledJob]

    package init(
        _ subject: Subject,
        expectedVersion: Int,
        audit: AuditNote,
        at: Timestamp,
        followUp: [ScheduledJob] = []
    ) {
        self.subject = subject
        self.expectedVersion = expectedVersion
        self.audit = audit
        self.at = at
        self.followUp = followUp
    }
}

extension Change: Equatable where Subject: Equatable {}
