import CMS
import DeclaredPKI
import Foundation
import SignatureValidation
import SignerProtocol
import Testing

@testable import SigningService

/// LTA-4.
@Suite struct `The renewal calendar` {
    @Test func `says what each document rests on, and what ends first`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        _ = try await archive.sealed()
        let calendar = try await Renewals(archive.needs).calendar(for: archive.sender)

        #expect(calendar.counts == RenewalCounts(documents: 2, unread: 0, broken: 0))
        #expect(calendar.months.map(\.documents) == [2])
        #expect(calendar.months.map(\.cause) == [.authority])
        let names = calendar.uses.map { "\($0.use.kind.rawValue) \($0.use.name) \($0.documents)" }
        #expect(names == ["algorithm ECDSA-256 2", "algorithm SHA-256 2", "anchor TSA Root 2", "authority TSA 0 2"])
    }

    @Test func `has documents renewed when they are due and the authority has a newer certificate`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let first = try await archive.sealed()
        // Sixteen months less the margin of a year: not yet.
        archive.world.clock.advance(by: .seconds(100 * 86_400))
        try await archive.work()
        #expect(try await archive.document(first)?.revisions.count == ArchiveWorld.sealed)
        // Due, but the certificate is still the same: a renewal would gain nothing.
        archive.world.clock.advance(by: .seconds(60 * 86_400))
        try await archive.work()
        #expect(try await archive.document(first)?.revisions.count == ArchiveWorld.sealed)
        // A year later another contract shows that there is a new one.
        archive.world.clock.advance(by: .seconds(206 * 86_400))
        let second = try await archive.sealed()
        try await archive.work()
        #expect(try await archive.document(first)?.revisions.count == ArchiveWorld.sealed + 1)
        #expect(try await archive.document(second)?.revisions.count == ArchiveWorld.sealed)
        // And not once more.
        archive.world.clock.advance(by: .seconds(86_400))
        try await archive.work()
        #expect(try await archive.document(first)?.revisions.count == ArchiveWorld.sealed + 1)

        let standing = try #require(try await archive.needs.store.read { try $0.renewalStanding(of: first.document) })
        let envelope = try #require(try await archive.needs.store.read { try $0.envelope(first.id) })
        guard case .sealed(let sealed) = envelope.state else {
            throw ServiceError.notPossible(state: envelope.state.name)
        }
        #expect(sealed.renewBy == standing.stamp?.renewFrom)
    }

    @Test func `opens an incident half a year before the end, an urgent one at 90 days, and notes that they are over`()
        async throws
    {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        archive.authority.isDown = true
        archive.world.clock.advance(by: .seconds(300 * 86_400))
        try await archive.work()
        #expect(try await archive.openIncidents().isEmpty)
        archive.world.clock.advance(by: .seconds(10 * 86_400))
        try await archive.work()
        #expect(try await archive.openIncidents() == ["renewal/warning"])
        archive.world.clock.advance(by: .seconds(90 * 86_400))
        try await archive.work()
        #expect(try await archive.openIncidents() == ["renewal/critical", "renewal/warning"])

        archive.authority.isDown = false
        let batch = try await archive.renewEverything()
        try await archive.work()
        #expect(try await Renewals(archive.needs).batch(batch.id).progress.done == 2)
        try await archive.work()
        let critical = try #require(try await archive.needs.store.read { try $0.openIncident("renewal/critical") })
        let history = try await archive.needs.store.read { try $0.audit(chain: critical.chain) }.map(\.entry.action)
        #expect(history.first == "incident opened" && history.last == "alarm over")
        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed + 1)
    }

    @Test func `has all documents renewed that use a certificate, with counted progress`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let envelopes = [try await archive.sealed(), try await archive.sealed()]
        archive.world.clock.advance(by: .seconds(3_600))
        let batch = try await archive.renewEverything()
        #expect(batch.progress == RenewalBatch.Progress(total: 4, done: 0, failed: 0) && batch.progress.percent == 0)

        // One of the four does not open any more.
        try archive.world.damageNewestSegment()
        try await archive.work()
        let after = try await Renewals(archive.needs).batch(batch.id, for: archive.sender)
        #expect(after.progress.done == 3 && !after.progress.isOver)
        #expect(try await archive.document(envelopes[0])?.revisions.count == ArchiveWorld.sealed + 1)
        let orders = try await archive.needs.store.read { try $0.audit(chain: Renewals.chain) }
        #expect(orders.map(\.entry.action) == ["renewal ordered"])
    }

    @Test func `counts what the judge does not let renew as failed`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        _ = try await archive.sealed()
        archive.revocation.revoke(archive.authority.years[0].certificate)
        archive.world.clock.advance(by: .seconds(3_600))
        let batch = try await archive.renewEverything()
        try await archive.work()
        let after = try await Renewals(archive.needs).batch(batch.id)
        #expect(after.progress == RenewalBatch.Progress(total: 2, done: 0, failed: 2))
        #expect(after.progress.isOver && after.progress.percent == 100)
    }

    @Test func `takes orders only from those who handle incidents, and about what is in use`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        _ = try await archive.sealed()
        let renewals = Renewals(archive.needs)
        let account = archive.sender.account
        let stranger = SenderActor(
            account: Account(
                id: account.id,
                organisation: account.organisation,
                name: account.name,
                address: account.address,
                isAdministrator: false,
                createdAt: account.createdAt
            )
        )
        await #expect(throws: ServiceError.notAllowed) {
            _ = try await renewals.renewAll(using: .algorithm, "SHA-256", by: stranger)
        }
        await #expect(throws: ServiceError.notAllowed) { _ = try await renewals.calendar(for: stranger) }
        await #expect(throws: ServiceError.timestampUseUnknown) {
            _ = try await renewals.renewAll(using: .algorithm, "SHA-1", by: archive.sender)
        }
        await #expect(throws: ServiceError.batchUnknown) {
            _ = try await renewals.batch(BatchID(from: systemRandomBytes), for: archive.sender)
        }
    }
}

