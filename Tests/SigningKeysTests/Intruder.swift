import Foundation
import GRDB

/// Somebody who can write the signer's database, but has no key of the HSM.
struct Intruder {
    let database: String

    private func queue() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: database, configuration: configuration)
    }

    func store(context: [UInt8], id: String, credential: String) async throws {
        try await execute(
            "INSERT INTO activation (id, credential, context, created) VALUES (?, ?, ?, 0)",
            [id, credential, Data(context)]
        )
    }

    func execute(_ sql: String, _ arguments: StatementArguments = []) async throws {
        try await queue().write { try $0.execute(sql: sql, arguments: arguments) }
    }
}
