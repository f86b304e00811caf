import Foundation

/// One contract for each step, and a line about it.
struct KillRun: Sendable {
    let instance: TendedInstance
    let contract: [UInt8]
    let out: URL
    let interruption: Interruption

    private var operations: SignerQuery { SignerQuery(prepared: instance.prepared) }

    /// A line for each step, after that of an undisturbed contract.
    ///
    /// - Throws: what went wrong with the undisturbed contract: without it there is no measure.
    func all(_ steps: [KillStep]) async throws -> [KillRow] {
        try await instance.whileTended {
            let sender = try await instance.openAccount()
            // The first contract makes the keys of the seals as well, so it is no measure.
            _ = try await walk(sender, "first").run(contract, to: out.appending(path: "first"))
            _ = try await operations.quietOperations()
            say(KillRow.titles)
            let undisturbed = try await undisturbed(sender)
            say(undisturbed.line)
            var rows: [KillRow] = []
            for step in steps {
                try interruption.check()
                let row = try await one(step, sender, usual: undisturbed.operations)
                say(row.line)
                rows.append(row)
            }
            return rows
        }
    }

    /// What a contract without a kill costs: the measure for all others.
    private func undisturbed(_ sender: String) async throws -> KillRow {
        let start = ContinuousClock.now
        let before = try await operations.signatureOperations()
        _ = try await walk(sender, "none").run(contract, to: out.appending(path: "none"))
        let used = try await operations.quietOperations() - before
        return KillRow(
            process: "-",
            step: "none",
            kills: await instance.deaths.count { $0.isKill },
            expectedKills: 0...0,
            lost: nil,
            operations: used,
            allowed: used,
            audit: try await AuditCheck(prepared: instance.prepared).run(),
            seconds: (ContinuousClock.now - start).components.seconds
        )
    }

    private func one(_ step: KillStep, _ sender: String, usual: Int) async throws -> KillRow {
        let start = ContinuousClock.now
        let before = try await operations.signatureOperations()
        try await instance.arm(step)
        var lost: String?
        do {
            _ = try await walk(sender, step.name).run(contract, to: out.appending(path: step.name))
        } catch {
            lost = "\(error)"
        }
        let used = try await operations.quietOperations() - before
        let kills = await instance.deaths.count { $0.isKill }
        // The service's steps may be those of its API or of its jobs.
        let comers =
            instance.prepared.processes == 1 ? 1 : (step.process == .service ? 2 : 1) * instance.prepared.processes
        return KillRow(
            process: step.process.rawValue,
            step: step.name,
            kills: kills,
            expectedKills: 1...comers,
            lost: lost,
            operations: used,
            allowed: usual + step.repeats * max(1, kills),
            audit: try await AuditCheck(prepared: instance.prepared).run(),
            seconds: (ContinuousClock.now - start).components.seconds
        )
    }

    private func walk(_ sender: String, _ name: String) -> PatientWalk {
        let people = [
            DemoSigner(name: "髙橋 花子", email: "hanako.\(name)@party.example", kind: .party),
            DemoSigner(name: "﨑山 太郎", email: "taro.\(name)@witness.example", kind: .witness),
        ]
        return PatientWalk(instance: instance, sender: sender, signers: people, interruption: interruption)
    }
}
