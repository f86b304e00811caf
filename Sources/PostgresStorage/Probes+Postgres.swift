import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func newestProbeResults() throws -> [String: ProbeResult] {
        let results = try rows(
            "SELECT DISTINCT ON (probe) " + Self.probeResultColumns + " FROM probe_result ORDER BY probe, at DESC",
            []
        ).map(Self.probeResult)
        return Dictionary(uniqueKeysWithValues: results.map { ($0.probe, $0) })
    }

    func probeResults(of probe: String, limit: Int) throws -> [ProbeResult] {
        try rows(
            "SELECT " + Self.probeResultColumns + " FROM probe_result WHERE probe = $1 ORDER BY at DESC LIMIT $2",
            [.text(probe), .count(limit)]
        ).map(Self.probeResult)
    }

    func insert(_ result: ProbeResult) throws {
        try write(
            """
            INSERT INTO probe_result (probe, at, outcome, facts, environment, milliseconds)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(result.probe), .time(result.at), .text(result.outcome.rawValue), .json(result.facts),
                .text(result.environment.rawValue), .count(result.milliseconds),
            ]
        )
    }

    func environmentStamp() throws -> String? {
        try row("SELECT stamp FROM environment_stamp", []).map { try $0.integer("stamp") }
            .flatMap { Int32(exactly: $0) }.flatMap(EnvironmentStamp.init(rawValue:))?.environment
    }

    private static let probeResultColumns = "probe, at, outcome, facts, environment, milliseconds"

    private static func probeResult(_ row: Row) throws -> ProbeResult {
        ProbeResult(
            probe: try row.text("probe"),
            at: try row.time("at"),
            outcome: try row.enumeration("outcome"),
            facts: try row.json("facts"),
            environment: try row.enumeration("environment"),
            milliseconds: try row.count("milliseconds")
        )
    }
}
