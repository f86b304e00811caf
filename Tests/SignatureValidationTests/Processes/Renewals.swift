import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// VAL-3, VAL-4, VAL-5 and LTA-2: what document timestamps over document timestamps are worth in the far future.
@Suite struct `A file that was renewed again and again` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    /// Renewed after 9, 18 and 27 years, each time by an authority whose certificate runs for ten.
    private func renewed(times: Int) throws -> TestFile {
        var file = try TestFile.archived(world)
        for number in 1...times {
            let time = world.years(Double(9 * number))
            let authority = try world.authority("TSA \(number)", from: time, serial: UInt8(20 + number))
            try file.renew(at: time, by: authority)
        }
        return file
    }

    @Test(arguments: 1...3)
    func `passes while its last timestamp lasts, though every earlier authority has expired`(times: Int) throws {
        let file = try renewed(times: times)
        for year in [1.0, 8.5, 9.5].map({ Double(9 * times) + $0 }) {
            let report = try file.report(at: world.years(year))
            #expect(report.conclusion == .totalPassed, "year \(year): \(report)")
            #expect(report.signatures.map(\.level) == [.lta])
        }
        let late = try file.report(at: world.years(Double(9 * times) + 10.1))
        #expect(late.conclusion == .indeterminate)
        #expect(late.signatures.first?.conclusion.indication == .indeterminate)
    }

    @Test func `says in which process, since when and until when it held`() throws {
        let report = try renewed(times: 2).report(at: world.years(25))
        let processes = try #require(report.signatures.first?.processes)
        #expect(processes.map(\.process) == [.basic, .longTerm, .archival])
        #expect(processes.map(\.conclusion.indication) == [.indeterminate, .indeterminate, .totalPassed])
        #expect(processes[1].time == world.signingTime)
        let archival = processes[2]
        #expect(archival.proof?.coversRevision == 5 && archival.proof?.time == world.minutes(2))
        #expect(archival.slides.map(\.cause) == [.notFresh])
        #expect(try #require(archival.time) >= world.signingTime)
        let renewals = [9.0, 18].map { world.years($0).addingTimeInterval(60) }
        #expect(report.proofsOfExistence.map(\.time) == [world.minutes(2)] + renewals)
    }

    @Test func `has to be renewed before the last authority's certificate ends`() throws {
        let file = try renewed(times: 1)
        let report = try file.report(at: world.years(10))
        #expect(report.renewal?.cause == .certificate)
        #expect(report.renewal?.time == world.years(19))
        #expect(report.renewal?.subject.contains("TSA 1") == true)
        var plain = try TestFile(world)
        try plain.sign("One", timestampedAt: world.signingTime)
        #expect(try plain.report(at: world.minutes(5)).renewal == nil)
    }

    @Test func `does not pass when it was renewed too late`() throws {
        var file = try TestFile.archived(world)
        let late = world.years(10.5)
        try file.renew(at: late, by: world.authority("TSA 1", from: late, serial: 21))
        let report = try file.report(at: late.addingTimeInterval(3_600))
        #expect(report.conclusion == .indeterminate)
        #expect(report.timestamps.last?.conclusion == .passed)
        #expect(report.signatures.first?.conclusion.indication == .indeterminate)
    }

    /// The next authority has another root, whose list says nothing about the earlier one.
    @Test func `does not pass when nothing says that the earlier authority was still good`() throws {
        let other = try TestWorld()
        let policy = ValidationPolicy(
            trustAnchors: [world.root.certificate],
            timestampAnchors: [world.timestampRoot.certificate, other.timestampRoot.certificate]
        )
        var file = try TestFile.archived(world)
        let time = world.years(9)
        try file.addMaterial(FetchedMaterial(crls: [other.timestampRoot.crl(thisUpdate: time)]))
        try file.stamp(at: time.addingTimeInterval(60), by: other.authority("TSA 1", from: time, serial: 21))
        let report = try file.report(at: world.years(11), policy: policy)
        #expect(report.conclusion == .indeterminate)
        #expect(report.timestamps.last?.conclusion == .passed)
        let stamp = try #require(report.timestamps.first { $0.kind == .document })
        #expect(stamp.conclusion == .indeterminate(.noPOE), "\(stamp)")

        // A list of that time settles it, even when it is found only now: who made it is trusted now.
        let fetched = FetchedMaterial(crls: [try world.timestampRoot.crl(thisUpdate: time)])
        #expect(try file.report(at: world.years(11), fetched: fetched, policy: policy).conclusion == .totalPassed)
    }

    @Test func `does not pass when the earlier authority had been revoked before`() throws {
        var file = try TestFile.archived(world)
        let time = world.years(9)
        let entry = RevocationListEntry(world.authority.certificate, at: world.years(8))
        try file.renew(at: time, by: world.authority("TSA 1", from: time, serial: 21), revoking: [entry])
        #expect(try file.report(at: world.years(9.5)).conclusion == .indeterminate)
        #expect(try file.report(at: world.years(11)).conclusion == .indeterminate)
    }

    @Test func `passes when the earlier authority was revoked only afterwards`() throws {
        var file = try TestFile.archived(world)
        let time = world.years(8)
        try file.renew(at: time, by: world.authority("TSA 1", from: time, serial: 21))
        let entry = RevocationListEntry(world.authority.certificate, at: world.years(9))
        let crl = try world.timestampRoot.crl(revoking: [entry], thisUpdate: world.years(9.5))
        let report = try file.report(at: world.years(9.6), fetched: FetchedMaterial(crls: [crl]))
        #expect(report.conclusion == .totalPassed, "\(report)")
        let stamp = try #require(report.timestamps.first { $0.kind == .document })
        #expect(stamp.processes.last?.slides.map(\.cause) == [.revoked])
    }

    @Test func `does not pass when the renewal is a stranger's`() throws {
        var file = try TestFile.archived(world)
        let time = world.years(9)
        let stranger = try TestWorld().authority("Stranger", from: time, serial: 21)
        try file.renew(at: time, by: stranger)
        let report = try file.report(at: world.years(11))
        #expect(report.conclusion == .indeterminate)
        #expect(report.timestamps.last?.conclusion == .indeterminate(.noCertificateChainFound))
        #expect(report.signatures.first?.conclusion.indication == .indeterminate)
    }

    @Test func `does not pass with a timestamp that is older than what it covers`() throws {
        var file = try TestFile.archived(world)
        try file.addMaterial(FetchedMaterial(crls: [world.timestampRoot.crl(thisUpdate: world.minutes(-20))]))
        try file.stamp(at: world.minutes(-10))
        let report = try file.report(at: world.minutes(10))
        #expect(report.signatures.first?.conclusion == .indeterminate(.timestampOrderFailure))
        #expect(report.timestamps.first { $0.kind == .document }?.conclusion == .indeterminate(.timestampOrderFailure))
    }

    /// C row 42: RSA PKCS #1 ends in 2029 by the standard policy.
    @Test func `outlives its algorithms when renewed before their end`() throws {
        let key = try DeclaredKey.rsa3072(.pkcs1)
        let world = try TestWorld(rootKey: key, signerKey: key, authorityKey: key)
        let after = world.years(6)
        let inTime = world.years(2)
        var file = try TestFile.archived(world)
        try file.renew(at: inTime, by: world.authority("TSA 1", from: inTime, serial: 21))
        let report = try file.report(at: after)
        #expect(report.conclusion == .totalPassed, "\(report)")

        let tooLate = world.years(4)
        var late = try TestFile.archived(world)
        try late.renew(at: tooLate, by: world.authority("TSA 1", from: tooLate, serial: 21))
        #expect(try late.report(at: after).conclusion == .indeterminate)
        let stamp = try #require(try late.report(at: after).timestamps.first { $0.kind == .document })
        #expect(stamp.findings.first?.check == .algorithmWeakNoPOE)
    }
}
