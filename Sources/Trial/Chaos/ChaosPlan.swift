/// What a chaos run does and when, decided by its seed before it begins.
///
/// *When* is counted in contracts begun, so that a slow machine has the same plan; what the kills then meet is up to the
/// moment.
struct ChaosPlan: Hashable, Sendable {
    struct Kill: Hashable, Sendable {
        let process: KillStep.Process
        /// Where the process dies once more after it was killed; nil: nowhere.
        let step: KillStep?
        let due: Int
        let pauseInMilliseconds: Int
    }

    struct Fault: Hashable, Sendable {
        let fault: ChaosFault
        let due: Int
        let pauseInMilliseconds: Int
        let lengthInMilliseconds: Int
    }

    struct Contract: Hashable, Sendable {
        let signers: [DemoSigner.Kind]
        /// Which of the given files, counted round.
        let file: Int
    }

    let seed: UInt64
    let contracts: [Contract]
    let kills: [Kill]
    let faults: [Fault]

    /// Kills come in pairs: one at any moment, and one at a named step of the process started then.
    ///
    /// Every step comes once before any comes twice: 100 kills are each of the 25 steps twice, and 50 at any moment.
    init(seed: UInt64, contracts count: Int, kills: Int, faults kinds: [ChaosFault]) {
        var generator = SeededGenerator(seed: seed)
        self.seed = seed
        contracts = (0..<count).map { _ in
            Contract(
                signers: [
                    [.party, .witness], [.witness, .party], [.party, .party], [.witness, .witness],
                ].randomElement(using: &generator) ?? [.party, .witness],
                file: Int.random(in: 0..<1_000, using: &generator)
            )
        }
        let pairs = (kills + 1) / 2
        let steps = Self.rounds(of: KillStep.all, count: kills / 2, using: &generator)
        // The last tenth is left in peace, so that the last step still finds contracts to die under.
        let last = max(1, count * 9 / 10)
        self.kills = (0..<pairs).map { index in
            let step = index < steps.count ? steps[index] : nil
            return Kill(
                process: step?.process ?? (Bool.random(using: &generator) ? .service : .signer),
                step: step,
                due: 1 + index * last / max(pairs, 1),
                pauseInMilliseconds: Int.random(in: 0..<1_500, using: &generator)
            )
        }
        let faults = Self.rounds(of: kinds, count: kinds.isEmpty ? 0 : max(2, count / 2), using: &generator)
        self.faults = faults.enumerated().map { index, fault in
            Fault(
                fault: fault,
                due: 1 + index * last / faults.count,
                pauseInMilliseconds: Int.random(in: 0..<1_500, using: &generator),
                lengthInMilliseconds: Int.random(in: 1_500..<6_000, using: &generator)
            )
        }
    }

    /// `count` elements, each once in every round, every round in another order.
    private static func rounds<Element>(
        of elements: [Element],
        count: Int,
        using generator: inout SeededGenerator
    ) -> [Element] {
        var all: [Element] = []
        while all.count < count, !elements.isEmpty { all += elements.shuffled(using: &generator) }
        return Array(all.prefix(count))
    }
}
