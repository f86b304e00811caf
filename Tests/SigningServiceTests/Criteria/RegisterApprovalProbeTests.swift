import Foundation
import GRDB
import SQLiteStorage
import SignerProtocol
import Testing

@testable import SigningService

/// The probe sees an approval that no second person's passkey gave.
@Suite struct `The probe of approvals in registers` {
    /// A world with one approval by passkey.
    private struct Kept {
        let world: RegisterWorld
        let passkey = BrowserPasskey()
        let entry: RegisterEntry

        init() async throws {
            world = try await RegisterWorld()
            let signIn = SignIn(world.needs)
            let options = try await signIn.registrationOptions(for: world.approver)
            try await signIn.register(passkey.register(options.challenge), for: world.approver)
            try await world.proposed()
            let approval = try await world.registers.approvalOptions(
                1,
                in: "insurances",
                seen: 1,
                for: world.approver
            )
            entry = try await world.registers.approve(
                1,
                in: "insurances",
                seen: 1,
                with: passkey.assert(RegisterStatement.challenge(of: approval.statement)),
                by: world.approver
            )
        }

        /// As somebody does who writes past the service.
        func write(_ sql: String) throws {
            let path = world.world.folder.appending(path: "chigiri.db").path
            try SQLiteStore(path: path).withWriter { database in
                try database.execute(sql: "DROP TRIGGER IF EXISTS register_version_never_updated; \(sql)")
            }
        }

        func found() async throws -> ProbeResult {
            world.world.clock.advance(by: .seconds(1))
            return try await Probing(world.needs).run(.registerApprovals)
        }
    }

    @Test func `passes with an approval that verifies, and shows nothing without one`() async throws {
        let kept = try await Kept()
        defer { kept.world.world.remove() }
        let result = try await kept.found()
        #expect(result.outcome == .passed)
        #expect(result.facts == ["approvals": "1", "by-passkey": "1", "wrong": "0"])

        let empty = try await RegisterWorld()
        defer { empty.world.remove() }
        #expect(try await Probing(empty.needs).run(.registerApprovals).outcome == .notChecked)
        // Nobody has a passkey there.
        try await empty.approved()
        empty.world.clock.advance(by: .seconds(1))
        let plain = try await Probing(empty.needs).run(.registerApprovals)
        #expect(plain.outcome == .passed && plain.facts["by-passkey"] == "0")
    }

    @Test(arguments: [
        // What was approved says something else now.
        "UPDATE register_version SET state_detail = replace(state_detail, 'サイバー保険', 'サイバー保障') WHERE version = 1",
        // The assertion is gone, or another one.
        "UPDATE register_version SET state_detail = replace(state_detail, '\"statement\":\"', '\"statement\":\"AAAA') WHERE version = 2",
        // The key is not hers.
        "UPDATE sign_in_passkey SET account_id = (SELECT made_by FROM register_version WHERE version = 2)",
        "UPDATE sign_in_passkey SET record = replace(record, '\"publicKey\":\"', '\"publicKey\":\"AAAA')",
        "DELETE FROM sign_in_passkey",
    ])
    func `fails when somebody has written past the service`(sql: String) async throws {
        let kept = try await Kept()
        defer { kept.world.world.remove() }
        #expect(try await kept.found().outcome == .passed)
        try kept.write(sql)
        let result = try await kept.found()
        #expect(result.outcome == .failed, "\(result.facts)")
        #expect(result.facts["first"] == "insurances 1 version 1")
    }

    @Test func `fails when a later approval is without a passkey`() async throws {
        let kept = try await Kept()
        defer { kept.world.world.remove() }
        kept.world.world.clock.advance(by: .seconds(60))
        let second = try await kept.world.proposed(["name": "火災保険"])
        let change = try second.approved(by: kept.world.approver, at: kept.world.needs.now())
        try await kept.world.needs.store.write { try $0.save(change) }

        let result = try await kept.found()
        #expect(result.outcome == .failed)
        #expect(result.facts["wrong"] == "1" && result.facts["first"] == "insurances 2 version 1")
    }
}
