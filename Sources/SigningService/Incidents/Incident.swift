package import SignerProtocol

/// Something that went wrong in the installation and that a person has to look at.
///
/// What was done about it stands in its audit chain.
package struct Incident: Hashable, Sendable {
    package let id: IncidentID
    /// What alarms of one kind share, such as `probe/audit-chains`: only one of them is open at a time.
    package let key: String
    package let title: BilingualText
    package let severity: Severity
    package let openedAt: Timestamp
    /// Until when it has to be closed.
    package let dueAt: Timestamp
    package var state: State
    package var version: Int

    package enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        case high
        case medium
        case low

        /// How long there is to close it.
        package var deadline: Duration {
            switch self {
            case .high: .seconds(86_400)
            case .medium: .seconds(7 * 86_400)
            case .low: .seconds(30 * 86_400)
            }
        }
    }

    package enum State: Hashable, Sendable, Codable {
        case open
        /// Somebody looks after it.
        case acknowledged(by: String, at: Timestamp)
        case closed(by: String, at: Timestamp, reason: String)

        package var name: String {
            switch self {
            case .open: "open"
            case .acknowledged: "acknowledged"
            case .closed: "closed"
            }
        }
    }

    package init(
        id: IncidentID,
        key: String,
        title: BilingualText,
        severity: Severity,
        openedAt: Timestamp,
        dueAt: Timestamp,
        state: State,
        version: Int
    ) {
        self.id = id
        self.key = key
        self.title = title
        self.severity = severity
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.state = state
        self.version = version
    }

    package var chain: String { "incident/\(id)" }

    package var isClosed: Bool {
        if case .closed = state { true } else { false }
    }
}

package typealias IncidentID = Identifier<Incident>

extension Incident {
    /// A new one, with the facts of the alarm; those who operate are told.
    static func opened(
        _ key: String,
        _ title: BilingualText,
        severity: Severity,
        facts: [String: String],
        id: IncidentID,
        at time: Timestamp
    ) -> Change<Incident> {
        let incident = Incident(
            id: id,
            key: key,
            title: title,
            severity: severity,
            openedAt: time,
            dueAt: time.advanced(by: severity.deadline),
            state: .open,
            version: 0
        )
        return Change(
            incident,
            expectedVersion: 0,
            audit: AuditNote(
                .incidentOpened,
                by: AuditNote.service,
                facts.merging(["alarm": key, "severity": severity.rawValue]) { fact, _ in fact }
            ),
            at: time,
            followUp: [ScheduledJob(.tellOperators(id), notBefore: time)]
        )
    }

    /// Somebody looks after it.
    package func acknowledged(by sender: SenderActor, at time: Timestamp) throws(ServiceError) -> Change<Incident> {
        guard case .open = state else { throw .notPossible(state: state.name) }
        var changed = self
        changed.state = .acknowledged(by: sender.auditName, at: time)
        return Change(
            changed,
            expectedVersion: version,
            audit: AuditNote(.incidentAcknowledged, by: sender.auditName),
            at: time
        )
    }

    /// It is over; what was found and done has to be said.
    package func closed(by sender: SenderActor, reason: String, at time: Timestamp) throws(ServiceError) -> Change<
        Incident
    > {
        guard !isClosed else { throw .notPossible(state: state.name) }
        var changed = self
        changed.state = .closed(by: sender.auditName, at: time, reason: reason)
        return Change(
            changed,
            expectedVersion: version,
            audit: AuditNote(.incidentClosed, by: sender.auditName, ["reason": reason]),
            at: time
        )
    }
}
