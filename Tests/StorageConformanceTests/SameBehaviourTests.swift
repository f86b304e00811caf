import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SQLiteStorage
import SigningService
import Testing

@Suite(.enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent))
struct `Both engines` {
    /// The first is another one in every run; the others are always the same.
    static let seeds = [UInt64.random(in: .min ... .max), 1, 2, 3]

    @Test(arguments: seeds)
    func `answer a random list of operations alike, and hold the same afterwards`(seed: UInt64) async throws {
        try await Engine.sqlite.withStore { sqlite, _ in
            try await Engine.postgres.withStore { postgres, _ in
                var list = OperationList(seed: seed)
                var outcomes: [String: Int] = [:]
                for number in 1...400 {
                    let operations = try list.transaction()
                    let one = try await outcome(of: operations, in: sqlite)
                    let other = try await outcome(of: operations, in: postgres)
                    let names = operations.map(\.name).joined(separator: ", ")
                    try #require(one == other, "seed \(seed), transaction \(number): \(names)")
                    outcomes[one.first ?? "", default: 0] += 1
                }
                // A list in which nothing succeeds, or nothing fails, would show little.
                for kind in ["done", "conflict", "storage"] {
                    #expect(outcomes[kind, default: 0] >= 5, "seed \(seed), \(kind)")
                }

                let one = try await #require(sqlite as? SQLiteStore).dump()
                let other = try await #require(postgres as? PostgresStore).dump()
                #expect(one.difference(from: other).isEmpty, "seed \(seed)")
                for store in [sqlite, postgres] {
                    #expect(try await CheckAuditLog(store: store).run().faults.isEmpty, "seed \(seed)")
                }
            }
        }
    }

    /// What each operation answered; after an error, its kind alone.
    private func outcome(of operations: [Operation], in store: any ServiceStore) async throws -> [String] {
        do {
            return try await store.write { transaction in try operations.map { try $0.body(transaction) } }
        } catch ServiceError.conflict {
            return ["conflict"]
        } catch ServiceError.storage {
            return ["storage"]
        }
    }
}
