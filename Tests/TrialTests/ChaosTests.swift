import Foundation
import Testing

@testable import Trial

@Suite struct `The plan of a chaos run` {
    let kinds = ChaosFault.ofTheAuthority + ChaosFault.ofDisks + ChaosFault.ofClocks

    @Test func `is the same for the same seed, and another for another`() {
        let plan = ChaosPlan(seed: 7, contracts: 40, kills: 60, faults: kinds)
        #expect(plan == ChaosPlan(seed: 7, contracts: 40, kills: 60, faults: kinds))
        #expect(plan != ChaosPlan(seed: 8, contracts: 40, kills: 60, faults: kinds))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `of 100 kills has every named step twice and 50 kills at any moment`(seed: UInt64) {
        let plan = ChaosPlan(seed: seed, contracts: 200, kills: 100, faults: kinds)
        #expect(plan.kills.count == 50)
        for step in KillStep.all {
            let kills = plan.kills.filter { $0.step == step }
            #expect(kills.count == 2, "\(step.name)")
            #expect(kills.allSatisfy { $0.process == step.process })
        }
    }

    @Test func `has an odd kill at any moment`() {
        let plan = ChaosPlan(seed: 1, contracts: 6, kills: 5, faults: [])
        #expect(plan.kills.count { $0.step != nil } == 2)
        #expect(plan.kills.count == 3)
        #expect(plan.faults.isEmpty)
    }

    @Test(arguments: [1, 6, 40])
    func `asks for nothing after its last contract`(contracts: Int) {
        let plan = ChaosPlan(seed: 3, contracts: contracts, kills: 20, faults: kinds)
        #expect(plan.contracts.count == contracts)
        #expect(plan.kills.allSatisfy { (1...contracts).contains($0.due) })
        #expect(plan.faults.allSatisfy { (1...contracts).contains($0.due) })
    }

    @Test func `brings every kind of fault before any comes twice`() {
        let plan = ChaosPlan(seed: 3, contracts: 2 * kinds.count, kills: 0, faults: kinds)
        #expect(Set(plan.faults.map(\.fault)) == Set(kinds))
        #expect(plan.faults.count == kinds.count)
    }
}

@Suite struct `The end of a program` {
    private let step = KillStep.all.first { $0.name == "seal-signed" }

    @Test func `is a kill at a step only when nobody else killed it`() throws {
        let step = try #require(step)
        #expect(Death(.signer, .signal(SIGKILL), armed: step, byUs: false).cause == .step("seal-signed"))
        #expect(Death(.signer, .signal(SIGKILL), armed: step, byUs: true).cause == .moment)
        #expect(Death(.signer, .signal(SIGKILL), armed: nil, byUs: false).cause == .moment)
    }

    @Test func `is no kill when it crashed or went by itself`() {
        let crash = Death(.service, .signal(SIGILL), armed: nil, byUs: false)
        #expect(crash.cause == .crash(signal: SIGILL))
        #expect(!crash.isKill)
        #expect(!Death(.service, .exit(1), armed: nil, byUs: false).isKill)
    }
}

@Suite struct `A line of the kill run` {
    private func row(kills: Int = 1, lost: String? = nil, operations: Int = 4, audit: AuditResult = .whole) -> KillRow {
        KillRow(
            process: "signer",
            step: "seal-signed",
            kills: kills,
            expectedKills: 1...1,
            lost: lost,
            operations: operations,
            allowed: 4,
            audit: audit,
            seconds: 1
        )
    }

    @Test func `passes when the contract is there, once, with its audit`() {
        #expect(row().passed)
        #expect(row().line.split(separator: "\t", omittingEmptySubsequences: false).count == 11)
        #expect(KillRow.titles.split(separator: "\t").count == 11)
    }

    @Test func `fails when nothing was killed, or twice`() {
        #expect(!row(kills: 0).passed)
        #expect(!row(kills: 2).passed)
    }

    @Test func `says what is lost, signed twice, or broken`() {
        #expect(!row(lost: "gone").passed)
        #expect(row(lost: "gone").line.contains("LOST"))
        #expect(!row(operations: 5).passed)
        #expect(row(operations: 5).line.contains("1 TWICE"))
        #expect(!row(audit: .broken("gap")).passed)
        #expect(row(audit: .broken("gap")).line.contains("BROKEN"))
    }
}

@Suite struct `A report of a chaos run` {
    private let plan = ChaosPlan(seed: 1, contracts: 1, kills: 2, faults: [])

    private func report(
        outcome: ChaosResult.Outcome = .valid,
        deaths: [Death]? = nil,
        operations: Int = 0,
        audit: AuditResult = .whole
    ) -> ChaosReport {
        let planned = plan.kills.compactMap(\.step).map {
            Death(Death.Program($0.process), .signal(SIGKILL), armed: $0, byUs: false)
        }
        return ChaosReport(
            plan: plan,
            results: [ChaosResult(name: "contract-1", signers: [.party], outcome: outcome)],
            deaths: deaths ?? planned,
            faults: [:],
            operations: operations,
            tally: ChaosTally(),
            audit: audit,
            inFlight: 4
        )
    }

    @Test func `passes when nothing is wrong`() {
        #expect(report().failures == [])
        #expect(report().lines.last == "passed")
    }

    @Test func `fails for a lost or invalid contract, a broken chain, a crash`() {
        #expect(report(outcome: .lost("x")).failures.count == 1)
        #expect(report(outcome: .invalid("x")).failures.count == 1)
        #expect(report(audit: .broken("x")).failures.count == 1)
        let crash = Death(.service, .signal(SIGSEGV), armed: nil, byUs: false)
        #expect(report(deaths: [crash]).failures.contains { $0.hasPrefix("crash of the service") })
    }

    @Test func `fails for a planned kill that did not happen`() {
        #expect(report(deaths: []).failures.count == 1)
    }

    @Test func `fails for a use of a key that nothing accounts for`() {
        // One kill of the signer may have cut off one request for each of four contracts.
        #expect(report(operations: 5).failures.count == 1)
    }
}