@Suite struct `What a timestamp rests on` {
    private func standing(_ key: DeclaredKey, over hash: HashAlgorithm = .sha256) throws -> StampStanding {
        let start = DeclaredPKI.now
        let root = try DeclaredIdentity(
            .authority("TSA Root").valid(from: start, until: start.addingTimeInterval(20 * 365 * 86_400))
        )
        let authority = try root.issue(
            .timestamping("TSA").valid(from: start, until: start.addingTimeInterval(10 * 365 * 86_400)),
            key: key
        )
        let imprint = MessageImprint(of: [1, 2, 3], hashAlgorithm: hash)
        let token = try TimestampToken(der: authority.timestamp(over: imprint))
        let chain = [authority.certificate.der, root.certificate.der]
        return try StampStanding(token, chain: chain, algorithms: .standard)
    }

    @Test func `ends with the authority's certificate when no algorithm ends before`() throws {
        let found = try standing(.p256())
        #expect(found.cause == .authority)
        #expect(found.expiresAt == Timestamp(DeclaredPKI.now.addingTimeInterval(10 * 365 * 86_400)))
        #expect(found.renewFrom == Timestamp(DeclaredPKI.now.addingTimeInterval(9 * 365 * 86_400)))
    }

    /// SIGNING.md section E: RSASSA-PKCS1-v1_5 until the end of 2028.
    @Test func `ends with an algorithm of the authority where that ends before`() throws {
        let found = try standing(.rsa3072(.pkcs1))
        #expect(found.cause == .algorithm)
        #expect(found.expiresAt.rfc3339 == "2029-01-01T00:00:00.000Z")
        #expect(found.uses.map(\.value).contains("RSA-PKCS1-3072"))
    }

    @Test func `has ended when its hash has`() throws {
        let found = try standing(.p256(), over: .sha1)
        #expect(found.cause == .imprint && found.expiresAt < Timestamp(DeclaredPKI.now))
    }

    @Test func `gives a timestamp within the margin a day of peace, or half its life`() {
        func renewed(after life: Duration) -> Int64 {
            let standing = StampStanding(
                stampedAt: .noon,
                expiresAt: .noon.advanced(by: life),
                cause: .authority,
                uses: []
            )
            return (standing.renewFrom.milliseconds - Timestamp.noon.milliseconds) / 1_000
        }
        #expect(renewed(after: .seconds(400 * 86_400)) == 35 * 86_400)
        #expect(renewed(after: .seconds(100 * 86_400)) == 86_400)
        #expect(renewed(after: .seconds(3_600)) == 1_800)
        #expect(renewed(after: .seconds(-5)) == 0)
    }
}

extension ArchiveWorld {
    /// The order to renew all that the first authority has stamped.
    func renewEverything() async throws -> RenewalBatch {
        let fingerprint = authority.years[0].certificate.sha256Fingerprint.hexadecimal
        return try await Renewals(needs).renewAll(using: .authority, fingerprint, by: sender)
    }
}
