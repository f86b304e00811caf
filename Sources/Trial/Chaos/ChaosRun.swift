import Foundation

/// Many contracts at once while everything around them fails.
struct ChaosRun: Sendable {
    let plan: ChaosPlan
    let instance: TendedInstance
    let files: [[UInt8]]
    let out: URL
    let inFlight: Int
    let weather: FaultWeather
    let interruption: Interruption

    /// How long the people ask for one thing; a job that failed often waits five minutes.
    private static let patience = Duration.seconds(600)

    func run() async throws -> ChaosReport {
        try await instance.whileTended {
            let sender = try await instance.openAccount()
            let processes = [KillStep.Process.service, .signer]
            let board = ChaosBoard(planned: plan.contracts.count, workers: inFlight, killers: processes.count)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<inFlight { group.addTask { try await work(board, sender) } }
                for process in processes { group.addTask { try await kill(process, board) } }
                group.addTask { try await fail(board) }
                try await group.waitForAll()
            }
            return try await report(board)
        }
    }

    private func work(_ board: ChaosBoard, _ sender: String) async throws {
        while let index = await board.next() {
            try interruption.check()
            let start = ContinuousClock.now
            let result = try await contract(index, sender)
            await board.finished(result)
            say("\(result.name)\t\(result.outcome)\t\((ContinuousClock.now - start).components.seconds) s")
        }
        await board.workerLeft()
    }

    private func contract(_ index: Int, _ sender: String) async throws -> ChaosResult {
        let contract = plan.contracts[index % plan.contracts.count]
        let name = "contract-\(index + 1)"
        let people = zip(["髙橋 花子", "﨑山 太郎"], contract.signers).enumerated().map { place, person in
            DemoSigner(name: person.0, email: "signer\(place + 1).\(name)@party.example", kind: person.1)
        }
        let walk = PatientWalk(
            instance: instance,
            sender: sender,
            signers: people,
            interruption: interruption,
            patience: Self.patience
        )
        let outcome: ChaosResult.Outcome
        do {
            _ = try await walk.run(files[contract.file % files.count], to: out.appending(path: name))
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
        return ChaosResult(name: name, signers: contract.signers, outcome: outcome)
    }

    /// Kills one process as planned, each time at once and then at its step.
    private func kill(_ process: KillStep.Process, _ board: ChaosBoard) async throws {
        let program = Death.Program(process)
        for kill in plan.kills where kill.process == process {
            guard try await wait(for: kill.due, board) else { break }
            try await Task.sleep(for: .milliseconds(kill.pauseInMilliseconds))
            while await !instance.kill(program, thenArm: kill.step) { try await Task.sleep(for: .milliseconds(50)) }
            guard let step = kill.step else { continue }
            let deaths = await stepDeaths(step)
            while await stepDeaths(step) == deaths, await !board.isOver {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        await board.killerLeft()
    }

    private func stepDeaths(_ step: KillStep) async -> Int {
        await instance.deaths.count { $0.cause == .step(step.name) }
    }

    private func fail(_ board: ChaosBoard) async throws {
        for fault in plan.faults {
            guard try await wait(for: fault.due, board) else { break }
            try await Task.sleep(for: .milliseconds(fault.pauseInMilliseconds))
            say("\(fault.fault.kind) for \(fault.lengthInMilliseconds) ms")
            try await weather.begin(fault.fault)
            try? await Task.sleep(for: .milliseconds(fault.lengthInMilliseconds))
            try await weather.end(fault.fault)
        }
    }

    /// Whether so many contracts have begun; false when there will be no more.
    private func wait(for due: Int, _ board: ChaosBoard) async throws -> Bool {
        while await board.begun < due {
            if await board.isOver { return false }
            try await Task.sleep(for: .milliseconds(50))
        }
        return await !board.isOver
    }

    private func report(_ board: ChaosBoard) async throws -> ChaosReport {
        let query = SignerQuery(prepared: instance.prepared)
        let operations = try await query.quietOperations()
        let results = await board.results
        return ChaosReport(
            plan: plan,
            results: results,
            deaths: await instance.deaths,
            faults: await weather.counts,
            operations: operations,
            tally: try await ChaosTally(query: query, out: out, results: results),
            audit: try await AuditCheck(prepared: instance.prepared).run(),
            inFlight: inFlight
        )
    }
}
