import Foundation

/// Pairs of people who sign one contract after the other, each pair beside the others.
struct LoadRun: Sendable {
    let instance: TendedInstance
    let sender: String
    let contract: [UInt8]
    let inFlight: Int
    let contracts: Int
    let interruption: Interruption

    /// - Throws: the first failure: a contract that is not sealed makes the figures worthless.
    func run() async throws -> LoadRow {
        let enrolled = try await everyPair { pair in
            var authenticators: [String: SoftwareAuthenticator] = [:]
            _ = try await walk(of: pair).conclude(contract, &authenticators)
            return authenticators
        }
        let before = try await ProcessorTime(instance)
        let start = ContinuousClock.now
        let left = Countdown(contracts)
        let latencies = try await everyPair { pair in
            var authenticators = enrolled[pair]
            var latencies: [Duration] = []
            while await left.takeOne() {
                try interruption.check()
                let begun = ContinuousClock.now
                _ = try await walk(of: pair).conclude(contract, &authenticators)
                latencies.append(.now - begun)
            }
            return latencies
        }
        let elapsed = ContinuousClock.now - start
        return LoadRow(
            inFlight: inFlight,
            latencies: latencies.flatMap { $0 }.sorted(),
            elapsed: elapsed,
            processorTime: try await ProcessorTime(instance) - before
        )
    }

    /// One of each kind.
    private func walk(of pair: Int) -> PatientWalk {
        PatientWalk(
            instance: instance,
            sender: sender,
            signers: [
                DemoSigner(name: "髙橋 花子", email: "party\(pair).of\(inFlight)@party.example", kind: .party),
                DemoSigner(name: "﨑山 太郎", email: "witness\(pair).of\(inFlight)@party.example", kind: .witness),
            ],
            interruption: interruption,
            pause: .milliseconds(50)
        )
    }

    /// Lets every pair work at once; what came of each, by number.
    private func everyPair<Value: Sendable>(
        _ work: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for pair in 0..<inFlight { group.addTask { (pair, try await work(pair)) } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

/// What is still to be done, counted by everybody who does it.
private actor Countdown {
    private var left: Int

    init(_ count: Int) {
        left = count
    }

    /// False when nothing is left.
    func takeOne() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}
