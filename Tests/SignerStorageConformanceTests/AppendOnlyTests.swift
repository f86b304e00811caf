import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningKeys

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `The records of two signer processes` {
    @Test(arguments: SignerEngine.allCases)
    func `chain every entry, also when both write at once`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        _ = try await (number.isMultiple(of: 2) ? one : other).custody.makeDataKey(
                            DataKeyRequest(document: "shared", reader: "reader-\(number)"),
                            client: SignerFixture.client
                        )
                    }
                }
                try await group.waitForAll()
            }
            let records = try await one.room.auditRecords("document:shared")
            #expect(records.count == 40)
            try records.verifyAuditChain()
        }
    }

    private static let changes = [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        """
        INSERT INTO audit_entry
        SELECT chain, sequence + 1000, time, actor, action, salt, payload, payload_digest, previous, digest
        FROM audit_entry
        """,
        "UPDATE permission_use SET item = item + 100",
        "DELETE FROM permission_use",
        "UPDATE permission_hold SET holder = 'nobody'",
        "INSERT INTO withdrawn_permission (kind, id) SELECT kind, id FROM permission_use",
        "UPDATE activation SET context = context",
        "UPDATE signature_value SET digest = ''",
        "UPDATE signature_operation SET count = 0",
        "DELETE FROM signature_operation",
        "UPDATE tombstone SET time = 0",
        "DELETE FROM tombstone",
        "UPDATE credential SET key_type = 'P-384'",
        """
        INSERT INTO pooled_key (id, public_key_info, wrapped_key, key_binding, created)
        SELECT 'again', public_key_info, key_binding, key_binding, 0 FROM credential
        """,
        "UPDATE credential SET wrapped_key = key_binding WHERE state = 'DESTROYED'",
        "UPDATE key_operator SET duty = 'key-custodian'",
        "DELETE FROM key_operator",
        "UPDATE critical_act SET bytes = bytes",
        "DELETE FROM critical_act",
        "UPDATE act_approval SET time = 0",
        "DELETE FROM act_approval",
        "UPDATE act_performed SET time = 0",
        "DELETE FROM act_performed",
        """
        INSERT INTO act_performed (act, custodian, officer, time)
        SELECT act, operator, operator, 0 FROM act_approval WHERE act NOT IN (SELECT act FROM act_performed)
        """,
    ]

    /// A signer with a use of everything.
    private func fill(_ signer: SignerFixture) async throws {
        let client = SignerFixture.client
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: person))
        let taken = try await signer.enrol("taro@example.jp")
        _ = try await signer.credentials.revoke(taken.id, client: client)
        try await signer.destroy(taken.id)
        let waiting = try await signer.acts.request(
            CriticalActRequest(kind: .destroyCredential, target: person.id, reason: "契約終了"),
            client: client
        )
        _ = try await signer.approve(waiting, by: signer.operator(.keyCustodian))
        let hold = PermissionHold(holder: "somebody", ends: signer.clock.now)
        let use = PermissionUse(kind: .seal, id: "held", index: 0, signedAttributes: [], digest: [])
        let event = AuditEvent(.signatureIntended, chain: "record", actor: client, at: signer.clock.now, [:])
        try await signer.store.write { try $0.spend([use], held: hold, recording: event) }
    }

    @Test(arguments: SignerEngine.allCases)
    func `refuse a change by whoever writes them`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, database in
            try await fill(one)
            let before = try await other.room.auditRecords("signer")
            for change in Self.changes {
                await #expect(throws: (any Error).self, "\(change)") { try await database.execute(change) }
                guard engine == .postgres else { continue }
                // Also for a session that calls itself a replica, in which ordinary triggers keep still.
                await #expect(throws: (any Error).self, "\(change), as a replica") {
                    try await database.execute("SET session_replication_role = replica; \(change)")
                }
            }
            if engine == .postgres {
                for table in [
                    "audit_entry", "permission_use CASCADE", "withdrawn_permission", "tombstone",
                    "signature_operation",
                ] {
                    await #expect(throws: (any Error).self, "\(table)") {
                        try await database.execute("TRUNCATE \(table)")
                    }
                }
            }
            #expect(try await other.room.auditRecords("signer") == before)
        }
    }

    /// The same steps of a person's key leave the same chains, and the same state.
    @Test(arguments: SignerEngine.allCases)
    func `tell the same story in every engine`(engine: SignerEngine) async throws {
        try await engine.withSigners { one, other, _ in
            let client = SignerFixture.client
            let person = try await one.enrol("hanako@example.jp")
            #expect(try await other.store.read { try $0.unfinishedCredential(of: "hanako@example.jp") } == nil)
            let newest = try await other.credentials.enrol(
                CredentialRequest(subject: "hanako@example.jp", displayName: "甲野 花子"),
                client: client
            )
            let unfinished = try await one.store.read { try $0.unfinishedCredential(of: "hanako@example.jp") }
            #expect(unfinished?.id == newest.id)
            let held = try #require(try await one.store.read { try $0.credential(person.id) })
            #expect(try await other.store.read { try $0.credential(person.id) } == held)
            #expect(
                try await other.store.read { try $0.credential(withPasskey: person.authenticator.id) } == held
            )
            #expect(try await other.store.read { try $0.credentials(in: [.active, .revoked]) } == [held])
            // The newest has a key, too.
            for (limit, count) in [(1, 1), (5, 2), (0, 0)] {
                let sample = try await other.store.read { try $0.sampleOfCredentials(limit: limit) }
                #expect(sample.count == count && Set(sample.map(\.id)).isSubset(of: [person.id, newest.id]))
            }
            _ = try await other.credentials.suspend(person.id, client: client)
            _ = try await one.credentials.resume(person.id, client: client)
            _ = try await other.credentials.revoke(person.id, client: client)
            try await one.destroy(person.id)
            #expect(try await other.credentials.record(of: person.id).state == .destroyed)
            #expect(try await one.store.read { try $0.sampleOfCredentials(limit: 5) }.map(\.id) == [newest.id])
            _ = try await one.installServiceKey(.witness)
            #expect(try await other.store.read { try $0.serviceKey(.witness)?.certificate } != nil)
            let actions = try await other.room.auditRecords(person.id).map(\.entry.action)
            #expect(
                actions == [
                    "credential-requested", "credential-key-generated", "certification-requested",
                    "passkey-registered", "certificate-installed", "credential-suspended", "credential-resumed",
                    "credential-revoked", "credential-destruction-ordered",
                    "credential-destroyed",
                ]
            )
        }
    }
}
