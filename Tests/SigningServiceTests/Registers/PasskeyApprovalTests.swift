import Foundation
import GRDB
import SQLiteStorage
import SignerProtocol
import Testing

@testable import SigningService

/// A world of registers in which people have passkeys.
private struct PasskeyWorld {
    let world: RegisterWorld
    let maker = BrowserPasskey()
    let approver = BrowserPasskey()

    init() async throws {
        world = try await RegisterWorld()
        for (passkey, sender) in [(maker, world.maker), (approver, world.approver)] {
            let signIn = SignIn(world.needs)
            let options = try await signIn.registrationOptions(for: sender)
            try await signIn.register(passkey.register(options.challenge), for: sender)
        }
    }

    func remove() { world.world.remove() }

    /// The assertion that a browser would send for what waits.
    func assertion(
        _ number: Int = 1,
        seen version: Int,
        by passkey: BrowserPasskey? = nil,
        count: UInt32 = 0
    ) async throws -> PasskeyAssertionBytes {
        let options = try await world.registers.approvalOptions(
            number,
            in: "insurances",
            seen: version,
            for: world.approver
        )
        return try (passkey ?? approver).assert(RegisterStatement.challenge(of: options.statement), count: count)
    }

    func approve(
        _ number: Int = 1,
        seen version: Int,
        with assertion: PasskeyAssertionBytes?,
        by sender: SenderActor? = nil
    ) async throws -> RegisterEntry {
        try await world.registers.approve(
            number,
            in: "insurances",
            seen: version,
            with: assertion,
            by: sender ?? world.approver
        )
    }

    func entry(_ number: Int = 1) async throws -> RegisterEntryFile {
        try await world.registers.entry(number, in: "insurances", for: world.maker)
    }
}

@Suite struct `An approval with a passkey` {
    @Test func `is bound to the exact bytes of the version, and kept with it`() async throws {
        let world = try await PasskeyWorld()
        defer { world.remove() }
        let entry = try await world.world.proposed()
        let assertion = try await world.assertion(seen: 1, count: 7)

        let approved = try await world.approve(seen: 1, with: assertion)

        let proof = try #require(approved.approval?.proof)
        #expect(proof.assertion == assertion)
        let statement = try JSONDecoder().decode(RegisterStatement.self, from: Data(proof.statement.bytes))
        #expect(statement.ver == 1 && statement.aud == "tests" && statement.register == "insurances")
        #expect(statement.entry == entry.id.text && statement.number == 1 && statement.version == 1)
        // The digest is the one of the stored bytes, and the one that the audit log holds.
        let path = world.world.world.folder.appending(path: "chigiri.db").path
        let stored = try SQLiteStore(path: path).withWriter { database in
            try String.fetchOne(database, sql: "SELECT state_detail FROM register_version WHERE version = 1")
        }
        #expect(Digest.hexadecimal(of: Array(try #require(stored).utf8)) == statement.content)
        let records = try await world.world.needs.store.read { try $0.audit(chain: "register/insurances") }
        let payload = String(decoding: records.first?.payload?.bytes ?? [], as: UTF8.self)
        #expect(payload.contains(#""content":"\#(statement.content)""#))
        // Kept, and true of this version alone.
        let file = try await world.entry()
        #expect(file.entry == approved)
        let settings = world.world.needs.settings
        #expect(proof.approves(entry, settings))
        #expect(!proof.approves(approved, settings))
        let id = world.approver.id
        #expect(try await world.world.needs.store.read { try $0.signInPasskey(id)?.signCount } == 7)
    }

    @Test func `is asked for as soon as anybody has a passkey, also of who has none`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let first = try await world.proposed()
        #expect(try await world.registers.entry(1, in: "insurances", for: world.approver).statement == nil)
        let plain = try await world.registers.approve(1, in: "insurances", seen: first.version, by: world.approver)
        #expect(plain.approval?.proof == nil)

        let passkey = BrowserPasskey()
        let signIn = SignIn(world.needs)
        let options = try await signIn.registrationOptions(for: world.maker)
        try await signIn.register(passkey.register(options.challenge), for: world.maker)
        try await world.proposed(["name": "火災保険"])

