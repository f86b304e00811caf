import SignerProtocol
import SigningService

/// A database without an engine of ours.
protocol RawDatabase: Sendable {
    /// Writes the transactions of each life in order.
    func run(_ lives: [[[RawWrite]]]) async throws
    /// The first column of each row, as text.
    func texts(_ sql: String) async throws -> [String]
}

/// The lives of envelopes through an engine of ours and without it, by turns, in two databases of their own.
struct TransactionsBench {
    let engine: String
    let store: any ServiceStore
    /// What the engine has written, looked at without it.
    let written: any RawDatabase
    let raw: any RawDatabase
    let atOnce: Int

    struct Row {
        let engine: String
        let atOnce: Int
        /// Transactions a second, each the median of its rounds.
        let ours: Double
        let raw: Double
        /// The median of the rounds' ratios.
        let ratio: Double
        let transactionsOfALife: Int
    }

    func run(rounds: Int, lives count: Int, of account: Account) async throws -> Row {
        // In tables of a few pages everybody meets everybody; a service in use has grown out of that.
        _ = try await round(lives: 4 * count, of: account)
        var ours: [Double] = []
        var theirs: [Double] = []
        var steps = 0
        for _ in 0..<rounds {
            let round = try await round(lives: count, of: account)
            ours.append(round.ours)
            theirs.append(round.raw)
            steps = round.steps
        }
        try await requireSameRows()
        return Row(
            engine: engine,
            atOnce: atOnce,
            ours: ours.median,
            raw: theirs.median,
            ratio: zip(ours, theirs).map { $0 / $1 }.median,
            transactionsOfALife: steps
        )
    }

    private func round(lives count: Int, of account: Account) async throws -> (ours: Double, raw: Double, steps: Int) {
        let lives = try (0..<count).map { _ in try Life(of: account) }
        let steps = lives.map(\.steps.count).reduce(0, +)
        let clock = ContinuousClock()
        let ours = try await clock.measure { try await throughStore(lives) }
        let rows = lives.map { life in life.steps.map(\.rows) }
        let theirs = try await clock.measure { try await raw.run(rows) }
        return (Double(steps) / ours.seconds, Double(steps) / theirs.seconds, steps / count)
    }

    private func throughStore(_ lives: [Life]) async throws {
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<atOnce {
                let mine = stride(from: worker, to: lives.count, by: atOnce).map { lives[$0] }
                group.addTask {
                    for step in mine.map(\.steps).joined() { try await step.run(store) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Both databases have to hold the same, or the ratio compares nothing.
    private func requireSameRows() async throws {
        for sql in Self.questions {
            let (ours, theirs) = (try await written.texts(sql), try await raw.texts(sql))
            guard ours == theirs else { throw RawFailure("\(engine) at \(atOnce): not the same rows: \(sql)") }
        }
    }

    private static let questions =
        ["data_key", "document", "revision", "invitation", "signer_session", "audit_entry", "audit_payload", "job"]
        .map { "SELECT CAST(count(*) AS TEXT) FROM \($0)" }
        + [
            "SELECT state_detail FROM envelope ORDER BY id", "SELECT state_detail FROM signer ORDER BY id",
            "SELECT state_detail FROM signature_attempt ORDER BY id",
            "SELECT instruction FROM signature_attempt ORDER BY id",
            "SELECT text FROM envelope_search ORDER BY envelope_id",
        ]
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

extension [Double] {
    /// The value that so many of a hundred do not exceed.
    func percentile(_ percent: Int) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? 0 : sorted[Swift.min(sorted.count - 1, sorted.count * percent / 100)]
    }

    var median: Double { percentile(50) }
}
