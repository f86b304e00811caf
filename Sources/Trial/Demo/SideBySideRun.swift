import Foundation

/// Contracts at once while several processes of each kind work on the same records.
struct SideBySideRun: Sendable {
    let instance: TendedInstance
    let files: [[UInt8]]
    let contracts: Int
    let out: URL
    let interruption: Interruption

    func run() async throws -> SideBySideReport {
        let refusals = Refusals()
        let sender = try await instance.openAccount()
        let results = try await withThrowingTaskGroup(of: ChaosResult.self) { group in
            for number in 1...contracts { group.addTask { try await contract(number, sender, refusals) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // Whatever has ended has ended unasked.
        try await instance.tend()
        let query = SignerQuery(prepared: instance.prepared)
        let operations = try await query.quietOperations()
        return SideBySideReport(
            processes: instance.prepared.processes,
            results: results,
            refusals: refusals.all,
            deaths: await instance.deaths,
            operations: operations,
            tally: try await ChaosTally(query: query, out: out, results: results),
            audit: try await AuditCheck(prepared: instance.prepared).run()
        )
    }

    private func contract(_ number: Int, _ sender: String, _ refusals: Refusals) async throws -> ChaosResult {
        let start = ContinuousClock.now
        let name = "contract-\(number)"
        let people = [
            DemoSigner(name: "髙橋 花子", email: "hanako.\(name)@party.example", kind: .party),
            DemoSigner(name: "﨑山 太郎", email: "taro.\(name)@witness.example", kind: .witness),
        ]
        let walk = PatientWalk(
            instance: instance,
            sender: sender,
            signers: people,
            interruption: interruption,
            pause: .milliseconds(100),
            refusals: refusals
        )
        let outcome: ChaosResult.Outcome
        do {
            _ = try await walk.run(files[(number - 1) % files.count], to: out.appending(path: name))
            outcome = .valid
        } catch let error as CancellationError {
            throw error
        } catch DemoFailure.verification(let file, let conclusion, _) {
            outcome = .invalid("\(file): \(conclusion)")
        } catch DemoFailure.otherDocument {
            outcome = .invalid("it does not begin with the upload")
        } catch {
            outcome = .lost("\(error)")
        }
        say("\(name)\t\(outcome)\t\((ContinuousClock.now - start).components.seconds) s")
        return ChaosResult(name: name, signers: people.map(\.kind), outcome: outcome)
    }
}

/// What came of it, and whether it passed: nothing may go wrong where nothing was out of order.
struct SideBySideReport: Hashable, Sendable {
    let processes: Int
    let results: [ChaosResult]
    let refusals: [String]
    let deaths: [Death]
    let operations: Int
    let tally: ChaosTally
    let audit: AuditResult

    var failures: [String] {
        var found = results.filter { $0.outcome != .valid }.map { "\($0.name): \($0.outcome)" }
        found += refusals.map { "refused: \($0)" }
        found += deaths.map { "a \($0.program.rawValue) ended: \($0.cause)" }
        found += tally.twice.map { "signed twice: \($0)" }
        if operations != tally.values + tally.requests {
            found.append(
                "\(operations) HSM operations, \(tally.values) values and \(tally.requests) requests for certificates"
            )
        }
        if tally.permissions != tally.values {
            found.append("\(tally.permissions) permissions spent for \(tally.values) values")
        }
        if case .broken(let fault) = audit { found.append("audit: \(fault)") }
        return found
    }

    var lines: [String] {
        let valid = results.count { $0.outcome == .valid }
        return [
            "demo: \(valid) of \(results.count) contracts sealed and valid, \(processes) processes of each kind",
            "demo: \(operations) HSM operations: \(tally.values) values, \(tally.requests) requests for certificates",
            "demo: audit chains \(audit.isWhole ? "whole" : "BROKEN")",
        ] + failures.map { "demo: FAILED \($0)" } + [failures.isEmpty ? "demo: passed" : "demo: FAILED"]
    }
}
