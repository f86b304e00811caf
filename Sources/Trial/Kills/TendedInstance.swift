import Foundation

/// A trial whose programs are started one by one, so that each can be killed, at a named step or at any moment, and is
/// started again.
actor TendedInstance {
    private struct Program {
        let name: String
        let arguments: [String]
        let environment: [String: String]
        var child: ChildProcess?
        var startedAt = ContinuousClock.now
        /// Not while it is kept down on purpose.
        var isWanted = true
        /// Where it dies by itself, as it was started; and as it shall be started next.
        var armed: KillStep?
        var next: KillStep?
        var isKilledByUs = false
    }

    nonisolated let prepared: PreparedFolder
    nonisolated let client: APIClient
    /// The ends that nobody asked for, since the last `arm`.
    private(set) var deaths: [Death] = []
    private var programs: [Death.Program: Program] = [:]

    /// Starts the authority, the signer and the service, each with more variables of the environment where given.
    init(prepared: PreparedFolder, environments: [Death.Program: [String: String]] = [:]) async throws {
        self.prepared = prepared
        let folder = prepared.folder
        client = APIClient(base: prepared.ports.serviceURL, root: folder.internalRoot)
        programs[.authority] = Program(
            name: "chigiri-trial",
            arguments: ["authority", "--data", folder.root.path],
            environment: environments[.authority] ?? [:]
        )
        programs[.signer] = Program(
            name: "chigiri-signer",
            arguments: ["--settings", folder.signer.appending(path: "settings.json").path],
            environment: environments[.signer] ?? [:]
        )
        programs[.service] = Program(
            name: "chigiri",
            arguments: ["serve", "--settings", folder.service.appending(path: "settings.json").path],
            environment: environments[.service] ?? [:]
        )
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

    /// Ends the step's program and starts it anew, to die at the step.
    func arm(_ step: KillStep) async throws {
        let program = Death.Program(step.process)
        await stop(program)
        deaths = []
        programs[program]?.next = step
        try start(program)
        try await waitForHealth()
    }

    /// Kills a program at this moment; it is started again to live, or to die at a step of its own.
    ///
    /// False when it does not run just now, or waits for another step.
    func kill(_ program: Death.Program, thenArm step: KillStep?) -> Bool {
        guard let running = programs[program], let child = running.child, child.isRunning, running.armed == nil else {
            return false
        }
        programs[program]?.isKilledByUs = true
        programs[program]?.next = step
        child.killNow()
        return true
    }

    /// Kills a program and keeps it down until `start`.
    func takeAway(_ program: Death.Program) {
        programs[program]?.isWanted = false
        programs[program]?.child?.killNow()
    }

    /// Starts again, to live, what has died.
    func tend() throws {
        for program in Death.Program.allCases {
            guard let state = programs[program], state.isWanted, state.child?.isRunning != true else { continue }
            if let ending = state.child?.ending {
                // What cannot start is not started a hundred times a second.
                if ending != .signal(SIGKILL), state.startedAt.duration(to: .now) < .seconds(1) { continue }
                let death = Death(program, ending, armed: state.armed, byUs: state.isKilledByUs)
                deaths.append(death)
                // Gone for another reason before its step: the step is still to come.
                if let step = state.armed, death.cause != .step(step.name) { programs[program]?.next = step }
            }
            try start(program)
        }
    }

    /// Ends one program like `kill -9` and leaves it dead until `repair`.
    func kill(_ process: KillStep.Process) async throws {
        guard let child = programs[Death.Program(process)]?.child else { return }
        programs[Death.Program(process)]?.isKilledByUs = true
        child.killNow()
        while child.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Starts again what has died, and waits until the API answers.
    func repair() async throws {
        try tend()
        try await waitForHealth()
    }

    func processIdentifier(of process: KillStep.Process) -> Int32? {
        programs[Death.Program(process)]?.child?.processIdentifier
    }

    func stop() async {
        for program in [Death.Program.service, .signer, .authority] { await stop(program) }
        await client.close()
    }

    func start(_ program: Death.Program) throws {
        guard var state = programs[program], state.child?.isRunning != true else { return }
        let crash = state.next.map { ["CHIGIRI_CRASH_AT": $0.name] } ?? [:]
        state.child = try ChildProcess(
            state.name,
            state.arguments,
            log: prepared.folder.logs.appending(path: "\(program.rawValue).log"),
            environment: state.environment.merging(crash) { $1 }
        )
        state.startedAt = .now
        state.isWanted = true
        state.armed = state.next
        state.next = nil
        state.isKilledByUs = false
        programs[program] = state
    }

    /// Asks a program to end, and waits at most fifteen seconds before it is killed.
    private func stop(_ program: Death.Program) async {
        programs[program]?.isWanted = false
        guard let child = programs[program]?.child else { return }
        child.askToEnd()
        for _ in 0..<300 where child.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
        child.stop()
    }

    private func waitForHealth() async throws {
        struct Health: Decodable {
            let status: String
        }
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
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
