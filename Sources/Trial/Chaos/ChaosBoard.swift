/// Who is at work in a chaos run, and what became of the contracts.
actor ChaosBoard {
    private let planned: Int
    private var workers: Int
    private var killers: Int
    private(set) var begun = 0
    private(set) var results: [ChaosResult] = []

    init(planned: Int, workers: Int, killers: Int) {
        self.planned = planned
        self.workers = workers
        self.killers = killers
    }

    /// The next contract, from 0; nil when there are enough.
    ///
    /// More than planned while a process still waits for the step it is to die at, at most half as many again.
    func next() -> Int? {
        guard begun < planned || (killers > 0 && begun < planned + planned / 2 + 4) else { return nil }
        defer { begun += 1 }
        return begun
    }

    func finished(_ result: ChaosResult) { results.append(result) }
    func workerLeft() { workers -= 1 }
    func killerLeft() { killers -= 1 }

    /// Whether nobody works on a contract any more.
    var isOver: Bool { workers == 0 }
}

/// What became of one contract.
struct ChaosResult: Hashable, Sendable {
    enum Outcome: Hashable, Sendable {
        case valid
        /// Sealed, but a result does not pass.
        case invalid(String)
        /// Not sealed although the people asked again.
        case lost(String)
    }

    let name: String
    let signers: [DemoSigner.Kind]
    let outcome: Outcome
}
