import ArgumentParser
import Foundation
import Logging
import SignerProtocol
import SigningService

/// Where the installation stands with the criteria of its registration.
struct CriteriaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "criteria",
        abstract: "Say for each of the 100 clauses whether it is met, and by which evidence.",
        discussion: """
            Without an installation every clause is not met. A test environment can at most rehearse a clause. Exit: 0 \
            when every clause is met (or rehearsed), else 1.
            """
    )

    @Option(name: .long, help: "The service's settings; without them there is no installation to look at.")
    var settings: String?

    @Flag(help: "Run every probe now, first.")
    var run = false

    @Flag(help: "Print an array of one object for each clause.")
    var json = false

    @Option(help: "ja or en.")
    var language = "ja"

    func validate() throws {
        guard Language(rawValue: language) != nil else { throw ValidationError("--language is ja or en") }
        guard settings != nil || !run else { throw ValidationError("--run needs --settings") }
    }

    func run() async throws {
        let words = Language(rawValue: language) ?? .ja
        let board = try await scoreboard()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let views = board.clauses.map { ClauseView($0, board.environment, words) }
            print(String(decoding: try encoder.encode(views), as: UTF8.self))
        } else {
            print(text(of: board, words))
        }
        let isGood = board.clauses.allSatisfy { [.met, .rehearsed, .notApplicable].contains($0.status) }
        throw ExitCode(isGood ? 0 : 1)
    }

    private func scoreboard() async throws -> Scoreboard {
        guard let settings else { return Scoreboard(.jipdec, evidence: [:], environment: nil) }
        let read = try Settings(path: settings, variables: [:], now: Date())
        var log = Logger(label: "chigiri")
        log.logLevel = .critical
        let composition = try await Composition(read, log: log)
        let board: Result<Scoreboard, any Error>
        do {
            let criteria = Criteria(composition.needs)
            if run { try await criteria.runAll() }
            board = .success(try await criteria.scoreboard())
        } catch {
            board = .failure(error)
        }
        try await composition.shutdown()
        return try board.get()
    }

    private func text(of board: Scoreboard, _ language: Language) -> String {
        var lines = [board.criteria.title.text(in: language), board.environment?.rawValue ?? "-", ""]
        for standing in board.clauses {
            lines.append(
                "\(standing.clause.id)\t\(standing.status.rawValue)\t\(standing.clause.title.text(in: language))"
            )
            for evidence in standing.evidence {
                lines.append(
                    "\t\(evidence.kind.rawValue) \(evidence.id): \(evidence.result.rawValue), \(evidence.at?.rfc3339 ?? "-")"
                )
            }
            if let next = standing.next { lines.append("\t→ \(next.text(in: language))") }
        }
        let counts = Scoreboard.Status.allCases.map { status in
            "\(status.rawValue) \(board.clauses.count { $0.status == status })"
        }
        return (lines + ["", counts.joined(separator: ", ")]).joined(separator: "\n")
    }
}

private struct ClauseView: Encodable {
    let clause: String
    let status: String
    let environment: String?
    let evidence: [EvidenceView]
    let next: String?

    struct EvidenceView: Encodable {
        let kind: String
        let id: String
        let at: String?
        let result: String
    }

    init(_ standing: Scoreboard.ClauseStanding, _ environment: ServiceEnvironment?, _ language: Language) {
        clause = standing.clause.id
        status = standing.status.rawValue
        self.environment = environment?.rawValue
        evidence = standing.evidence.map { found in
            EvidenceView(
                kind: found.kind.rawValue,
                id: found.id,
                at: found.at?.rfc3339,
                result: found.result.rawValue
            )
        }
        next = standing.next?.text(in: language)
    }

    /// Every member is there, null where there is nothing to say.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(clause, forKey: .clause)
        try container.encode(status, forKey: .status)
        try container.encode(environment, forKey: .environment)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(next, forKey: .next)
    }

    private enum CodingKeys: String, CodingKey {
        case clause, status, environment, evidence, next
    }
}
