import CMS
import DeclaredPKI
import PDF
import SignatureValidation
import SignerProtocol
import Testing

@testable import SigningService

/// RFC 4998 §5; LTA-8.
@Suite struct `The evidence record of a document` {
    @Test func `proves its bytes, and only them`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        let envelopes = [try await archive.sealed(), try await archive.sealed()]
        let envelope = envelopes[1]
        let records = EvidenceRecords(archive.needs)
        #expect(try await records.record(of: #require(await archive.document(envelope))) == nil)
        await #expect(throws: ServiceError.notReady(state: "sealed")) {
            _ = try await records.record(of: envelope.id, for: archive.sender)
        }

        _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
        let record = try await records.record(of: envelope.id, for: archive.sender)
        let bytes = try await archive.bytes(of: envelope)
        #expect(record.length == bytes.count)
        let parsed = try EvidenceRecord(der: record.der)
        try parsed.check(digests: [.sha256: [Digest.sha256(bytes)]])
        #expect(throws: CMSError.self) { try parsed.check(digests: [.sha256: [Digest.sha256(bytes + [0])]]) }
        #expect(parsed.timestamps.count == 1)

        // The file grows; the record stays good for its beginning until the next anchor.
        archive.world.clock.advance(by: .seconds(60))
        try await archive.renewAll(envelope)
        #expect(try await records.record(of: envelope.id, for: archive.sender).sha256 == record.sha256)
        archive.world.clock.advance(by: .seconds(3_600))
        _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
        let longer = try await records.record(of: envelope.id, for: archive.sender)
        #expect(longer.length > record.length)
    }

    @Test func `is renewed with all others by one leaf of a later anchor`() async throws {
        let archive = try await ArchiveWorld()
        defer { archive.remove() }
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        let envelopes = [try await archive.sealed(), try await archive.sealed()]
        _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
        for year in 1...2 {
            archive.world.clock.advance(by: ArchiveWorld.year)
            // Shows that the authority has a newer certificate.
            try signer.grow("witness", at: archive.world.clock.now)
            _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
            archive.world.clock.advance(by: .seconds(3_600))
            let before = archive.authority.imprints.count
            _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
            #expect(archive.authority.imprints.count == before + 1)

            for envelope in envelopes {
                let record = try await EvidenceRecords(archive.needs).record(of: envelope.id, for: archive.sender)
                let parsed = try EvidenceRecord(der: record.der)
                try parsed.check(digests: [.sha256: [Digest.sha256(try await archive.bytes(of: envelope))]])
                #expect(parsed.timestamps.count == 1 + year)
            }
        }
        let result = try await CheckAnchors(
            store: archive.needs.store,
            signer: signer,
            timestampAnchors: [archive.authority.root.certificate.der]
        ).run()
        #expect(result.faults.isEmpty, "\(result.faults)")
    }
}

/// RFC 4998 §3.1, §5.2; LTA-2.
@Suite struct `The evidence record that is given out` {
    /// Newly anchored, and renewed under the authority's next certificate.
    @Test(arguments: [CurrentRevocation.Form.lists, .answers], [0, 1])
    func `is judged alone, by the document and the authority's root`(
        form: CurrentRevocation.Form,
        renewals: Int
    ) async throws {
        let archive = try await ArchiveWorld(revocation: form)
        defer { archive.remove() }
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        let envelope = try await archive.sealed()
        _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
        for _ in 0..<renewals {
            archive.world.clock.advance(by: ArchiveWorld.year)
            try signer.grow("witness", at: archive.world.clock.now)
            _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
            archive.world.clock.advance(by: .seconds(3_600))
            _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
        }
        let record = try await EvidenceRecords(archive.needs).record(of: envelope.id, for: archive.sender)
        #expect(try EvidenceRecord(der: record.der).timestamps.count == 1 + renewals)
        let bytes = try await archive.bytes(of: envelope)
        #expect(try conclusion(record, bytes, in: archive) == .totalPassed)
        #expect(try conclusion(record, bytes + [0], in: archive) == .totalFailed)
    }

    @Test func `says that its authority's certificate was revoked`() async throws {
        let archive = try await ArchiveWorld(revocation: .answers)
        defer { archive.remove() }
        let envelope = try await archive.sealed()
        let signer = try GrowingLog(["witness"], at: archive.world.clock.now)
        _ = try await AnchorAuditLog(needs: archive.needs, signer: signer).run()
        archive.world.clock.advance(by: .seconds(60))
        archive.revocation.revoke(archive.authority.years[0].certificate)
        archive.world.clock.advance(by: .seconds(60))
        let record = try await EvidenceRecords(archive.needs).record(of: envelope.id, for: archive.sender)
        let bytes = try await archive.bytes(of: envelope)
        #expect(try conclusion(record, bytes, in: archive) != .totalPassed)
    }

    private func conclusion(
        _ record: EvidenceRecords.Record,
        _ content: [UInt8],
        in archive: ArchiveWorld
    ) throws -> Indication {
        let policy = ValidationPolicy(
            trustAnchors: [archive.pki.root.certificate],
            timestampAnchors: [archive.authority.root.certificate]
        )
        let input = EvidenceRecordInput(
            record: record.der,
            objects: [BytesSource(content)],
            time: archive.world.clock.now.date,
            fetched: nil
        )
        return try validate(input, policy: policy).conclusion
    }
}
