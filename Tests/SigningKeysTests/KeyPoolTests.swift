import Foundation
import GRDB
import SQLiteSignerStorage
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

/// RSA keys made ahead of time. KEY-1
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `The key pool` {
    private func enrol(_ subject: String, _ signer: SignerFixture) async throws -> String {
        try await signer.credentials.enrol(
            CredentialRequest(subject: subject, displayName: "甲野 花子"),
            client: SignerFixture.client
        ).id
    }

    private func fingerprints(_ signer: SignerFixture, _ ids: [String]) async throws -> Set<String> {
        var fingerprints: Set<String> = []
        for id in ids { fingerprints.insert(try await signer.credentials.record(of: id).keyFingerprint) }
        return fingerprints
    }

    private func waiting(_ signer: SignerFixture) async throws -> Int {
        try await signer.store.read { try $0.pooledKeys() }
    }

    @Test func `fills itself, and again after a key has left it`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPSS, poolSize: 2)
        let filling = Task { await signer.room.keyPool.keepFilled(for: signer.room) }
        defer { filling.cancel() }
        try await until { try await waiting(signer) == 2 }
        _ = try await enrol("hanako@example.jp", signer)
        try await until { try await signer.room.auditRecords("key-pool").count == 4 }
        #expect(try await waiting(signer) == 2)
        let records = try await signer.room.auditRecords("key-pool")
        try records.verifyAuditChain()
        #expect(
            records.map(\.entry.action).sorted() == [
                "pooled-key-made", "pooled-key-made", "pooled-key-made", "pooled-key-taken",
            ]
        )
    }

    @Test func `gives each key to one person, also when many come at once`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPKCS1, poolSize: 3)
        let filling = Task { await signer.room.keyPool.keepFilled(for: signer.room) }
        try await until { try await waiting(signer) == 3 }
        filling.cancel()
        await filling.value
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<3 {
                group.addTask { try await enrol("person-\(number)@example.jp", signer) }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(try await fingerprints(signer, ids).count == 3)
        #expect(try await waiting(signer) == 0)
        // Nothing was made meanwhile: the three came from the pool.
        #expect(try await signer.room.auditRecords("key-pool").count == 6)
    }

    @Test func `keeps the key when the credential that asked has changed meanwhile`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPSS)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<3 {
                group.addTask { (try? await enrol("hanako@example.jp", signer)) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        let actions = try await signer.room.auditRecords("key-pool").map(\.entry.action)
        let made = actions.filter { $0 == "pooled-key-made" }.count
        let taken = actions.filter { $0 == "pooled-key-taken" }.count
        #expect(try await waiting(signer) == made - taken)
        let holders = try await signer.store.read { try $0.credentials(in: [.generated, .certificatePending]) }
        #expect(holders.count == taken && Set(holders.compactMap { $0.key?.publicKeyInfo }).count == taken)
    }

    @Test func `makes a key on the spot when it is empty`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPSS)
        let id = try await enrol("hanako@example.jp", signer)
        #expect(try await signer.credentials.record(of: id).state == .certificatePending)
        #expect(
            try await signer.room.auditRecords("key-pool").map(\.entry.action) == [
                "pooled-key-made", "pooled-key-taken",
            ]
        )
    }

    @Test func `has no key twice, whoever writes the records`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPSS)
        let id = try await enrol("hanako@example.jp", signer)
        let intruder = Intruder(database: signer.database)
        await #expect(throws: DatabaseError.self) {
            try await intruder.execute(
                """
                INSERT INTO pooled_key (id, public_key_info, wrapped_key, key_binding, created)
                SELECT 'again', public_key_info, wrapped_key, key_binding, 0 FROM credential WHERE id = ?
                """,
                [id]
            )
        }
        // Without its rules the file takes the row, but the HSM did not make this key for the pool.
        try await intruder.execute("DROP TRIGGER pooled_key_is_new")
        try await intruder.execute(
            """
            INSERT INTO pooled_key (id, public_key_info, wrapped_key, key_binding, created)
            SELECT 'again', public_key_info, wrapped_key, key_binding, 0 FROM credential WHERE id = ?
            """,
            [id]
        )
        await #expect(throws: SignerError.keyMismatch) { _ = try await enrol("taro@example.jp", signer) }
    }

    /// Waits for what a task of its own does; the test fails after a minute.
    private func until(_ isDone: () async throws -> Bool) async throws {
        for _ in 0..<1200 {
            if try await isDone() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("waited for a minute")
    }
}
