import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import SignerProtocol
import Testing

@testable import SigningService

/// The authority has a new certificate each year, and answers about single certificates: nothing that the file has says
/// anything of a certificate that is new. LTA-2, REV-12; docs/decisions/0045
@Suite struct `A timestamp by a certificate that the file knows nothing of` {
    @Test(arguments: [CurrentRevocation.Form.answers, .ownAnswers])
    func `proves the file by what it carries alone, renewed once, twice and three times`(
        form: CurrentRevocation.Form
    ) async throws {
        let archive = try await ArchiveWorld(revocation: form)
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        for renewal in 1...3 {
            archive.world.clock.advance(by: ArchiveWorld.year)
            try await archive.renewAll(envelope)
            #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed + renewal)
            let bytes = try await archive.bytes(of: envelope)
            let now = archive.world.clock.now.date
            // At once, and until the newest certificate ends; not a day longer. LTA-7
            for days in [0.0, 30, 485] {
                let report = try archive.report(bytes, at: now.addingTimeInterval(days * 86_400))
                #expect(report.conclusion == .totalPassed, "\(renewal), \(days): \(report)")
            }
            let end = try archive.report(bytes, at: now.addingTimeInterval(488 * 86_400))
            #expect(end.conclusion == .indeterminate)
        }
        #expect(try await archive.openIncidents().isEmpty)
    }

    @Test func `proves a contract that is sealed when the authority has changed its certificate since the signature`()
        async throws
    {
        let archive = try await ArchiveWorld(revocation: .answers)
        defer { archive.remove() }
        archive.world.clock.advance(by: ArchiveWorld.year - .seconds(30))
        let envelope = try await archive.sealed()
        let report = try archive.report(try await archive.bytes(of: envelope))
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(Set(report.timestamps.map(\.authority)) == ["TSA 0", "TSA 1"])
    }

    /// Seen only once the timestamp is there.
    @Test func `is not kept when that certificate was revoked`() async throws {
        let archive = try await ArchiveWorld(revocation: .answers)
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        archive.world.clock.advance(by: ArchiveWorld.year)
        archive.revocation.revoke(archive.authority.years[1].certificate)
        archive.world.clock.advance(by: .seconds(60))
        try await archive.renewAll(envelope)

        #expect(try await archive.document(envelope)?.revisions.count == ArchiveWorld.sealed)
        let standing = try await archive.needs.store.read { try $0.renewalStanding(of: envelope.document) }
        #expect(standing?.broken?.reasons.contains("REVOKED_NO_POE") == true, "\(String(describing: standing))")
        #expect(try await archive.actions(of: envelope) == ["sealed", "renewal refused"])
    }

    /// The one that covers the others, although what it covers after its own value is shorter.
    @Test func `is found among the others of the file`() async throws {
        let archive = try await ArchiveWorld(revocation: .answers)
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        for year in 1...3 {
            archive.world.clock.advance(by: ArchiveWorld.year)
            try await archive.renewAll(envelope)
            let newest = try NewestTimestamp(in: BytesSource(try await archive.bytes(of: envelope)))
            #expect(try newest.token.signerCertificate().subject.commonName == "TSA \(year)")
        }
    }

    /// What the file has says already that the certificate is good: a list speaks of all.
    @Test func `adds nothing after itself where a list was there before`() async throws {
        for (form, revisions) in [(CurrentRevocation.Form.lists, 2), (.answers, 3)] {
            let archive = try await ArchiveWorld(revocation: form)
            defer { archive.remove() }
            let envelope = try await archive.sealed()
            let before = try await archive.bytes(of: envelope)
            archive.world.clock.advance(by: ArchiveWorld.year)
            try await archive.renewAll(envelope)
            let added = try await archive.bytes(of: envelope).dropFirst(before.count)
            #expect(String(decoding: added, as: UTF8.self).components(separatedBy: "%%EOF").count == 1 + revisions)
        }
    }
}
