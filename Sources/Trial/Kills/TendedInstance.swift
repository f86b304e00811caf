import Foundation

/// A trial whose programs are started one by one, so that one can be told to die at a named step and is started again.
actor TendedInstance {
    private struct Program {
        let name: String
        let arguments: [String]
        var child: ChildProcess?
        /// Not while it is being stopped on purpose.
        var isWanted = true
    }

    nonisolated let prepared: PreparedFolder
    nonisolated let client: APIClient
    /// How often a program was found dead by SIGKILL since the last `arm`.
    private(set) var kills = 0
    private let authority: ChildProcess
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

    /// Starts again what dies, for as long as `work` runs.
    ///
    /// The people at work ask again by themselves and know nothing of it, as people do.
    nonisolated func whileTended<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while !Task.isCancelled {
                    try await self.tend()
                    try? await Task.sleep(for: .milliseconds(100))
                }
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let value = finished { return value }
            }
            throw CancellationError()
        }
    }

    /// Starts the step's program anew, to die at the step.
    func arm(_ step: KillStep) async throws {
        await end(step.process)
        kills = 0
        try start(step.process, environment: ["CHIGIRI_CRASH_AT": step.name])
        try await waitForHealth()
    }

    /// Starts again what has died, to live.
    func tend() throws {
        for process in [KillStep.Process.signer, .service] {
            guard let program = programs[process], program.isWanted, program.child?.isRunning != true else { continue }
            if program.child?.wasKilled == true { kills += 1 }
            try start(process, environment: [:])
        }
    }

    /// Ends one program like `kill -9` and leaves it dead until `repair`.
    func kill(_ process: KillStep.Process) async throws {
        guard let child = programs[process]?.child else { return }
        child.killNow()
        while child.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Starts again what has died, and waits until the API answers.
    func repair() async throws {
        try tend()
        try await waitForHealth()
    }

    func processIdentifier(of process: KillStep.Process) -> Int32? {
        programs[process]?.child?.processIdentifier
    }

    func stop() async {
        for process in [KillStep.Process.service, .signer] { await end(process) }
        authority.stop()
        await client.close()
    }

    /// Asks a program to end, and waits at most fifteen seconds before it is killed.
    private func end(_ process: KillStep.Process) async {
        programs[process]?.isWanted = false
        guard let child = programs[process]?.child else { return }
        child.askToEnd()
        for _ in 0..<300 where child.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
        child.stop()
    }

    private func start(_ process: KillStep.Process, environment: [String: String]) throws {
        guard let program = programs[process] else { return }
        programs[process]?.isWanted = true
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

extension TendedInstance {
    /// The API token of the sender's account, made with the set-up token.
    nonisolated func openAccount() async throws -> String {
        try await client.post(
            "/v1/setup",
            bearer: nil,
            API.Setup(
                setupToken: prepared.setupToken,
                organisation: API.Setup.Organisation(name: "株式会社ちぎり試験"),
                account: API.Setup.Account(name: "試験 送信者", email: "sender@sender.example")
            ),
            as: API.Account.self
        ).token
    }
}
