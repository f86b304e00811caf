import Foundation
import PostgresConnection
import PostgresSignerStorage
import PostgresTestSupport
import SQLiteSnapshot
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(
    .enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"),
    .enabled(if: PostgresServer.shared != nil, PostgresServer.isAbsent)
)
struct `The signer's records, moved from SQLite to PostgreSQL` {
    @Test func `know every key, every use and every entry`() async throws {
        try await SignerEngine.sqlite.withSigners { signer, _, file in
            guard case .file(let path) = file else { return }
            let person = try await signer.enrol("hanako@example.jp")
            let pending = try await signer.pending(["contract"], by: person)
            let data = try signer.approval(of: pending, ["contract"], by: person)
            let response = try await signer.activate(data)
            let gone = try await signer.enrol("taro@example.jp")
            _ = try await signer.credentials.revoke(gone.id, client: SignerFixture.client)
            try await signer.destroy(gone.id)
            let operations = try await signer.operations()

            try await PostgresServer.required().withSignerDatabase { settings, _ in
                let digests = try await ConnectionPool.once(settings) { connection in
                    try SQLiteSnapshot.read(path) { try PostgresActivationStore.fill(connection, .test, from: $0) }
                }
                #expect(digests.first { $0.table == "credential" }?.rows == 2)
                let store = try await PostgresActivationStore(settings, connections: 2)
                let moved = signer.otherProcess("signer-process-2", store: store)
                #expect(try await moved.operations() == operations)
                #expect(try await moved.activation.settle(pending.id, client: SignerFixture.client) == response)
                await #expect(throws: SignerError.alreadyRedeemed) { _ = try await moved.activate(data) }
                for chain in try await moved.room.auditChains() {
                    try await moved.room.auditRecords(chain).verifyAuditChain()
                }
                // The key is still hers, and the count goes on by one.
                let next = try await moved.pending(["annex"], by: person)
                _ = try await moved.activate(moved.approval(of: next, ["annex"], by: person))
                #expect(try await moved.operations() == operations + 1)
                for change in [
                    "UPDATE signature_operation SET count = 0", "DELETE FROM signature_operation",
                    "DELETE FROM tombstone", "DELETE FROM permission_use",
                ] {
                    await #expect(throws: (any Error).self) {
                        try await SignerDatabase.database(settings).execute(
                            "SET session_replication_role = replica; \(change)"
                        )
                    }
                }
                // What is there is not written over.
                await #expect(throws: FillFault.self) {
                    try await ConnectionPool.once(settings) { connection in
                        _ = try SQLiteSnapshot.read(path) {
                            try PostgresActivationStore.fill(connection, .test, from: $0)
                        }
                    }
                }
                await store.close()
            }
        }
    }
}
