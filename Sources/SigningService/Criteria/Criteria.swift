import SignerProtocol

/// The criteria, answered by this installation.
package struct Criteria: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Where the installation stands now.
    package func scoreboard(_ criteria: CriteriaSet = .jipdec, probes: [Probe] = Probe.all) async throws -> Scoreboard {
        let time = needs.now()
        let declarations = needs.registers
        let (newest, registers) = try await needs.store.read { transaction in
            (
                try transaction.newestProbeResults(),
                try declarations.map { declaration in
                    RegisterStanding(of: declaration, try transaction.registerEntries(in: declaration.id), at: time)
                }
            )
        }
        var evidence: [String: [Scoreboard.Evidence]] = [:]
        for (declaration, standing) in zip(declarations, registers) {
            let found = Scoreboard.Evidence(
                kind: .register,
                id: declaration.id.text,
                title: BilingualText(ja: declaration.title.ja, en: declaration.title.en),
                at: standing.newestApproval,
                result: standing.verdict.result
            )
            for clause in declaration.clauses { evidence[clause, default: []].append(found) }
        }
        for probe in probes {
            let result = newest[probe.id]
            let found = Scoreboard.Evidence(
                kind: .probe,
                id: probe.id,
                title: probe.title,
                at: result?.at,
                result: Self.standing(of: result, every: probe.interval, at: time)
            )
            for clause in probe.clauses { evidence[clause, default: []].append(found) }
        }
        return Scoreboard(criteria, evidence: evidence, environment: needs.settings.environment)
    }

    /// The results of one probe, newest first.
    package func history(of probe: String, limit: Int = 50) async throws -> [ProbeResult] {
        try await needs.store.read { try $0.probeResults(of: probe, limit: limit) }
    }

    /// Runs every probe now, one after the other.
    package func runAll(_ probes: [Probe] = Probe.all) async throws {
        for probe in probes { try await Probing(needs).run(probe) }
    }

    private static func standing(
        of result: ProbeResult?,
        every interval: Duration,
        at time: Timestamp
    ) -> Scoreboard.Result {
        guard let result else { return .missing }
        switch result.outcome {
        case .failed: return .bad
        case .notChecked: return .attention
        case .passed: return result.at.advanced(by: interval * 2) < time ? .overdue : .good
        }
    }
}

extension RegisterStanding.Verdict {
    fileprivate var result: Scoreboard.Result {
        switch self {
        case .missing: .missing
        case .current: .good
        case .attention: .attention
        case .overdue: .overdue
        }
    }
}
