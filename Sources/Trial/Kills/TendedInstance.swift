import Foundation

/// A trial whose programs are started one by one, so that one can be told to die at a named step and is started again.
final class TendedInstance {
    private struct Program {
        let name: String
        let arguments: [String]
        var child: ChildProcess?
    }

    let prepared: PreparedFolder
    let client: APIClient
    /// How often a program was found dead by SIGKILL since the last `arm`.
    private(set) var kills = 0
    private var authority: ChildProcess
    private var programs: [KillStep.Process: Program]

    init(prepared: PreparedFolder) async throws {
        self.prepared = prepared
        let folder = prepared.folder
        client = APIClient(base: prepared.ports.serviceURL, root: folder.internalRoot)
        authority = try ChildProcess(
            "chigiri-trial",
            ["authority", "--data", folder.root.path],
            log: folder.logs.appending(path: "authority.log")
        )
        programs = [
            .signer: Program(
                name: "chigiri-signer",
                arguments: ["--settings", folder.signer.appending(path: "settings.json").path]
            ),
            .service: Program(
                name: "chigiri",
                arguments: ["serve", "--settings", folder.service.appending(path: "settings.json").path]
            ),
        ]
        try tend()
        try await waitForHealth()
    }

    /// Starts the step's program anew, to die at the step.
    func arm(_ step: KillStep) async throws {
        programs[step.process]?.child?.stop()
        kills = 0
        try start(step.process, environment: ["CHIGIRI_CRASH_AT": step.name])
        try await waitForHealth()
    }

    /// Starts again what has died, to live.
    func tend() throws {
        for process in [KillStep.Process.signer, .service] {
            guard let program = programs[process], program.child?.isRunning != true else { continue }
            if program.child?.wasKilled == true { kills += 1 }
            try start(process, environment: [:])
        }
    }

    func stop() async {
        for process in [KillStep.Process.service, .signer] { programs[process]?.child?.stop() }
        authority.stop()
        await client.close()
    }

    private func start(_ process: KillStep.Process, environment: [String: String]) throws {
        guard let program = programs[process] else { return }
        programs[process]?.child = try ChildProcess(
            program.name,
            program.arguments,
            log: prepared.folder.logs.appending(path: "\(process.rawValue).log"),
            environment: environment
        )
    }

    private func waitForHealth() async throws {
        struct Health: Decodable {
            let status: String
        }
        for _ in 0..<600 {
            try tend()
            let health = try? await client.get("/v1/health", bearer: nil, as: Health.self)
            if health?.status == "ok" { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TrialError.program("chigiri", log: prepared.folder.logs.path)
    }
}
