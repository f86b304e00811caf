import Crypto
import PDF
import SignerProtocol

/// What became of an upload.
package enum UploadOutcome: Sendable {
    case accepted(StoredDocument, UploadRecord)
    /// It is signed only as a clean file, and only when its sender agrees.
    case proposed(Normalisation)
}

extension Documents {
    /// Takes an upload: encrypts it while it streams, reads it strictly, keeps it only when it can be signed, as it is or
    /// written anew.
    ///
    /// - Throws: `ServiceError.textRefused`, `.documentTooLarge`, `.documentRefused`, `.waiting(for: .signer, …)`.
    package func upload<Body: AsyncSequence & Sendable>(
        name: String,
        by sender: SenderActor,
        body: Body
    ) async throws -> UploadOutcome where Body.Element == [UInt8] {
        let name = try line(name, field: "name", limit: 200)
        let id = DocumentID(from: needs.randomBytes)
        let (key, wrapped) = try await Custody(needs: needs).newKey(for: id, by: sender.auditName)
        let (segment, digest) = try await needs.onDocumentThreads { try await receive(body, key: key) }
        let revision = Revision(segment: segment, sha256: digest)
        do {
            switch try await needs.onDocumentThreads({ try examine(segment, key: key) }) {
            case .whole(let record):
                let document = StoredDocument(
                    id: id,
                    organisation: sender.organisation,
                    name: name,
                    pages: record.pages.count,
                    key: wrapped,
                    revisions: [revision],
                    createdAt: needs.now()
                )
                needs.pass(.uploadSegmentStored)
                try await save(document, record, by: sender)
                return .accepted(document, record)
            case .toBeNormalised(let findings):
                let upload = NormaliseUpload.Upload(
                    id: id,
                    name: name,
                    wrapped: wrapped,
                    key: key,
                    revision: revision
                )
                return .proposed(
                    try await NormaliseUpload(needs: needs).propose(upload, because: findings, by: sender)
                )
            }
        } catch {
            // A segment without a row is harmless; it is swept later if it cannot be removed now.
            try? await needs.onDocumentThreads { try needs.segments.remove(segment.digest) }
            throw error
        }
    }

    private func save(_ document: StoredDocument, _ record: UploadRecord, by sender: SenderActor) async throws {
        let note = AuditNote(
            .documentUploaded,
            by: sender.auditName,
            try record.facts.merging(
                [
                    "document": document.id.text, "sha256": document.sha256.hexadecimal,
                    "size": "\(document.size)", "pages": "\(document.pages)",
                ]
            ) { $1 }
        )
        try await needs.store.write { transaction in
            try transaction.insert(document)
            try transaction.insert(record, of: document.id)
            try transaction.append(note, to: "document/\(document.id)", at: document.createdAt)
        }
    }

    private func receive<Body: AsyncSequence>(
        _ body: Body,
        key: SymmetricKey
    ) async throws -> (segment: Segment, sha256: [UInt8]) where Body.Element == [UInt8] {
        let sink = try needs.segments.begin()
        do {
            var writer = try SegmentWriter(into: sink, dataKey: key, randomBytes: needs.randomBytes)
            for try await bytes in body {
                guard writer.length + bytes.count <= sizeLimit else {
                    throw ServiceError.documentTooLarge(limit: sizeLimit)
                }
                try writer.write(bytes)
            }
            guard writer.length > 0 else {
                throw ServiceError.documentRefused([DocumentFinding(PreflightFinding(.empty))])
            }
            return try writer.finish()
        } catch {
            sink.discard()
            throw error
        }
    }

    private enum Examined: Sendable {
        case whole(UploadRecord)
        case toBeNormalised([PreflightFinding])
    }

    /// - Throws: `ServiceError.documentRefused`.
    private func examine(_ segment: Segment, key: SymmetricKey) throws -> Examined {
        let source = try DecryptingSource([segment], in: needs.segments, dataKey: key)
        return try source.surfacing {
            let outcome: PreflightOutcome
            do throws(PDFError) {
                outcome = try Preflight.outcome(of: source, limits: .upload(fileSize: sizeLimit))
            } catch {
                throw ServiceError.storage("\(error)")
            }
            switch outcome {
            case .accepted(let document):
                return .whole(UploadRecord(pages: try document.pageRecords()))
            case .coSigning(let document):
                let earlier = try JudgeEarlierSignatures(needs: needs).verdicts(on: document)
                return .whole(UploadRecord(pages: try document.pageRecords(), earlierSignatures: earlier))
            case .normalisable(let findings):
                return .toBeNormalised(findings)
            case .refused(let findings):
                throw ServiceError.documentRefused(findings.map(DocumentFinding.init))
            }
        }
    }
}

extension DocumentFinding {
    init(_ finding: PreflightFinding) {
        self.init(code: finding.reason.rawValue, object: finding.place.object, offset: finding.place.offset)
    }
}
