import Foundation
import Hummingbird
import SignerProtocol
import SigningService

/// Where the installation stands with each clause, for those who administer.
extension Pages {
    private struct BoardView {
        let title: String
        let environment: String
        let counts: [Count]
        let sections: [Section]
        let todo: [Row]
    }

    private struct Count {
        let name: String
        let number: Int
        let isBig: Bool
    }

    private struct Section {
        let ordinal: String
        let title: String
        let cells: [Cell]
        let standing: String
    }

    private struct Cell {
        let id: String
        let path: String
        let short: String
        let age: String
        let style: String
        let label: String
    }

    private struct Row {
        let id: String
        let path: String
        let title: String
        let next: String
        let mark: Mark
        let word: String
    }

    private struct ClauseView {
        let id: String
        let title: String
        let asks: String
        let mark: Mark
        let word: String
        let next: String?
        let answers: String
        let evidence: [EvidenceRow]
        let history: [HistoryRow]
    }

    private struct EvidenceRow {
        let title: String
        let id: String
        let kind: String
        let mark: Mark
        let word: String
        let at: String
    }

    private struct HistoryRow {
        let at: String
        let utc: String
        let probe: String
        let mark: Mark
        let word: String
        let facts: String
    }

    func addCriteriaPages(to router: Router<APIContext>) {
        router.get("/criteria") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                var frame = frame(words.text("criteria.heading", in: language), visit, language, sender)
                frame.isCriteria = true
                return html("criteria", frame, boardView(try await criteria.scoreboard(), language), in: language)
            }
        }
        router.get("/criteria/{clause}") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                let board = try await criteria.scoreboard()
                let id = context.parameters.get("clause")?.removingPercentEncoding ?? ""
                guard let standing = board.clauses.first(where: { $0.clause.id == id }) else { throw Problem.notFound }
                var frame = frame(standing.clause.title.text(in: language), visit, language, sender)
                frame.isCriteria = true
                return html("clause", frame, try await clauseView(standing, language), in: language)
            }
        }
        router.post("/criteria/{clause}/run") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                _ = try await operations(visit)
                let id = context.parameters.get("clause")?.removingPercentEncoding ?? ""
                let probes = Probe.all.filter { $0.clauses.contains(id) }
                try await criteria.runAll(probes)
                return redirect(to: Self.path(of: id))
            }
        }
    }

    private static func path(of clause: String) -> String {
        "/criteria/"
            + (clause.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-.")))
                ?? "")
    }

    private func boardView(_ board: Scoreboard, _ language: Language) -> BoardView {
        let now = Timestamp(Date())
        let sections = board.criteria.sections.enumerated().map { index, section in
            let standings = board.clauses.filter { $0.clause.section == section.id }
            let good = standings.count { [.met, .rehearsed].contains($0.status) }
            return Section(
                ordinal: ordinal(index + 1),
                title: section.title.text(in: language),
                cells: standings.map { cell($0, in: section.id, now, language) },
                standing: "\(good) / \(standings.count)"
            )
        }
        let order: [Scoreboard.Status] = [.overdue, .attention, .notMet]
        let todo = board.clauses.filter { order.contains($0.status) }
            .sorted { (order.firstIndex(of: $0.status) ?? 9) < (order.firstIndex(of: $1.status) ?? 9) }
        return BoardView(
            title: board.criteria.title.text(in: language),
            environment: board.environment?.rawValue ?? "-",
            counts: Scoreboard.Status.allCases.map { status in
                Count(
                    name: words.text("criteria.status.\(status.rawValue)", in: language),
                    number: board.clauses.count { $0.status == status },
                    isBig: status == .met
                )
            },
            sections: sections,
            todo: todo.map { standing in
                Row(
                    id: standing.clause.id,
                    path: Self.path(of: standing.clause.id),
                    title: standing.clause.title.text(in: language),
                    next: standing.next?.text(in: language) ?? "",
                    mark: standing.status.mark,
                    word: words.text("criteria.status.\(standing.status.rawValue)", in: language)
                )
            }
        )
    }

    private func cell(
        _ standing: Scoreboard.ClauseStanding,
        in section: String,
        _ now: Timestamp,
        _ language: Language
    ) -> Cell {
        let oldest = standing.evidence.compactMap(\.at).min()
        let status = words.text("criteria.status.\(standing.status.rawValue)", in: language)
        return Cell(
            id: standing.clause.id,
            path: Self.path(of: standing.clause.id),
            short: String(standing.clause.id.dropFirst(section.count + 1)),
            age: oldest.map { age(of: $0, now, language) } ?? "—",
            style: standing.status.style,
            label: "\(standing.clause.id) \(standing.clause.title.text(in: language)): \(status)"
        )
    }

    private func age(of time: Timestamp, _ now: Timestamp, _ language: Language) -> String {
        let days = max(0, (now.milliseconds - time.milliseconds) / 86_400_000)
        return words.text(days == 0 ? "criteria.today" : "criteria.days", in: language, ["days": "\(days)"])
    }

    private func clauseView(_ standing: Scoreboard.ClauseStanding, _ language: Language) async throws -> ClauseView {
        var history: [HistoryRow] = []
        for evidence in standing.evidence where evidence.kind == .probe {
            for result in try await criteria.history(of: evidence.id, limit: 10) {
                history.append(
                    HistoryRow(
                        at: JapaneseTime(result.at).register,
                        utc: JapaneseTime.universal(result.at),
                        probe: result.probe,
                        mark: result.outcome.mark,
                        word: words.text("criteria.outcome.\(result.outcome.rawValue)", in: language),
                        facts: result.facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                            .joined(separator: ", ")
                    )
                )
            }
        }
        return ClauseView(
            id: standing.clause.id,
            title: standing.clause.title.text(in: language),
            asks: standing.clause.asks.text(in: language),
            mark: standing.status.mark,
            word: words.text("criteria.status.\(standing.status.rawValue)", in: language),
            next: standing.next?.text(in: language),
            answers: standing.clause.answers.map { words.text("criteria.kind.\($0.rawValue)", in: language) }
                .joined(separator: language == .ja ? "、" : ", "),
            evidence: standing.evidence.map { evidence in
                EvidenceRow(
                    title: evidence.title.text(in: language),
                    id: evidence.id,
                    kind: words.text("criteria.kind.\(evidence.kind.rawValue)", in: language),
                    mark: evidence.result.mark,
                    word: words.text("criteria.result.\(evidence.result.rawValue)", in: language),
                    at: evidence.at.map { JapaneseTime($0).register } ?? "—"
                )
            },
            history: history
        )
    }
}

extension Scoreboard.Status {
    fileprivate var mark: Mark {
        switch self {
        case .met, .rehearsed: .done
        case .attention: .warn
        case .overdue: .over
        case .notMet: .none
        case .notApplicable: .void
        }
    }

    /// Met is plain, attention outlined, overdue filled.
    fileprivate var style: String {
        switch self {
        case .met, .rehearsed, .notApplicable: ""
        case .attention: "is-warn"
        case .overdue: "is-over"
        case .notMet: "is-none"
        }
    }
}

extension Scoreboard.Result {
    fileprivate var mark: Mark {
        switch self {
        case .good: .done
        case .attention: .warn
        case .overdue: .over
        case .missing: .none
        case .bad: .fail
        }
    }
}

extension ProbeResult.Outcome {
    fileprivate var mark: Mark {
        switch self {
        case .passed: .done
        case .failed: .fail
        case .notChecked: .warn
        }
    }
}
