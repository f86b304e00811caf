import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import Testing

/// LTA-8, VAL-3: what an evidence record is worth at different times.
@Suite struct `The evidence record of a file` {
    let world: TestWorld
    let files: [[UInt8]] = (0..<3).map { Array("契約 \($0)".utf8) }
    init() throws { world = try TestWorld() }

    var minutesLater: Date { world.signingTime.addingTimeInterval(300) }

    /// With the authority's revocation data inside the timestamp.
    private func record(of file: Int) throws -> EvidenceRecord {
        let batch = try EvidenceBatch(algorithm: .sha256, digests: files.map(HashAlgorithm.sha256.digest))
        let stamped = try batch.stamped(by: world.authority.timestamp(over: batch.imprint, at: world.signingTime))
        let bare = try EvidenceRecord(der: #require(stamped.record(file)))
        let crl = try world.timestampRoot.crl(thisUpdate: world.signingTime.addingTimeInterval(60))
        return try EvidenceRecord(
            der: bare.addingValidationData(
                certificates: [world.timestampRoot.certificate.der],
                crls: [crl],
                ocspResponses: []
            )
        )
    }

    private func report(
        _ record: EvidenceRecord,
        of objects: [[UInt8]],
        at time: Date
    ) throws -> ValidationReport {
        let input = EvidenceRecordInput(
            record: record.der,
            objects: objects.map { BytesSource($0) },
            time: time,
            fetched: nil
        )
        return try validate(input, policy: world.policy)
    }

    private func renewed(_ record: EvidenceRecord) throws -> EvidenceRecord {
        let next = try world.successor()
        let kept = try EvidenceRecord(
            der: record.addingValidationData(certificates: [], crls: next.material.crls, ocspResponses: [])
        )
        let batch = try EvidenceBatch(algorithm: .sha256, digests: [kept.timestampRenewalDigest.digest])
        let stamped = try batch.stamped(by: next.authority.timestamp(over: batch.imprint, at: next.time))
        return try EvidenceRecord(der: kept.renewed(by: #require(stamped.archiveTimestamp(0))))
    }

    @Test func `passes for each file alone`() throws {
        for (number, file) in files.enumerated() {
            let report = try report(record(of: number), of: [file], at: minutesLater)
            #expect(report.conclusion == .totalPassed, "\(report)")
            #expect(report.timestamps.map(\.kind) == [.evidence])
            #expect(report.timestamps.map(\.time) == [world.signingTime])
        }
    }

    @Test func `fails for another file, for two files and for none`() throws {
        let record = try record(of: 0)
        for objects in [[[0]], [files[0], files[2]], []] {
            let report = try report(record, of: objects, at: minutesLater)
            #expect(report.timestamps.map(\.conclusion) == [.failed(.hashFailure)])
            #expect(report.proofsOfExistence.isEmpty)
            #expect(report.renewal == nil)
        }
    }

    @Test func `is worth nothing once its authority has expired, and everything when renewed in time`() throws {
        let late = world.signingTime.addingTimeInterval(12 * TestWorld.year)
        let record = try record(of: 1)
        #expect(try report(record, of: [files[1]], at: late).conclusion == .indeterminate)
        let report = try report(renewed(record), of: [files[1]], at: late)
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.timestamps.count == 2)
        #expect(report.proofsOfExistence.map(\.time) == report.timestamps.map(\.time))
        #expect(report.timestamps.first?.processes.map(\.process) == [.timestamp, .archival])
        #expect(try #require(report.renewal).time > late)
    }

    @Test func `passes with another hash that took over in time`() throws {
        let next = try world.successor()
        let record = try EvidenceRecord(
            der: record(of: 1).addingValidationData(certificates: [], crls: next.material.crls, ocspResponses: [])
        )
        let digest = HashAlgorithm.sha512.digest(of: files[1])
        let batch = try EvidenceBatch(
            algorithm: .sha512,
            digests: [record.hashTreeRenewalDigest(of: digest, by: .sha512)]
        )
        let stamped = try batch.stamped(by: next.authority.timestamp(over: batch.imprint, at: next.time))
        let renewed = try EvidenceRecord(
            der: record.renewed(byChainOf: #require(stamped.archiveTimestamp(0)), digests: [digest])
        )
        let late = world.signingTime.addingTimeInterval(12 * TestWorld.year)
        #expect(try report(renewed, of: [files[1]], at: late).conclusion == .totalPassed)
        #expect(try report(renewed, of: [files[2]], at: late).conclusion == .totalFailed)
    }

    @Test func `by a stranger is not trusted`() throws {
        let stranger = try DeclaredIdentity(
            .timestamping("Stranger").valid(
                from: TestWorld.start,
                until: TestWorld.start.addingTimeInterval(TestWorld.year)
            )
        )
        let batch = try EvidenceBatch(algorithm: .sha256, digests: files.map(HashAlgorithm.sha256.digest))
        let stamped = try batch.stamped(by: stranger.timestamp(over: batch.imprint, at: world.signingTime))
        let record = try EvidenceRecord(der: #require(stamped.record(0)))
        #expect(try report(record, of: [files[0]], at: minutesLater).conclusion == .indeterminate)
    }

    @Test func `that is none is an error with its reason`() throws {
        let input = EvidenceRecordInput(record: [0x30, 0], objects: [], time: minutesLater, fetched: nil)
        #expect(throws: ValidationError.evidenceUnreadable("CMS_MALFORMED")) {
            try validate(input, policy: world.policy)
        }
    }
}
