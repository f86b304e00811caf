import PostgresConnection
import SigningService

extension PostgresTransaction {
    func incident(_ id: IncidentID) throws -> Incident? {
        try row(Self.selectIncident + " WHERE id = $1", [.id(id)]).map(Self.incident)
    }

    func openIncident(_ key: String) throws -> Incident? {
        try row(Self.selectIncident + " WHERE key = $1 AND state <> 'closed'", [.text(key)]).map(Self.incident)
    }

    func incidents(limit: Int) throws -> [Incident] {
        try rows(Self.selectIncident + " ORDER BY state = 'closed', opened_at DESC, id LIMIT $1", [.count(limit)])
            .map(Self.incident)
    }

    func save(_ change: Change<Incident>) throws {
        let incident = change.subject
        let changed =
            if change.expectedVersion == 0 {
                try execute(
                    """
                    INSERT INTO incident (id, key, title, severity, opened_at, due_at, state, state_detail, version)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        .id(incident.id), .text(incident.key), .json(incident.title),
                        .text(incident.severity.rawValue), .time(incident.openedAt), .time(incident.dueAt),
                        .text(incident.state.name), .json(incident.state),
                    ]
                )
            } else {
                try execute(
                    """
                    UPDATE incident
                    SET state = $1, state_detail = $2, version = version + 1
                    WHERE id = $3 AND version = $4
                    """,
                    [
                        .text(incident.state.name), .json(incident.state), .id(incident.id),
                        .count(change.expectedVersion),
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
            key: try row.text("key"),
            title: try row.json("title"),
            severity: try row.enumeration("severity"),
            openedAt: try row.time("opened_at"),
            dueAt: try row.time("due_at"),
            state: try row.json("state_detail"),
            version: try row.count("version")
        )
    }
}
