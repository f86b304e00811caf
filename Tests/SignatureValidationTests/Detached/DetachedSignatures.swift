import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import Testing

/// CMS-B8, VAL-2…VAL-5: what a detached CAdES signature is worth at different times.
@Suite struct `A signature beside its file` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    var minutesLater: Date { world.signingTime.addingTimeInterval(300) }

    @Test func `passes at B-LTA offline`() throws {
        let report = try DetachedFile.archived(world).report(at: minutesLater)
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.signatures.map(\.level) == [.lta])
        #expect(report.signatures.map(\.integrity) == [true])
        #expect(report.signatures.first?.signedAt == world.signingTime)
        #expect(report.timestamps.map(\.kind) == [.signature, .archive])
        // VAL-3, VAL-14: the archive timestamp is what proves, and what has to be renewed.
        let archived = try #require(report.timestamps.last?.time)
        #expect(report.proofsOfExistence.map(\.time) == [archived])
        #expect(report.proofsOfExistence.map(\.coversRevision) == [nil])
        #expect(try #require(report.renewal).time > minutesLater)
        #expect(report.signatures.first?.processes.map(\.process) == [.basic, .longTerm])
    }

    @Test func `has nothing to renew without an archive timestamp, and no proof but its own`() throws {
        let report = try DetachedFile(world, timestampedAt: world.signingTime).report(at: minutesLater)
        #expect(report.renewal == nil)
        #expect(report.proofsOfExistence.isEmpty)
    }

    @Test func `reaches each level with what it carries`() throws {
        let material = try world.material(at: world.signingTime.addingTimeInterval(60))
        var file = try DetachedFile(world, timestampedAt: nil)
        #expect(try file.report(at: minutesLater, fetched: material).signatures.map(\.level) == [.b])
        file = try DetachedFile(world, timestampedAt: world.signingTime)
        #expect(try file.report(at: minutesLater, fetched: material).signatures.map(\.level) == [.t])
        #expect(try file.report(at: minutesLater, fetched: material).conclusion == .totalPassed)
        #expect(try file.report(at: minutesLater).conclusion == .indeterminate)
        try file.addMaterial(material)
        let report = try file.report(at: minutesLater)
        #expect(report.signatures.map(\.level) == [.lt])
        #expect(report.conclusion == .totalPassed, "\(report)")
    }

    @Test func `fails over other content`() throws {
        let report = try DetachedFile.archived(world).report(of: [1, 2, 4], at: minutesLater)
        #expect(report.signatures.map(\.conclusion) == [.failed(.hashFailure)])
        #expect(report.signatures.map(\.integrity) == [false])
        #expect(report.timestamps.last?.conclusion == .failed(.hashFailure))
    }

    @Test func `passes after its certificate has expired, while the archive timestamp protects it`() throws {
        let report = try DetachedFile.archived(world).report(
            at: world.signingTime.addingTimeInterval(6 * TestWorld.year)
        )
        #expect(report.conclusion == .totalPassed, "\(report)")
        // VAL-5: what no longer holds was settled by looking at the past.
        let archival = try #require(report.signatures.first?.processes.last)
        #expect(archival.process == .archival)
        #expect(archival.proof?.time == report.timestamps.last?.time)
    }

    @Test func `does not pass once the last archive timestamp's certificate has expired`() throws {
        let late = world.signingTime.addingTimeInterval(11 * TestWorld.year)
        #expect(try DetachedFile.archived(world).report(at: late).conclusion == .indeterminate)
    }

    /// LTA-2, LTA-5.
    @Test(arguments: [HashAlgorithm.sha256, .sha512])
    func `passes again when it was archived anew in time`(hash: HashAlgorithm) throws {
        var file = try DetachedFile.archived(world)
        let next = try world.successor()
        try file.addMaterial(next.material)
        try file.archive(at: next.time, by: next.authority, hash: hash)
        let report = try file.report(at: world.signingTime.addingTimeInterval(12 * TestWorld.year))
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.timestamps.map(\.kind) == [.signature, .archive, .archive])
    }

    /// VAL-3: data that were added after the archive timestamp are not proven by it.
    @Test func `takes nothing for proven that came after the archive timestamp`() throws {
        var file = try DetachedFile(world, timestampedAt: world.signingTime)
        try file.archive(at: world.signingTime.addingTimeInterval(120))
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(180)))
        #expect(try file.report(at: minutesLater).signatures.map(\.level) == [.lt])
        let report = try file.report(at: world.signingTime.addingTimeInterval(6 * TestWorld.year))
        #expect(report.conclusion == .indeterminate)
    }

    @Test func `is read to its last byte`() throws {
        var file = try DetachedFile.archived(world)
        file.signature += [0, 0]
        let report = try file.report(at: minutesLater)
        #expect(report.signatures.map(\.conclusion) == [.failed(.formatFailure)])
    }

    @Test func `of nonsense is a failure with a reason, not an error`() throws {
        var file = try DetachedFile.archived(world)
        file.signature = [0x30, 0x03, 1, 2, 3]
        let report = try file.report(at: minutesLater)
        #expect(report.conclusion == .totalFailed)
        #expect(report.signatures.first?.findings.map(\.check) == [.cmsMalformed])
    }

    /// One mutation at a time: nothing that is altered passes at the level it had.
    @Test func `does not pass with a byte altered`() throws {
        let good = try DetachedFile.archived(world)
        var passed: [Int] = []
        for index in stride(from: 0, to: good.signature.count, by: 97) {
            var file = good
            file.signature[index] ^= 0x01
            let report = try file.report(at: minutesLater)
            let isWhole = report.conclusion == .totalPassed && report.signatures.map(\.level) == [.lta]
            if isWhole { passed.append(index) }
        }
        #expect(passed.isEmpty)
    }

    @Test func `gives the same report twice`() throws {
        let file = try DetachedFile.archived(world)
        #expect(try file.report(at: minutesLater).json() == file.report(at: minutesLater).json())
    }

    @Test func `without a signing time passes, but not at the baseline`() throws {
        var file = try DetachedFile(world, timestampedAt: nil)
        let attributes = world.signer.signedAttributes(over: HashAlgorithm.sha256.digest(of: file.content))
        file.signature = try SignedData.encode(
            signedAttributes: attributes,
            signature: world.signer.sign(attributes.der),
            signatureAlgorithm: world.signer.key.algorithm,
            certificates: [world.signer.certificate, world.issuing.certificate],
            timestampToken: nil
        )
        let material = try world.material(at: minutesLater)
        let report = try file.report(at: minutesLater, fetched: material)
        #expect(report.signatures.map(\.level) == [.none])
        #expect(report.signatures.first?.findings.map(\.check).contains(.signingTimeAbsent) == true)
        #expect(report.conclusion == .totalPassed, "\(report)")
    }
}
