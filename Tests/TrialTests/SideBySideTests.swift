import Testing

@testable import Trial

@Suite struct `A report of processes side by side` {
    private func report(
        outcome: ChaosResult.Outcome = .valid,
        refusals: [String] = [],
        deaths: [Death] = [],
        operations: Int = 0,
        audit: AuditResult = .whole
    ) -> SideBySideReport {
        SideBySideReport(
            processes: 2,
            results: [ChaosResult(name: "contract-1", signers: [.party, .witness], outcome: outcome)],
            refusals: refusals,
            deaths: deaths,
            operations: operations,
            tally: ChaosTally(),
            audit: audit
        )
    }

    @Test func `passes when nothing went wrong`() {
        #expect(report().failures.isEmpty)
        #expect(report().lines.last == "demo: passed")
    }

    @Test func `fails for a single refusal, even where asking again has helped`() {
        #expect(report(refusals: ["CONFLICT"]).failures == ["refused: CONFLICT"])
    }

    @Test func `fails when a process ends unasked`() {
        #expect(!report(deaths: [Death(.worker, .exit(1), armed: nil, byUs: false)]).failures.isEmpty)
    }

    @Test func `fails when the keys were used more often than values were made`() {
        #expect(!report(operations: 1).failures.isEmpty)
    }

    @Test func `fails for a contract that is lost and for a broken chain`() {
        #expect(!report(outcome: .lost("gone")).failures.isEmpty)
        #expect(!report(audit: .broken("gap")).failures.isEmpty)
    }
}

@Suite struct `What people note who ask again` {
    @Test func `is what was refused, not what they wait for`() {
        let refusals = Refusals()
        refusals.note(DemoFailure.noInvitation("a@b.example"))
        refusals.note(DemoFailure.notSealed(state: "awaitingSeal", waitingFor: nil))
        #expect(refusals.all.isEmpty)
        refusals.note(DemoFailure.status("/v1/envelopes", 500))
        #expect(refusals.all.count == 1)
    }
}
