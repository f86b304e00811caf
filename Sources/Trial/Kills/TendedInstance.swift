import Foundation

/// A trial whose programs are started one by one, so that each can be killed, at a named step or at any moment, and is
/// started again.
///
/// Where its folder has settings for several processes of each kind, the service's API and its jobs are processes of their
/// own, and the client asks the APIs by turns.
actor TendedInstance {
    /// One program among those of its kind, from 1.
    private struct Seat: Hashable, Comparable {
        let program: Death.Program
        let number: Int

        /// The order in which they are started.
        static func < (one: Seat, other: Seat) -> Bool { (one.rank, one.number) < (other.rank, other.number) }

        private var rank: Int { Death.Program.allCases.firstIndex(of: program) ?? 0 }

        var log: String { number == 1 ? "\(program.rawValue).log" : "\(program.rawValue)-\(number).log" }
    }

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
    private var programs: [Seat: Program] = [:]
    private var seats: [Seat] { programs.keys.sorted() }

    /// Starts the authority, the signers and the service, each kind with more variables of the environment where given.
    init(prepared: PreparedFolder, environments: [Death.Program: [String: String]] = [:]) async throws {
        self.prepared = prepared
        let folder = prepared.folder
        let numbers = 1...prepared.processes
        client = APIClient(
            base: prepared.ports.serviceURL,
            root: folder.internalRoot,
            places: numbers.map { prepared.ports.process($0).serviceURL }
        )
        programs[Seat(program: .authority, number: 1)] = Program(
            name: "chigiri-trial",
            arguments: ["authority", "--data", folder.root.path],
            environment: environments[.authority] ?? [:]
        )
        for number in numbers {
            programs[Seat(program: .signer, number: number)] = Program(
                name: "chigiri-signer",
                arguments: ["--settings", folder.signerSettings(number).path],
                environment: environments[.signer] ?? [:]
            )
            let settings = ["--settings", folder.serviceSettings(number).path]
            programs[Seat(program: .service, number: number)] = Program(
                name: "chigiri",
                arguments: ["serve"] + settings + (numbers.count > 1 ? ["--no-workers"] : []),
                environment: environments[.service] ?? [:]
            )
            if numbers.count > 1 {
                programs[Seat(program: .worker, number: number)] = Program(
                    name: "chigiri",
                    arguments: ["work"] + settings,
                    environment: environments[.worker] ?? [:]
                )
            }
        }
        // The first start of a signer makes the token and its keys, which the others find.
        for program in [Death.Program.authority, .signer] { try start(Seat(program: program, number: 1)) }
        if numbers.count > 1 { try await waitForSigner() }
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

    /// Ends the step's programs and starts them anew, to die at the step.
    ///
    /// Of several any may come to the step, and where one has died another goes on and comes to it too.
    func arm(_ step: KillStep) async throws {
        let armed = seats.filter { $0.program.does(step.process) }
        for seat in seats where armed.contains(seat) || programs[seat]?.armed != nil { await stop(seat) }
        deaths = []
        for seat in seats {
            programs[seat]?.next = armed.contains(seat) ? step : nil
            try start(seat)
        }
        try await waitForHealth()
    }

    /// Kills a program at this moment; it is started again to live, or to die at a step of its own.
    ///
    /// False when it does not run just now, or waits for another step.
    func kill(_ program: Death.Program, thenArm step: KillStep?) -> Bool {
        let seat = Seat(program: program, number: 1)
        guard let running = programs[seat], let child = running.child, child.isRunning, running.armed == nil else {
            return false
        }
        programs[seat]?.isKilledByUs = true
        programs[seat]?.next = step
        child.killNow()
        return true
    }

    /// Kills a program and keeps it down until `start`.
    func takeAway(_ program: Death.Program) {
        let seat = Seat(program: program, number: 1)
        programs[seat]?.isWanted = false
        programs[seat]?.child?.killNow()
    }

    func start(_ program: Death.Program) throws {
        try start(Seat(program: program, number: 1))
    }

    /// Starts again, to live, what has died.
    func tend() throws {
        for seat in seats {
            guard let state = programs[seat], state.isWanted, state.child?.isRunning != true else { continue }
            if let ending = state.child?.ending {
                // What cannot start is not started a hundred times a second.
                if ending != .signal(SIGKILL), state.startedAt.duration(to: .now) < .seconds(1) { continue }
                let death = Death(seat.program, ending, armed: state.armed, byUs: state.isKilledByUs)
                deaths.append(death)
                // Gone for another reason before its step: the step is still to come.
                if let step = state.armed, death.cause != .step(step.name) { programs[seat]?.next = step }
            }
            try start(seat)
        }
    }

    /// Ends one program like `kill -9` and leaves it dead until `repair`.
    func kill(_ process: KillStep.Process) async throws {
        let seat = Seat(program: Death.Program(process), number: 1)
        guard let child = programs[seat]?.child else { return }
        programs[seat]?.isKilledByUs = true
        child.killNow()
        while child.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Starts again what has died, and waits until the API answers.
    func repair() async throws {
        try tend()
        try await waitForHealth()
    }

    func processIdentifier(of process: KillStep.Process) -> Int32? {
        programs[Seat(program: Death.Program(process), number: 1)]?.child?.processIdentifier
    }

    /// Ends all, those that need others first.
    func stop() async {
        for seat in seats.reversed() { await stop(seat) }
        await client.close()
    }

    private func start(_ seat: Seat) throws {
        guard var state = programs[seat], state.child?.isRunning != true else { return }
        let crash = state.next.map { ["CHIGIRI_CRASH_AT": $0.name] } ?? [:]
        state.child = try ChildProcess(
            state.name,
            state.arguments,
            log: prepared.folder.logs.appending(path: seat.log),
            environment: state.environment.merging(crash) { $1 }
        )
        state.startedAt = .now
        state.isWanted = true
        state.armed = state.next
        state.next = nil
        state.isKilledByUs = false
        programs[seat] = state
    }

    /// Asks a program to end, and waits at most fifteen seconds before it is killed.
    private func stop(_ seat: Seat) async {
        programs[seat]?.isWanted = false
        guard let child = programs[seat]?.child else { return }
        child.askToEnd()
        for _ in 0..<300 where child.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
        child.stop()
    }

    /// Waits until every process of the API answers.
    private func waitForHealth() async throws {
        struct Health: Decodable {
            let status: String
        }
        var silent = Array(1...prepared.processes)
        let deadline = ContinuousClock.now + .seconds(120)
        while let number = silent.first {
            guard ContinuousClock.now < deadline else {
                throw TrialError.program("chigiri", log: prepared.folder.logs.path)
            }
            try tend()
            let process = client.asking([prepared.ports.process(number).serviceURL])
            let health = try? await process.get("/v1/health", bearer: nil, as: Health.self)
            if health?.status == "ok" {
                silent.removeFirst()
            } else {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Waits until the first signer answers; nothing else is started meanwhile.
    private func waitForSigner() async throws {
        let query = SignerQuery(prepared: prepared)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if (try? await query.signatureOperations()) != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TrialError.program("chigiri-signer", log: prepared.folder.logs.path)
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
