import CMS
import DeclaredPKI
import Foundation
import GRDB
import SQLiteStorage
import SignerProtocol
import Synchronization
import Testing

@testable import SigningService

/// SAD-12, LTA-8.
@Suite struct `The anchored audit log` {
    private func anchor(_ archive: ArchiveWorld, _ signer: GrowingLog) async throws -> Int {
        try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
    }

    private func check(_ archive: ArchiveWorld, _ signer: GrowingLog) async throws -> CheckAnchors.Result {
        try await CheckAnchors(
            store: archive.needs.store,
            signer: signer,
            timestampAnchors: [archive.authority.root.certificate.der]
        ).run()
    }

    /// Writes past the engine, as somebody who owns the database would.
    private func tamper(_ archive: ArchiveWorld, _ sql: [String]) throws {
        let store = try SQLiteStore(path: archive.world.folder.appending(path: "chigiri.db").path)
        try store.withWriter { database in
            for statement in sql { try database.execute(sql: statement) }
        }
        try store.close()
    }

    @Test func `has one timestamp over the heads of all chains, the signer's too, and over sealed documents`()
        async throws
    {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let signer = try GrowingLog(["witness", "document:one"], at: archive.world.clock.now)
        _ = try await archive.sealed()
        let before = archive.authority.imprints.count
        let chains = try await archive.needs.store.read { try $0.auditChains() }.count

        #expect(try await anchor(archive, signer) == chains + 2 + 2)
        #expect(archive.authority.imprints.count == before + 1)
        let result = try await check(archive, signer)
        #expect(result.faults.isEmpty, "\(result.faults)")
        #expect(result.anchors == 1 && result.leaves == chains + 4)

        // An hour later only what grew is anchored.
        archive.world.clock.advance(by: .seconds(3_600))
        #expect(try await anchor(archive, signer) == 0)
        try signer.grow("witness", at: archive.world.clock.now)
        #expect(try await anchor(archive, signer) == 1)
        #expect(try await check(archive, signer).faults.isEmpty)
    }

    @Test func `is anchored every hour by itself`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        try await RenewalSchedule(archive.needs).keep()
        #expect(try await archive.needs.store.read { try $0.job("anchor") } != nil)
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        _ = try await anchor(archive, signer)
        try await archive.needs.store.write { transaction in
            let leased = try transaction.leaseJob(at: .noon, until: .noon, by: "tests")
            if let leased { try transaction.complete(leased) }
        }
        archive.world.clock.advance(by: .seconds(3_599))
        try await RenewalSchedule(archive.needs).keep()
        #expect(try await archive.needs.store.read { try $0.job("anchor") } == nil)
        archive.world.clock.advance(by: .seconds(1))
        try await RenewalSchedule(archive.needs).keep()
        #expect(try await archive.needs.store.read { try $0.job("anchor") } != nil)
    }

    @Test func `shows an entry that was rewritten although its chain follows`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        let envelope = try await archive.sealed()
        _ = try await anchor(archive, signer)
        let chain = envelope.chain
        try tamper(
            archive,
            [
                "DROP TRIGGER audit_entry_never_updated",
                "UPDATE audit_entry SET actor = 'nobody' WHERE chain = '\(chain)'",
            ]
        )
        #expect(try await CheckAuditLog(store: archive.needs.store).run().faults.isEmpty)
        let faults = try await check(archive, signer).faults
        #expect(faults.count == 1)
        guard case .changed(let leaf, _)? = faults.first else { throw ServiceError.storage("no such fault") }
        #expect(leaf.source == .service && leaf.subject == chain && leaf.sequence == 1)
    }

    @Test func `shows a chain of the signer's that was taken away or written anew`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let signer = try GrowingLog(["witness", "record"], at: archive.world.clock.now)
        _ = try await anchor(archive, signer)
        try signer.replace("witness", with: nil, at: archive.world.clock.now)
        #expect(try await check(archive, signer).faults.count == 1)
        try signer.replace("record", with: "somebody else", at: archive.world.clock.now)
        #expect(try await check(archive, signer).faults.count == 2)
    }

    @Test func `shows a leaf or a token that is not what was timestamped`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        _ = try await anchor(archive, signer)
        #expect(throws: (any Error).self) {
            try tamper(archive, ["UPDATE anchored_digest SET digest = zeroblob(32) WHERE position = 0"])
        }
        #expect(throws: (any Error).self) { try tamper(archive, ["DELETE FROM anchored_digest"]) }
        #expect(try await check(archive, signer).faults.isEmpty)
        try tamper(
            archive,
            [
                "DROP TRIGGER anchored_digest_never_changed",
                "UPDATE anchored_digest SET digest = zeroblob(32) WHERE position = 0",
            ]
        )
        let faults = try await check(archive, signer).faults
        #expect(faults.count == 2, "\(faults)")
        // The same anchor is worth nothing to who trusts another authority.
        let stranger = CheckAnchors(
            store: archive.needs.store,
            signer: signer,
            timestampAnchors: [archive.pki.root.certificate.der]
        )
        #expect(try await stranger.run().faults.count == 2)
    }

    @Test func `waits for a signer that does not answer`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        await #expect(throws: ServiceError.waiting(for: .signer, retryAfterInSeconds: 5)) {
            try await AnchorAuditLog(needs: archive.needs).run()
        }
        #expect(try await archive.needs.store.read { try $0.anchors(limit: 9) }.isEmpty)
    }
}

/// Audit chains of a signer that a test lets grow.
final class GrowingLog: SignerAuditLog {
    private let chains = Mutex<[String: [AuditRecord]]>([:])

    init(_ names: [String], at time: Timestamp) throws {
        for name in names { try grow(name, at: time) }
    }

    func grow(_ name: String, at time: Timestamp) throws {
        try chains.withLock { chains in
            let note = AuditNote(.viewed, by: "someone")
            let last = chains[name]?.last?.entry
            let salt = systemRandomBytes(32)
            chains[name, default: []].append(try AuditChain.record(note, after: last, in: name, at: time, salt: salt))
        }
    }

    /// Writes a chain anew with another actor, or takes it away.
    func replace(_ name: String, with actor: String?, at time: Timestamp) throws {
        try chains.withLock { chains in
            chains[name] = nil
            guard let actor else { return }
            let note = AuditNote(.viewed, by: actor)
            chains[name] = [try AuditChain.record(note, after: nil, in: name, at: time, salt: systemRandomBytes(32))]
        }
    }

    func auditChains() async throws -> [String] { chains.withLock { $0.keys.sorted() } }
    func audit(chain: String) async throws -> [AuditRecord] { chains.withLock { $0[chain] ?? [] } }
}
