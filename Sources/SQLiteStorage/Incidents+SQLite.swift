import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func incident(_ id: IncidentID) throws -> Incident? {
        try row(Self.selectIncident + " WHERE id = ?", [id.bytes.data]).map(Self.incident)
    }

    func openIncident(_ key: String) throws -> Incident? {
        try row(Self.selectIncident + " WHERE key = ? AND state <> 'closed'", [key]).map(Self.incident)
    }

    func incidents(limit: Int) throws -> [Incident] {
        try rows(Self.selectIncident + " ORDER BY state = 'closed', opened_at DESC, id LIMIT ?", [limit])
            .map(Self.incident)
    }

    func save(_ change: Change<Incident>) throws {
        let incident = change.subject
        let changed =
            if change.expectedVersion == 0 {
                try execute(
                    """
                    INSERT INTO incident (id, key, title, severity, opened_at, due_at, state, state_detail, version)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        incident.id.bytes.data, incident.key, try json(incident.title), incident.severity.rawValue,
                        incident.openedAt.milliseconds, incident.dueAt.milliseconds, incident.state.name,
                        try json(incident.state),
                    ]
                )
            } else {
                try execute(
                    "UPDATE incident SET state = ?, state_detail = ?, version = version + 1 WHERE id = ? AND version = ?",
                    [
                        incident.state.name, try json(incident.state), incident.id.bytes.data,
                        change.expectedVersion,
                    ]
                )
            }
        guard changed == 1 else { throw ServiceError.conflict }
        try append(change.audit, to: incident.chain, at: change.at)
        for job in change.followUp { try schedule(job) }
    }

    private static let selectIncident =
        "SELECT id, key, title, severity, opened_at, due_at, state_detail, version FROM incident"

    private static func incident(_ row: Row) throws -> Incident {
        Incident(
            id: try row.identifier("id"),
            key: row["key"],
            title: try row.json("title"),
            severity: try row.known("severity"),
            openedAt: row.time("opened_at"),
            dueAt: row.time("due_at"),
            state: try row.json("state_detail"),
            version: row["version"]
        )
    }
}
