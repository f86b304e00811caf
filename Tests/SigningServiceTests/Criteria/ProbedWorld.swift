import SignerProtocol
import Testing

@testable import SigningService

// What tests of probes ask of a world.
extension World {
    /// Runs a probe a second later than what was before.
    @discardableResult
    func run(_ probe: Probe) async throws -> ProbeResult {
        clock.advance(by: .seconds(1))
        return try await Probing(needs).run(probe)
    }

    /// Runs a probe, and looks whether each of its clauses stands as its result says.
    ///
    /// A clause that probes alone answer is rehearsed or not met; one that asks for more shows the evidence.
    func expectStanding(
        _ result: Scoreboard.Result,
        of probe: Probe,
        _ sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await run(probe)
        let clauses = try await Criteria(needs).scoreboard(probes: [probe]).clauses
        for id in probe.clauses {
            let clause = try #require(clauses.first { $0.clause.id == id }, sourceLocation: sourceLocation)
            let evidence = clause.evidence.filter { $0.id == probe.id }.map(\.result)
            #expect(evidence == [result], "\(id): \(found.facts)", sourceLocation: sourceLocation)
            if clause.clause.answers == [.probe] {
                let status: Scoreboard.Status = result == .good ? .rehearsed : .notMet
                #expect(clause.status == status, "\(id)", sourceLocation: sourceLocation)
            } else if result == .bad {
                #expect(clause.status == .notMet, "\(id)", sourceLocation: sourceLocation)
            }
        }
    }
}