        #expect(try await world.registers.entry(2, in: "insurances", for: world.approver).statement != nil)
        await #expect(throws: ServiceError.passkeyNeeded) {
            try await world.registers.approve(2, in: "insurances", seen: 1, by: world.approver)
        }
        await #expect(throws: ServiceError.passkeyNeeded) {
            _ = try await world.registers.approvalOptions(2, in: "insurances", seen: 1, for: world.approver)
        }
        let entry = try await world.registers.entry(2, in: "insurances", for: world.approver).entry
        #expect(entry.state.name == .proposed)
    }

    @Test func `of another version, or of another entry, is refused`() async throws {
        let world = try await PasskeyWorld()
        defer { world.remove() }
        try await world.world.proposed()
        try await world.world.proposed(["name": "火災保険"])
        let old = try await world.assertion(seen: 1)
        let other = try await world.assertion(2, seen: 1)
        let returned = try await world.world.registers.giveBack(
            1,
            in: "insurances",
            seen: 1,
            because: "違う",
            by: world.world.approver
        )
        let again = try await world.world.registers.propose(
            1,
            in: "insurances",
            seen: returned.version,
            by: world.world.maker
        )

        for assertion in [old, other] {
            await #expect(throws: ServiceError.passkeyRefused) {
                _ = try await world.approve(seen: again.version, with: assertion)
            }
        }
        await #expect(throws: ServiceError.conflict) { _ = try await world.approve(seen: 1, with: old) }
        let right = try await world.assertion(seen: again.version)
        #expect(try await world.approve(seen: again.version, with: right).state.name == .approved)
    }

    @Test func `is that of the approver, at our own origin, and verified`() async throws {
        let world = try await PasskeyWorld()
        defer { world.remove() }
        try await world.world.proposed()
        var elsewhere = world.approver
        elsewhere.origin = "https://evil.example"
        var unverified = world.approver
        unverified.flags = 0x01
        for passkey in [world.maker, BrowserPasskey(), elsewhere, unverified, BrowserPasskey(id: world.approver.id)] {
            let assertion = try await world.assertion(seen: 1, by: passkey)
            await #expect(throws: ServiceError.passkeyRefused) {
                _ = try await world.approve(seen: 1, with: assertion)
            }
        }
        let signedIn = try world.approver.assert(try await SignIn(world.world.needs).signInChallenge())
        await #expect(throws: ServiceError.passkeyRefused) { _ = try await world.approve(seen: 1, with: signedIn) }
        #expect(try await world.entry().entry.state.name == .proposed)
        let right = try await world.assertion(seen: 1)
        #expect(try await world.approve(seen: 1, with: right).state.name == .approved)
    }

    @Test func `is not given by a maker, or by somebody who was locked meanwhile`() async throws {
        let world = try await PasskeyWorld()
        defer { world.remove() }
        try await world.world.proposed()
        let options = try await world.world.registers.approvalOptions(
            1,
            in: "insurances",
            seen: 1,
            for: world.world.maker
        )
        let own = try world.maker.assert(RegisterStatement.challenge(of: options.statement))
        await #expect(throws: ServiceError.approvedByMaker) {
            _ = try await world.approve(seen: 1, with: own, by: world.world.maker)
        }
        let assertion = try await world.assertion(seen: 1)
        let members = Members(world.world.needs)
        try await members.lock(world.world.approver.account.id, because: "休職", by: world.world.maker)
        await #expect(throws: ServiceError.accountLocked) { _ = try await world.approve(seen: 1, with: assertion) }
        #expect(try await world.entry().entry.state.name == .proposed)
    }

    @Test func `ends an entry as well, and both are kept`() async throws {
        let world = try await PasskeyWorld()
        defer { world.remove() }
        try await world.world.proposed()
        let approved = try await world.approve(seen: 1, with: try await world.assertion(seen: 1))
        let asked = try await world.world.registers.retire(
            1,
            in: "insurances",
            seen: approved.version,
            by: world.world.maker
        )
        let assertion = try await world.assertion(seen: asked.version)

        let retired = try await world.approve(seen: asked.version, with: assertion)

        #expect(retired.state.name == .retired)
        #expect(retired.retirementProof?.approves(asked, world.world.needs.settings) == true)
        #expect(retired.approval?.proof == approved.approval?.proof)
        #expect(try await world.entry().entry == retired)
    }

    /// What was approved before there were proofs reads as it did, and is written as it was.
    @Test func `was not there before, and old entries read without it`() throws {
        let approver = AccountID(from: systemRandomBytes)
        let content = RegisterContent(values: ["name": .text("古い記録")], owner: approver)
        let approval = RegisterApproval(content: content, makers: [], approver: approver, at: .noon)
        for state in [
            RegisterEntry.State.approved(approval, change: nil), .retired(approval, by: approver, at: .noon),
            .retired(nil, by: approver, at: .noon),
        ] {
            let bytes = try SortedJSON.encode(state)
            #expect(!String(decoding: bytes, as: UTF8.self).contains("proof"))
            #expect(try JSONDecoder().decode(RegisterEntry.State.self, from: Data(bytes)) == state)
        }
    }
}
