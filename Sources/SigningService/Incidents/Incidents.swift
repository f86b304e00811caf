package import SignerProtocol

/// What administrators do about incidents.
package struct Incidents: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Those that are not closed first, then newest first.
    package func all(limit: Int = 200, for sender: SenderActor) async throws -> [Incident] {
        try sender.account.require(.readOperations)
        return try await needs.store.read { try $0.incidents(limit: limit) }
    }

    /// What happened, oldest first.
    package func history(of id: IncidentID, for sender: SenderActor) async throws -> [AuditRecord] {
        try sender.account.require(.readOperations)
        return try await needs.store.read { transaction in
            guard let incident = try transaction.incident(id) else { throw ServiceError.incidentUnknown }
            return try transaction.audit(chain: incident.chain)
        }
    }

    /// - Throws: `ServiceError.notAllowed`, `.incidentUnknown`, `.notPossible`.
    package func acknowledge(_ id: IncidentID, by sender: SenderActor) async throws {
        try sender.account.require(.handleIncidents)
        let time = needs.now()
        try await change(id) { incident throws(ServiceError) in try incident.acknowledged(by: sender, at: time) }
    }

    /// - Throws: `ServiceError.notAllowed`, `.incidentUnknown`, `.notPossible`, `.textRefused` without a reason.
    package func close(_ id: IncidentID, reason: String, by sender: SenderActor) async throws {
        try sender.account.require(.handleIncidents)
        let reason = try line(reason, field: "reason", limit: 1_000)
        let time = needs.now()
        try await change(id) { incident throws(ServiceError) in
            try incident.closed(by: sender, reason: reason, at: time)
        }
    }

    private func change(
        _ id: IncidentID,
        _ decide: @escaping @Sendable (Incident) throws(ServiceError) -> Change<Incident>
    ) async throws {
        try await needs.store.write { transaction in
            guard let incident = try transaction.incident(id) else { throw ServiceError.incidentUnknown }
            try transaction.save(try decide(incident))
        }
    }
}

extension WriteTransaction {
    /// Opens an incident, unless one of the same alarm is open: then the alarm is added to that one's history.
    func alarm(
        _ key: String,
        _ title: BilingualText,
        severity: Incident.Severity,
        facts: [String: String],
        id: IncidentID,
        at time: Timestamp
    ) throws {
        if let open = try openIncident(key) {
            try append(AuditNote(.alarmRepeated, by: AuditNote.service, facts), to: open.chain, at: time)
        } else {
            try save(Incident.opened(key, title, severity: severity, facts: facts, id: id, at: time))
        }
    }

    /// What a probe's result means for incidents: a failure is an alarm, the first pass after it is noted.
    func note(_ result: ProbeResult, of probe: Probe, id: IncidentID) throws {
        let key = "probe/\(probe.id)"
        switch result.outcome {
        case .failed:
            try alarm(key, probe.title, severity: .high, facts: result.facts, id: id, at: result.at)
            // Whose contract does not verify is told so, with the reasons. JIPDEC 2.2.4 (3)
            if result.facts["reasons"] != nil, let envelope = result.facts["envelope"].flatMap({ EnvelopeID($0) }) {
                try schedule(ScheduledJob(.tellUnverified(envelope), notBefore: result.at))
            }
        case .passed:
            guard let open = try openIncident(key) else { return }
            try noteAlarmOver(in: open, at: result.at)
        case .notChecked:
            return
        }
    }

    /// Adds to the history that the alarm is over; the same news every hour is no news.
    func noteAlarmOver(in open: Incident, at time: Timestamp) throws {
        guard try audit(chain: open.chain).last?.entry.action != AuditAction.alarmOver.rawValue else { return }
        try append(AuditNote(.alarmOver, by: AuditNote.service), to: open.chain, at: time)
    }
}
