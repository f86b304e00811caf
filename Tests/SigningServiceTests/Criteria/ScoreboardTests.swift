import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `The criteria` {
    @Test func `are exactly the hundred clauses, each once, in order of their sections`() {
        let criteria = CriteriaSet.jipdec
        let counts = criteria.sections.map { section in criteria.clauses.count { $0.section == section.id } }

        #expect(criteria.clauses.count == 100)
        #expect(Set(criteria.clauses.map(\.id)).count == 100)
        #expect(counts == [11, 3, 17, 6, 4, 17, 10, 4, 4, 5, 2, 10, 2, 5])
        for clause in criteria.clauses {
            #expect(clause.id.hasPrefix(clause.section + "-"), "\(clause.id)")
            #expect(!clause.answers.isEmpty && !clause.title.ja.isEmpty && !clause.asks.en.isEmpty, "\(clause.id)")
        }
        for id in ["2.1.1-1", "2.1.3-17", "2.2.2-2-ア-5", "2.2.2-2-イ-5", "2.2.2-3-エ", "2.2.3-3-ウ", "2.3.3.1-5"] {
            #expect(criteria.clause(id) != nil, "\(id)")
        }
    }

    @Test func `know every clause that a probe names, as one that probes answer`() {
        for probe in Probe.all {
            for id in probe.clauses {
                #expect(CriteriaSet.jipdec.clause(id)?.answers.contains(.probe) == true, "\(probe.id): \(id)")
            }
        }
        #expect(Set(Probe.all.map(\.id)).count == Probe.all.count)
    }

    @Test func `know every clause that a register names, as one that registers answer`() throws {
        let world = try World()
        defer { world.remove() }
        for declaration in world.needs.registers {
            for id in declaration.clauses {
                let answers = CriteriaSet.jipdec.clause(id)?.answers
                #expect(answers?.contains(.register) == true, "\(declaration.id): \(id)")
            }
        }
        #expect(!world.needs.registers.isEmpty)
    }
}

@Suite struct `The standing of a clause` {
    private static let clause = "2.1.4-1"

    private static func evidence(_ result: Scoreboard.Result, _ kind: CriteriaSet.AnswerKind = .probe)
        -> Scoreboard.Evidence
    {
        Scoreboard.Evidence(
            kind: kind,
            id: "\(kind)-\(result)",
            title: BilingualText(ja: "検査", en: "Probe"),
            at: Timestamp(milliseconds: 0),
            result: result
        )
    }

    private func status(
        _ evidence: [Scoreboard.Evidence],
        _ environment: ServiceEnvironment? = .production,
        of clause: String = clause
    ) -> Scoreboard.Status? {
        Scoreboard(.jipdec, evidence: [clause: evidence], environment: environment)
            .clauses.first { $0.clause.id == clause }?.status
    }

    @Test func `is that of its worst evidence`() {
        #expect(status([Self.evidence(.good)]) == .met)
        #expect(status([Self.evidence(.good), Self.evidence(.attention)]) == .attention)
        #expect(status([Self.evidence(.attention), Self.evidence(.overdue)]) == .overdue)
        #expect(status([Self.evidence(.overdue), Self.evidence(.missing)]) == .notMet)
        #expect(status([Self.evidence(.good), Self.evidence(.bad)]) == .notMet)
    }

    @Test func `is at most rehearsed in a test environment`() {
        #expect(status([Self.evidence(.good)], .test) == .rehearsed)
        #expect(status([Self.evidence(.bad)], .test) == .notMet)
    }

    @Test func `is not met while a kind of answer has no evidence, or nothing is installed`() {
        // Asks for a register and a probe.
        #expect(status([Self.evidence(.good)], of: "2.1.3-13") == .notMet)
        #expect(status([Self.evidence(.good), Self.evidence(.good, .register)], of: "2.1.3-13") == .met)
        #expect(Scoreboard(.jipdec, evidence: [:], environment: nil).clauses.allSatisfy { $0.status == .notMet })
    }

    @Test func `says what to do next, unless there is nothing to do`() throws {
        let board = Scoreboard(
            .jipdec,
            evidence: [Self.clause: [Self.evidence(.good)], "2.1.4-4": [Self.evidence(.bad)]],
            environment: .test
        )
        let next = Dictionary(uniqueKeysWithValues: board.clauses.map { ($0.clause.id, $0.next) })
        #expect(next[Self.clause] == .some(nil))
        #expect(try #require(next["2.1.4-4"] ?? nil).en.hasPrefix("Probe: "))
        #expect(board.clauses.filter { $0.status == .notMet }.allSatisfy { $0.next != nil })
    }
}
