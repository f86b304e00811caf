/// The table of a chaos run, and whether it passed.
struct ChaosReport: Hashable, Sendable {
    let plan: ChaosPlan
    let results: [ChaosResult]
    let deaths: [Death]
    let faults: [String: Int]
    let operations: Int
    let tally: ChaosTally
    let audit: AuditResult
    let inFlight: Int

    private var lost: [ChaosResult] { results.filter { if case .lost = $0.outcome { true } else { false } } }
    private var invalid: [ChaosResult] { results.filter { if case .invalid = $0.outcome { true } else { false } } }
    private var crashes: [Death] { deaths.filter { if case .crash = $0.cause { true } else { false } } }

    /// Uses of a key that belong to no permission and to no request for a certificate that was kept.
    ///
    /// A request that was cut off before it was kept is asked for again: by a kill of the signer, or a disk that is
    /// full just then, and by each at most once for every contract in flight.
    private var unaccounted: Int { operations - tally.permissions - tally.requests }
    private var allowedUnaccounted: Int {
        let kills = deaths.count { $0.program == .signer && $0.isKill }
        return (kills + faults.reduce(0) { $0 + ($1.key.hasPrefix("disk of the signer") ? 3 * $1.value : 0) })
            * inFlight
    }

    /// What has to be nothing.
    var failures: [String] {
        var found = (lost + invalid).map { "\($0.name): \($0.outcome)" }
        found += tally.twice.map { "signed twice: \($0)" }
        if unaccounted > allowedUnaccounted {
            found.append("signed twice: \(unaccounted) uses of a key without a permission or a request")
        }
        if case .broken(let fault) = audit { found.append("audit: \(fault)") }
        found += crashes.map { "crash of the \($0.program.rawValue): \($0.cause)" }
        for (step, missing) in missingSteps { found.append("\(step): \(missing) planned kills not reached") }
        return found
    }

    private var missingSteps: [(String, Int)] {
        KillStep.all.compactMap { step in
            let missing = plan.kills.count { $0.step == step } - count(.step(step.name))
            return missing > 0 ? (step.name, missing) : nil
        }
    }

    private func count(_ cause: Death.Cause, _ program: Death.Program? = nil) -> Int {
        deaths.count { $0.cause == cause && (program == nil || $0.program == program) }
    }

    var lines: [String] {
        let exits = deaths.filter { if case .exit = $0.cause { true } else { false } }
        var lines = [
            "seed\t\(plan.seed)",
            "contracts\t\(results.count), \(inFlight) at once",
            "sealed\t\(results.count - lost.count)",
            "valid\t\(results.count - lost.count - invalid.count)",
            "lost\t\(lost.count)",
            "signed twice\t\(tally.twice.count)",
            "audit chains\t\(audit.isWhole ? "whole" : "BROKEN")",
            "HSM operations\t\(operations): \(tally.values) for values that were kept, \(tally.requests) for requests"
                + " for certificates, \(operations - tally.values - tally.requests) whose result died with a process",
            "permissions spent\t\(tally.permissions): \(tally.permissions - tally.values) without a value",
            "signatures in the files\t\(tally.signatures)",
            "kills\t\(deaths.count(where: \.isKill))",
        ]
        for program in Death.Program.allCases where count(.moment, program) > 0 {
            lines.append("killed at any moment\t\(program.rawValue)\t\(count(.moment, program))")
        }
        for step in KillStep.all where count(.step(step.name)) > 0 {
            lines.append("killed at\t\(step.process.rawValue)\t\(step.name)\t\(count(.step(step.name)))")
        }
        for (kind, number) in faults.sorted(by: { $0.key < $1.key }) { lines.append("fault\t\(kind)\t\(number)") }
        for program in Death.Program.allCases {
            let number = exits.count { $0.program == program }
            if number > 0 { lines.append("gone by itself and started again\t\(program.rawValue)\t\(number)") }
        }
        return lines + failures.map { "FAILED\t\($0)" } + [failures.isEmpty ? "passed" : "\(failures.count) failures"]
    }
}
