import Crypto
import Foundation
import GRDB
import SQLiteSignerStorage
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `The signer's records` {
    @Test func `are on the disk before a commit is answered`() async throws {
        let signer = try await SignerFixture.make()
        #expect(try await SQLiteActivationStore(path: signer.database).synchronousLevel() == 2)
    }

    @Test(arguments: [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1 LIMIT 1",
        "UPDATE permission_use SET item = item + 100",
        "DELETE FROM permission_use",
        "INSERT OR REPLACE INTO permission_use SELECT * FROM permission_use LIMIT 1",
        "UPDATE activation SET context = x'00'",
        "UPDATE signature_value SET value = x'00'",
        "UPDATE signature_operation SET count = 0",
        "DELETE FROM signature_operation",
    ])
    func `refuse a change by whoever writes them`(sql: String) async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: person))
        await #expect(throws: DatabaseError.self) { try await Intruder(database: signer.database).execute(sql) }
        try await signer.room.auditRecords(person.id).verifyAuditChain()
    }

    @Test func `chain every entry, also when many write at once`() async throws {
        let signer = try await SignerFixture.make()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    _ = try await signer.custody.makeDataKey(
                        DataKeyRequest(document: "shared", reader: "reader-\(number)"),
                        client: SignerFixture.client
                    )
                }
            }
            try await group.waitForAll()
        }
        let records = try await signer.room.auditRecords("document:shared")
        #expect(records.count == 40)
        try records.verifyAuditChain()
    }

    /// AES-KWP has no associated data; the HSM's HMAC has. KEY-4
    @Test func `with two people's wrapped keys swapped are refused`() async throws {
        let signer = try await SignerFixture.make()
        let hanako = try await signer.enrol("hanako@example.jp")
        let taro = try await signer.enrol("taro@example.jp")
        let pending = try await signer.pending(["contract"], by: hanako)
        let before = try await signer.operations()
        // Who writes the file can drop its rules too.
        try await Intruder(database: signer.database).execute("DROP INDEX credential_by_key")
        try await Intruder(database: signer.database).execute(
            """
            UPDATE credential
            SET wrapped_key = (SELECT wrapped_key FROM credential AS other WHERE other.id = ?),
                public_key_info = (SELECT public_key_info FROM credential AS other WHERE other.id = ?),
                key_binding = (SELECT key_binding FROM credential AS other WHERE other.id = ?)
            WHERE id = ?
            """,
            [taro.id, taro.id, taro.id, hanako.id]
        )
        await #expect(throws: SignerError.keyMismatch) {
            _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: hanako))
        }
        #expect(try await signer.operations() == before)
    }

    @Test func `with the wrapped key alone swapped are refused`() async throws {
        let signer = try await SignerFixture.make()
        let hanako = try await signer.enrol("hanako@example.jp")
        let taro = try await signer.enrol("taro@example.jp")
        let pending = try await signer.pending(["contract"], by: hanako)
        let before = try await signer.operations()
        try await Intruder(database: signer.database).execute(
            "UPDATE credential SET wrapped_key = (SELECT wrapped_key FROM credential WHERE id = ?) WHERE id = ?",
            [taro.id, hanako.id]
        )
        await #expect(throws: SignerError.keyMismatch) {
            _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: hanako))
        }
        #expect(try await signer.operations() == before)
    }

    /// KEY-4.
    @Test func `with a foreign passkey put into a credential are refused`() async throws {
        let signer = try await SignerFixture.make()
        let hanako = try await signer.enrol("hanako@example.jp")
        let taro = try await signer.enrol("taro@example.jp")
        let pending = try await signer.pending(["contract"], by: hanako)
        let before = try await signer.operations()
        let intruder = Intruder(database: signer.database)
        for column in ["passkey_public_key", "passkey_binding"] {
            try await intruder.execute(
                "UPDATE credential SET \(column) = (SELECT \(column) FROM credential WHERE id = ?) WHERE id = ?",
                [taro.id, hanako.id]
            )
        }
        try await intruder.execute(
            "UPDATE credential SET passkey_id = x'00' WHERE id = ?",
            [taro.id]
        )
        try await intruder.execute(
            "UPDATE credential SET passkey_id = ? WHERE id = ?",
            [Data(taro.authenticator.id), hanako.id]
        )
        var impostor = hanako
        impostor.authenticator = taro.authenticator
        let approval = try signer.approval(of: pending, ["contract"], by: impostor)
        await #expect(throws: SignerError.keyMismatch) { _ = try await signer.activate(approval) }
        #expect(try await signer.operations() == before)
    }

    @Test func `opened again know what is spent`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        let data = try signer.approval(of: pending, ["contract"], by: person)
        let response = try await signer.activate(data)
        let reopened = try SQLiteActivationStore(path: signer.database)
        #expect(try await reopened.read { try $0.signatures(.activation, pending.id) } == response.signatures)
        #expect(try await reopened.read { try $0.signatureOperations() } == signer.operations())
    }
}
