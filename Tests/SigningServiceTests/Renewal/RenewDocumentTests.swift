import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import SignerProtocol
import Testing

@testable import SigningService

/// LTA-1…3, LTA-5, LTA-7.
@Suite struct `The proof of a sealed contract` {
    /// Three times a year later, each time with a new certificate of the authority.
    @Test func `is renewed by appending, and holds when every earlier certificate has ended`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        var before = try await archive.bytes(of: envelope)
        for renewal in 1...3 {
            archive.world.clock.advance(by: ArchiveWorld.year)
            try await archive.renewAll(envelope)
            let document = try #require(try await archive.document(envelope))
            #expect(document.revisions.count == ArchiveWorld.sealed + renewal)
            let bytes = try await archive.bytes(of: envelope)
            #expect(bytes.count > before.count && bytes.starts(with: before))
            before = bytes

            let report = try archive.report(before)
            #expect(report.conclusion == .totalPassed, "\(report)")
            #expect(report.timestamps.filter { $0.kind == .document }.count == 1 + renewal)
        }
        #expect(try await archive.openIncidents().isEmpty)

        // The first certificates ended long ago; the newest holds for some months.
        archive.world.clock.advance(by: .seconds(90 * 86_400))
        #expect(try archive.report(before).conclusion == .totalPassed)
        #expect(try await archive.actions(of: envelope) == ["sealed"] + Array(repeating: "evidence renewed", count: 3))
    }

    @Test func `is not proven any more when nobody renewed it in time`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        archive.world.clock.advance(by: ArchiveWorld.year * 2)
        let report = try archive.report(try await archive.bytes(of: envelope))
        #expect(report.conclusion != .totalPassed)

        // And it is not stamped over as if nothing had happened.
        try await archive.renewAll(envelope)
        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed)
        #expect(try await archive.openIncidents() == ["renewal/LTA_BROKEN_CHAIN"])
        #expect(try await archive.actions(of: envelope) == ["sealed", "renewal refused"])
    }

    @Test func `is not renewed over an authority that was revoked`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        archive.revocation.revoke(archive.authority.years[0].certificate)
        archive.world.clock.advance(by: ArchiveWorld.year)
        try await archive.renewAll(envelope)

        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed)
        let standing = try #require(
            try await archive.needs.store.read { try $0.renewalStanding(of: envelope.document) }
        )
        #expect(standing.broken?.reasons.isEmpty == false)
        #expect(try await archive.openIncidents() == ["renewal/LTA_BROKEN_CHAIN"])
        // Until a person has looked it is not tried again by itself.
        try await archive.work()
        #expect(try await archive.actions(of: envelope) == ["sealed", "renewal refused"])
    }

    @Test func `is renewed once, however often the job is done`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        archive.world.clock.advance(by: ArchiveWorld.year)
        for _ in 1...3 {
            try await RenewDocument(needs: archive.needs).renew(envelope.document, revisions: ArchiveWorld.sealed)
        }
        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed + 1)
        #expect(try await archive.actions(of: envelope) == ["sealed", "evidence renewed"])
    }

    @Test func `waits while the authority is down, and keeps nothing of the try`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        archive.world.clock.advance(by: ArchiveWorld.year)
        archive.authority.isDown = true
        await #expect(throws: ServiceError.waiting(for: .timestampAuthority, retryAfterInSeconds: 5)) {
            try await RenewDocument(needs: archive.needs).renew(envelope.document, revisions: ArchiveWorld.sealed)
        }
        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed)
        #expect(try await archive.actions(of: envelope) == ["sealed"])

        archive.authority.isDown = false
        try await RenewDocument(needs: archive.needs).renew(envelope.document, revisions: ArchiveWorld.sealed)
        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed + 1)
    }

    /// LTA-5: the seal is over SHA-256, the signature over SHA-384.
    @Test func `is renewed over the strongest hash that the file uses`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed(by: .p384())
        archive.world.clock.advance(by: ArchiveWorld.year)
        try await archive.renewAll(envelope)

        #expect(archive.authority.imprints == [.sha256, .sha256, .sha384])
        #expect(try archive.report(try await archive.bytes(of: envelope)).conclusion == .totalPassed)
        let standing = try #require(
            try await archive.needs.store.read { try $0.renewalStanding(of: envelope.document) }
        )
        #expect(standing.stamp?.uses.contains { $0.value == "SHA-384" } == true)
    }

    @Test func `is looked at when the contract was sealed before anybody kept it`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        let known = try await archive.needs.store.read { try $0.renewalStanding(of: envelope.document) }
        let unread = RenewalStanding(document: envelope.document, envelope: envelope.id, revisions: 0, stamp: nil)
        try await archive.needs.store.write { try $0.save(unread) }
        #expect(try await archive.needs.store.read { try $0.renewalCounts() }.unread == 1)

        try await archive.work()
        #expect(try await archive.needs.store.read { try $0.renewalStanding(of: envelope.document) } == known)
    }
}

extension ArchiveWorld {
    /// Renews the contract, whether it is due or not.
    func renewAll(_ envelope: Envelope) async throws {
        let revisions = try await document(envelope)?.revisions.count ?? 0
        try await RenewDocument(needs: needs).renew(envelope.document, revisions: revisions)
    }

    /// The judge's report at a moment, now or simulated, with nothing but what the file carries.
    func report(_ bytes: [UInt8], at time: Date? = nil) throws -> ValidationReport {
        let policy = ValidationPolicy(
            trustAnchors: [pki.root.certificate],
            timestampAnchors: [authority.root.certificate]
        )
        let input = ValidationInput(source: BytesSource(bytes), time: time ?? world.clock.now.date, fetched: nil)
        return try validate(input, policy: policy)
    }
}
