import CMS
import DeclaredPKI
import Foundation
import Testing

/// LTA-8: evidence records of RFC 4998, made, renewed and read.
@Suite struct `An evidence record` {
    let authority: DeclaredIdentity
    let documents: [[UInt8]] = (0..<5).map { Array("文書 \($0)".utf8) }

    init() throws { authority = try DeclaredIdentity(.timestamping("TSA")) }

    func token(_ imprint: MessageImprint, after seconds: TimeInterval = 0) throws -> [UInt8] {
        try authority.timestamp(over: imprint, at: DeclaredPKI.now.addingTimeInterval(seconds))
    }

    func stamped(_ documents: [[UInt8]]) throws -> EvidenceBatch.Stamped {
        let batch = try EvidenceBatch(algorithm: .sha256, digests: documents.map(HashAlgorithm.sha256.digest))
        return try batch.stamped(by: token(batch.imprint))
    }

    func digests(_ document: [UInt8]) -> [HashAlgorithm: [[UInt8]]] {
        [.sha256: [HashAlgorithm.sha256.digest(of: document)], .sha512: [HashAlgorithm.sha512.digest(of: document)]]
    }

    @Test(arguments: [1, 2, 3, 4, 5, 8, 13, 100])
    func `proves each document of a batch alone`(count: Int) throws {
        let documents = (0..<count).map { Array("文書 \($0)".utf8) }
        let batch = try stamped(documents)
        #expect(batch.count == count)
        for (position, document) in documents.enumerated() {
            let record = try EvidenceRecord(der: #require(batch.record(position)))
            try record.check(digests: digests(document))
            let other = digests(document + [0])
            #expect(throws: CMSError.evidenceDataAbsent) { try record.check(digests: other) }
        }
        #expect(batch.record(count) == nil)
        #expect(batch.record(-1) == nil)
    }

    @Test func `takes no timestamp over something else`() throws {
        let batch = try EvidenceBatch(algorithm: .sha256, digests: documents.map(HashAlgorithm.sha256.digest))
        let other = try token(MessageImprint(of: [1], hashAlgorithm: .sha256))
        #expect(throws: CMSError.timestampImprintMismatch) { try batch.stamped(by: other) }
    }

    @Test func `needs at least one digest, and whole ones`() {
        #expect(throws: CMSError.malformed(.evidenceRecord, .missing)) {
            try EvidenceBatch(algorithm: .sha256, digests: [])
        }
        #expect(throws: CMSError.malformed(.evidenceRecord, .value)) {
            try EvidenceBatch(algorithm: .sha256, digests: [[1, 2, 3]])
        }
    }

    @Test func `is renewed by a timestamp over its last timestamp`() throws {
        let batch = try stamped(documents)
        let record = try EvidenceRecord(der: #require(batch.record(4)))
        let second = try token(record.timestampRenewalDigest, after: 60)
        let renewed = try EvidenceRecord(der: record.renewed(by: archiveTimestamp(second)))
        #expect(renewed.chains.map(\.timestamps.count) == [2])
        try renewed.check(digests: digests(documents[4]))

        let stranger = try token(MessageImprint(of: [1], hashAlgorithm: .sha256), after: 60)
        #expect(throws: CMSError.evidenceRenewalBroken) { try record.renewed(by: archiveTimestamp(stranger)) }
        let earlier = try token(record.timestampRenewalDigest, after: -60)
        #expect(throws: CMSError.evidenceOrder) { try record.renewed(by: archiveTimestamp(earlier)) }
    }

    /// LTA-5: a stronger hash takes over, over the document's bytes.
    @Test func `is renewed by another hash over the documents`() throws {
        let batch = try stamped(documents)
        let records = try (0..<5).map { try EvidenceRecord(der: #require(batch.record($0))) }
        let leaves = zip(records, documents).map { record, document in
            record.hashTreeRenewalDigest(of: HashAlgorithm.sha512.digest(of: document), by: .sha512)
        }
        let second = try EvidenceBatch(algorithm: .sha512, digests: leaves)
        let stamp = try second.stamped(by: token(second.imprint, after: 60))
        for (position, document) in documents.enumerated() {
            let timestamp = try #require(stamp.archiveTimestamp(position))
            let digest = HashAlgorithm.sha512.digest(of: document)
            let renewed = try EvidenceRecord(der: records[position].renewed(byChainOf: timestamp, digests: [digest]))
            #expect(renewed.algorithms == [.sha256, .sha512])
            try renewed.check(digests: digests(document))
            // The old digest still holds, the new one is of another document.
            var mixed = digests(document)
            mixed[.sha512] = [HashAlgorithm.sha512.digest(of: [0])]
            #expect(throws: CMSError.evidenceRenewalBroken) { try renewed.check(digests: mixed) }
            #expect(throws: CMSError.evidenceRenewalBroken) {
                try records[position].renewed(byChainOf: timestamp, digests: [HashAlgorithm.sha512.digest(of: [0])])
            }
        }
    }

    /// Many batches of earlier years under one timestamp.
    @Test func `is renewed with the records of other batches`() throws {
        let first = try EvidenceRecord(der: #require(stamped(documents).record(0)))
        let second = try EvidenceRecord(der: #require(stamped([documents[1]]).record(0)))
        let batch = try EvidenceBatch(
            algorithm: .sha256,
            digests: [first.timestampRenewalDigest.digest, second.timestampRenewalDigest.digest]
        )
        let stamp = try batch.stamped(by: token(batch.imprint, after: 60))
        for (position, record) in [first, second].enumerated() {
            let renewed = try record.renewed(by: #require(stamp.archiveTimestamp(position)))
            try EvidenceRecord(der: renewed).check(digests: digests(documents[position]))
        }
    }

    @Test func `keeps validation data in its last timestamp, under the next renewal`() throws {
        let record = try EvidenceRecord(der: #require(stamped(documents).record(2)))
        let crl = try authority.crl()
        let kept = try EvidenceRecord(
            der: record.addingValidationData(certificates: [], crls: [crl], ocspResponses: [])
        )
        try kept.check(digests: digests(documents[2]))
        #expect(kept.timestamps[0].token.signedData.revocationLists == [crl])
        let second = try archiveTimestamp(token(kept.timestampRenewalDigest, after: 60))
        try EvidenceRecord(der: kept.renewed(by: second)).check(digests: digests(documents[2]))
        #expect(throws: CMSError.evidenceRenewalBroken) { try record.renewed(by: second) }
    }

    @Test func `of a group proves the whole group only`() throws {
        let digests = documents.prefix(3).map(HashAlgorithm.sha256.digest)
        let root = HashAlgorithm.sha256.digest(of: Array(digests.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
        let imprint = try MessageImprint(hashAlgorithm: .sha256, digest: root)
        let list = DEREncoding.sequence(digests.map(DEREncoding.octetString))
        let timestamp = DEREncoding.sequence(DEREncoding.implicit(2, constructed: list), try token(imprint))
        let record = try EvidenceRecord(der: EvidenceRecord.encode(timestamp, algorithm: .sha256))
        try record.check(digests: [.sha256: digests])
        try record.check(digests: [.sha256: [digests[1]]])
        #expect(throws: CMSError.evidenceDataAbsent) { try record.check(digests: [.sha256: Array(digests.prefix(2))]) }
        #expect(throws: CMSError.evidenceDataAbsent) {
            try record.check(digests: [.sha256: digests + [HashAlgorithm.sha256.digest(of: [0])]])
        }
    }

    /// Strict at the edge: one mutation at a time.
    @Test func `is refused or unproven after any change of a byte of its hash tree`() throws {
        let der = try #require(stamped(documents).record(1))
        let tree = try #require(EvidenceRecord(der: der).timestamps[0].reducedHashTree)
        let sibling = tree.lists[1][0]
        let place = try #require(der.indices.first { der[$0...].starts(with: sibling) })
        for offset in [0, 15, 31] {
            var altered = der
            altered[place + offset] ^= 1
            #expect(throws: CMSError.timestampImprintMismatch) {
                try EvidenceRecord(der: altered).check(digests: digests(documents[1]))
            }
        }
        #expect(throws: (any Error).self) { try EvidenceRecord(der: der + [0]) }
        #expect(throws: (any Error).self) { try EvidenceRecord(der: Array(der.dropLast())) }
    }

    @Test func `about encrypted data is refused`() throws {
        let timestamp = try archiveTimestamp(token(MessageImprint(of: documents[0], hashAlgorithm: .sha256)))
        let record = DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.sequence(HashAlgorithm.sha256.identifier.der),
            DEREncoding.implicit(1, constructed: DEREncoding.objectIdentifier("1.2.3")),
            DEREncoding.sequence(DEREncoding.sequence(timestamp))
        )
        #expect(throws: CMSError.evidenceEncrypted) { try EvidenceRecord(der: record) }
    }

    /// What we write, others read: Bouncy Castle takes each record, and refuses each for other data.
    @Test(
        .enabled(
            if: BouncyCastle.isPresent,
            "no Bouncy Castle here: apt-get install libbcpkix-java default-jdk-headless"
        )
    )
    func `is accepted by Bouncy Castle`() throws {
        let single = try #require(stamped([documents[0]]).record(0))
        let batch = try stamped(documents)
        let plain = try #require(batch.record(4))
        let record = try EvidenceRecord(der: plain)
        let renewed = try record.renewed(by: archiveTimestamp(token(record.timestampRenewalDigest, after: 60)))
        let digest = HashAlgorithm.sha512.digest(of: documents[4])
        let leaf = record.hashTreeRenewalDigest(of: digest, by: .sha512)
        let stamp = try archiveTimestamp(token(MessageImprint(hashAlgorithm: .sha512, digest: leaf), after: 60))
        let rehashed = try record.renewed(byChainOf: stamp, digests: [digest])

        let certificate = authority.certificate.der
        let questions = [
            (single, documents[0]), (plain, documents[4]), (renewed, documents[4]), (rehashed, documents[4]),
        ]
        let answers = try BouncyCastle.judge(
            questions.map { ($0.0, $0.1, certificate) } + questions.map { ($0.0, documents[1] + [0], certificate) }
        )
        #expect(answers.prefix(4) == ["ok", "ok", "ok", "ok"], "\(answers)")
        #expect(answers.count == 8 && answers.suffix(4).allSatisfy { $0 != "ok" }, "\(answers)")
    }

    private func archiveTimestamp(_ token: [UInt8]) throws -> [UInt8] {
        let imprint = try TimestampToken(der: token).info.imprint
        return try ArchiveTimestamp.encode(
            algorithm: imprint.hashAlgorithm,
            path: nil,
            root: imprint.digest,
            token: token
        )
    }
}
