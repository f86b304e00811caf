import CMS
import DeclaredPKI
import Foundation
import PDF
import SQLiteStorage
import SignatureValidation
import SignerProtocol
import SigningService

/// Evidence records of very many sealed contracts through the service: the anchor, its renewal, and the order to renew all.
struct AnchorRun: Sendable {
    let count: Int
    let service: BenchService
    let report: @Sendable (BenchLine) -> Void

    /// Documents are rows with digests; no record needs their bytes.
    func run() async throws {
        let standing = StampStanding(
            stampedAt: Timestamp(BenchService.start),
            expiresAt: Timestamp(service.outside.years[0].certificate.notAfter),
            cause: .authority,
            uses: [use]
        )
        var documents: [StoredDocument] = []
        let filling = try await seconds {
            for first in stride(from: 0, to: count, by: 1_000) {
                let portion = try (first..<min(first + 1_000, count)).map(document)
                try await service.insert(portion, standing)
                documents += portion
            }
        }
        report(BenchLine("rows of the database", count, 0, filling))

        // 1. The hourly anchor takes in what nobody has anchored yet.
        try await anchor("anchor", documents, renewals: 0)

        // 2. A year later: the first anchor that shows the new certificate, then the one that renews the old anchors.
        service.outside.advance(by: BenchService.year)
        let ordering = try await seconds { try await order() }
        report(BenchLine("order to renew all", count, 0, ordering))
        let feeding = try await seconds { _ = try await service.work(atMost: 1) }
        report(BenchLine("jobs of the order", count, 0, feeding))
        try await anchor("anchor of a year later", [], renewals: 0)
        service.outside.advance(by: 3_601)
        try await anchor("renewal of all records", documents, renewals: 1)
    }

    /// The jobs that are due besides are left where they are.
    private func anchor(_ name: String, _ documents: [StoredDocument], renewals: Int) async throws {
        let before = service.outside.timestamps
        let time = try await seconds {
            try await service.store.write {
                try $0.schedule(ScheduledJob(.anchor, notBefore: Timestamp(milliseconds: 0)))
            }
            _ = try await service.work(atMost: 1)
        }
        let stamps = service.outside.timestamps - before
        guard stamps == 1 else { throw BenchFault.timestamps(stamps, expected: 1) }
        let result = try await checked(documents, renewals: renewals)
        report(
            BenchLine(name, count, stamps, time, bytes: result.bytes, checks: result.checks, checking: result.seconds)
        )
    }

    /// The order is one transaction; its documents become jobs in portions.
    private func order() async throws {
        let batch = try await Renewals(service.needs).renewAll(using: use.kind, use.value, by: service.sender)
        guard batch.progress.total == count else { throw BenchFault.batch(batch.progress.total, expected: count) }
    }

    private var use: TimestampUse {
        let certificate = service.outside.years[0].certificate
        let fingerprint = certificate.sha256Fingerprint.map { String(format: "%02x", $0) }.joined()
        return TimestampUse(.authority, fingerprint, name: certificate.subject.commonName ?? "")
    }

    // MARK: - Records

    /// Takes records of a sample; the library and `chigiri-verify` judge each alone, by its document and the authority's root.
    private func checked(_ documents: [StoredDocument], renewals: Int) async throws -> (
        bytes: Int, checks: Int, seconds: Double
    ) {
        guard !documents.isEmpty else { return (0, 0, 0) }
        let policy = ValidationPolicy(
            trustAnchors: [service.outside.pki.root.certificate],
            timestampAnchors: [service.outside.root.certificate]
        )
        let places = (0..<8).map { $0 * (documents.count - 1) / 7 }
        let verifier = try StandaloneVerifier(trusting: service.outside.root.certificate)
        defer { verifier.remove() }
        var bytes = 0
        let time = try await seconds {
            for place in places {
                let id = documents[place].id
                guard let standing = try await service.store.read({ try $0.renewalStanding(of: id) }) else {
                    throw BenchFault.record(place)
                }
                let records = EvidenceRecords(service.needs)
                let record = try await records.record(of: standing.envelope, for: service.sender)
                bytes += record.der.count
                guard try EvidenceRecord(der: record.der).timestamps.count == 1 + renewals,
                    try isProven(Self.content(place), by: record.der, policy),
                    try !isProven(Self.content(place + documents.count), by: record.der, policy),
                    try verifier.passes(Self.content(place), by: record.der, at: service.outside.now),
                    try !verifier.passes(Self.content(place + documents.count), by: record.der, at: service.outside.now)
                else { throw BenchFault.record(place) }
            }
        }
        return (bytes / places.count, places.count, time)
    }

    private func isProven(_ content: [UInt8], by record: [UInt8], _ policy: ValidationPolicy) throws -> Bool {
        let input = EvidenceRecordInput(
            record: record,
            objects: [BytesSource(content)],
            time: service.outside.now,
            fetched: nil
        )
        return try validate(input, policy: policy).conclusion == .totalPassed
    }

    /// A document that is only its number.
    private static func content(_ number: Int) -> [UInt8] { Array("document \(number)".utf8) }

    private func document(_ number: Int) throws -> StoredDocument {
        let content = Self.content(number)
        let digest = HashAlgorithm.sha256.digest(of: content)
        guard let name = SegmentDigest(bytes: digest) else { throw BenchFault.record(number) }
        return StoredDocument(
            id: DocumentID(from: systemRandomBytes),
            organisation: service.sender.organisation,
            name: "契約書.pdf",
            pages: 1,
            key: WrappedDataKey(name: "document", wrapped: Blob([1])),
            revisions: [Revision(segment: Segment(digest: name, length: content.count), sha256: digest)],
            createdAt: Timestamp(service.outside.now)
        )
    }
}
