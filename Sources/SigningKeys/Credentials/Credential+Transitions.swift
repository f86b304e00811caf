package import SignerProtocol

/// A decided change of a credential with its audit entry.
///
/// Saved whole or not at all.
package struct CredentialChange: Hashable, Sendable {
    package let credential: Credential
    package let expectedVersion: Int
    package let audit: AuditEvent
}

extension CredentialState {
    /// The only states that may follow.
    ///
    /// - SeeAlso: SIGNING A.9
    package var successors: Set<CredentialState> {
        switch self {
        case .requested: [.generated]
        case .generated: [.certificatePending]
        case .certificatePending: [.active]
        case .active: [.suspended, .expired, .revoked, .retired]
        case .suspended: [.active, .expired, .revoked, .retired]
        case .expired, .revoked, .retired: [.destroyPending]
        case .destroyPending: [.destroyed]
        case .destroyed: []
        }
    }
}

extension Credential {
    /// Decides a step to another state.
    ///
    /// - Throws: `SignerError.illegalTransition` when the step is none of the edges.
    func moved(
        to next: CredentialState,
        _ action: AuditAction,
        by actor: String,
        at time: Timestamp,
        _ facts: [String: String]
    ) throws(SignerError) -> CredentialChange {
        guard state.successors.contains(next) else { throw .illegalTransition }
        var moved = self
        moved.state = next
        return moved.changed(
            action,
            by: actor,
            at: time,
            facts.merging(["from": state.rawValue, "to": next.rawValue]) { _, new in new }
        )
    }

    /// Decides a change that leaves the state alone.
    func changed(
        _ action: AuditAction,
        by actor: String,
        at time: Timestamp,
        _ facts: [String: String]
    ) -> CredentialChange {
        var changed = self
        changed.version += 1
        return CredentialChange(
            credential: changed,
            expectedVersion: version,
            audit: AuditEvent(action, chain: id, actor: actor, at: time, facts)
        )
    }
}
