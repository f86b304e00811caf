import Logging
import SignerProtocol

/// Runs probes and keeps what they found; a failure opens an incident.
package struct Probing: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Runs one probe now.
    ///
    /// Result and incident are kept in one transaction.
    @discardableResult
    package func run(_ probe: Probe) async throws -> ProbeResult {
        let clock = ContinuousClock()
        let start = clock.now
        let finding: ProbeFinding
        do {
            finding = try await probe.examine(needs)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as ServiceError {
            finding = Self.finding(error)
        } catch {
            finding = .failed(["error": "\(type(of: error))"])
        }
        let result = ProbeResult(
            probe: probe.id,
            finding,
            at: needs.now(),
            environment: needs.settings.environment,
            took: start.duration(to: clock.now)
        )
        let incident = IncidentID(from: needs.randomBytes)
        try await needs.store.write { transaction in
            try transaction.insert(result)
            try transaction.note(result, of: probe, id: incident)
        }
        if result.outcome == .failed {
            needs.log.error("a probe failed", metadata: ["probe": "\(probe.id)", "facts": "\(result.facts)"])
        }
        return result
    }

    /// Leaves a job for every probe whose newest result is older than its interval: every process may, one job is made.
    package func schedule(_ probes: [Probe] = Probe.all) async throws {
        let time = needs.now()
        let newest = try await needs.store.read { try $0.newestProbeResults() }
        let due = probes.filter { probe in
            guard let last = newest[probe.id] else { return true }
            // A result from a future is one that was made while the clock was ahead.
            return last.at.advanced(by: probe.interval) <= time || last.at > time
        }
        guard !due.isEmpty else { return }
        try await needs.store.write { transaction in
            for probe in due { try transaction.schedule(ScheduledJob(.probe(probe.id), notBefore: time)) }
        }
    }

    /// A partner that is down has its own alarms; it says nothing about what the probe asks.
    private static func finding(_ error: ServiceError) -> ProbeFinding {
        switch error {
        case .waiting(let dependency, _): .notChecked(["waiting-for": dependency.rawValue])
        default: .failed(["error": error.code])
        }
    }
}

extension ProbeResult {
    init(
        probe: String,
        _ finding: ProbeFinding,
        at time: Timestamp,
        environment: ServiceEnvironment,
        took: Duration
    ) {
        let (outcome, facts): (Outcome, [String: String]) =
            switch finding {
            case .passed(let facts): (.passed, facts)
            case .failed(let facts): (.failed, facts)
            case .notChecked(let facts): (.notChecked, facts)
            }
        let milliseconds = took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000
        self.init(
            probe: probe,
            at: time,
            outcome: outcome,
            facts: facts,
            environment: environment,
            milliseconds: Int(milliseconds)
        )
    }
}
