import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SQLiteStorage
import SignatureValidation
import SignerProtocol
import SigningService

/// The order to renew all that rests on one certificate, carried out: files are opened, judged, stamped and kept.
struct DocumentRun: Sendable {
    let count: Int
    let service: BenchService
    let report: @Sendable (BenchLine) -> Void

    func run() async throws {
        let documents = try await sealed()
        service.outside.advance(by: BenchService.year)
        let before = service.outside.timestamps
        var id: BatchID?
        let time = try await seconds {
            let renewals = Renewals(service.needs)
            id = try await renewals.renewAll(using: .authority, fingerprint, by: service.sender).id
            try await service.work()
        }
        let stamps = service.outside.timestamps - before
        guard stamps == count else { throw BenchFault.timestamps(stamps, expected: count) }
        guard let id, case let progress = try await Renewals(service.needs).batch(id).progress, progress.done == count
        else { throw BenchFault.batch(0, expected: count) }
        let checking = try await seconds {
            try await check([documents[0], documents[count / 2], documents[count - 1]])
        }
        report(BenchLine("renewal of files", count, stamps, time, checks: 3, checking: checking))
    }

    private var fingerprint: String {
        service.outside.years[0].certificate.sha256Fingerprint.map { String(format: "%02x", $0) }.joined()
    }

    /// The same sealed contract again and again: documents share its segments until they are renewed.
    private func sealed() async throws -> [DocumentID] {
        let file = try SealedFile(service.outside)
        let revisions = try [file.upload, file.rest].enumerated().map { index, bytes in
            var writer = try SegmentWriter(
                into: service.segments.begin(),
                dataKey: service.outside.dataKey,
                randomBytes: systemRandomBytes
            )
            try writer.write(bytes)
            let whole = index == 0 ? file.upload : file.upload + file.rest
            return Revision(segment: try writer.finish().segment, sha256: HashAlgorithm.sha256.digest(of: whole))
        }
        let documents = (0..<count).map { _ in
            StoredDocument(
                id: DocumentID(from: systemRandomBytes),
                organisation: service.sender.organisation,
                name: "契約書.pdf",
                pages: 1,
                key: WrappedDataKey(name: "document", wrapped: Blob([1])),
                revisions: revisions,
                createdAt: Timestamp(service.outside.now)
            )
        }
        let standing = StampStanding(
            stampedAt: Timestamp(service.outside.now),
            expiresAt: Timestamp(service.outside.years[0].certificate.notAfter),
            cause: .authority,
            uses: [TimestampUse(.authority, fingerprint, name: "TSA 0")]
        )
        for first in stride(from: 0, to: count, by: 1_000) {
            try await service.insert(Array(documents[first..<min(first + 1_000, count)]), standing)
        }
        return documents.map(\.id)
    }

    /// The files as they are kept, by nothing but what they carry.
    private func check(_ documents: [DocumentID]) async throws {
        let policy = ValidationPolicy(
            trustAnchors: [service.outside.pki.root.certificate],
            timestampAnchors: [service.outside.root.certificate]
        )
        for id in documents {
            guard let document = try await service.store.read({ try $0.document(id) }) else {
                throw BenchFault.file(id.text)
            }
            let source = try DecryptingSource(
                document.revisions.map(\.segment),
                in: service.segments,
                dataKey: service.outside.dataKey
            )
            let input = ValidationInput(source: source, time: service.outside.now, fetched: nil)
            let report = try validate(input, policy: policy)
            guard document.revisions.count == 3, report.conclusion == .totalPassed,
                report.timestamps.filter({ $0.kind == .document }).count == 2
            else { throw BenchFault.file(id.text) }
        }
    }
}
