import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func newestProbeResults() throws -> [String: ProbeResult] {
        let results = try rows(
            Self.selectProbeResult + " WHERE (probe, at) IN (SELECT probe, max(at) FROM probe_result GROUP BY probe)",
            []
        ).map(Self.probeResult)
        return Dictionary(uniqueKeysWithValues: results.map { ($0.probe, $0) })
    }

    func probeResults(of probe: String, limit: Int) throws -> [ProbeResult] {
        try rows(Self.selectProbeResult + " WHERE probe = ? ORDER BY at DESC LIMIT ?", [probe, limit])
            .map(Self.probeResult)
    }

    func insert(_ result: ProbeResult) throws {
        try execute(
            """
            INSERT INTO probe_result (probe, at, outcome, facts, environment, milliseconds)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                result.probe, result.at.milliseconds, result.outcome.rawValue, try json(result.facts),
                result.environment.rawValue, result.milliseconds,
            ]
        )
    }

    func environmentStamp() throws -> String? {
        let number = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        return EnvironmentStamp(rawValue: number)?.environment
    }

    private static let selectProbeResult =
        "SELECT probe, at, outcome, facts, environment, milliseconds FROM probe_result"

    private static func probeResult(_ row: Row) throws -> ProbeResult {
        ProbeResult(
            probe: row["probe"],
            at: row.time("at"),
            outcome: try row.known("outcome"),
            facts: try row.json("facts"),
            environment: try row.known("environment"),
            milliseconds: row["milliseconds"]
        )
    }
}
