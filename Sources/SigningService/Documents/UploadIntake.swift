import Crypto
import PDF
import SignerProtocol

extension Documents {
    /// Takes an upload: encrypts it while it streams, reads it strictly, keeps it only when the preflight finds nothing.
    ///
    /// - Throws: `ServiceError.textRefused`, `.documentTooLarge`, `.documentRefused`, `.waiting(for: .signer, …)`.
    package func upload<Body: AsyncSequence & Sendable>(
        name: String,
        by sender: SenderActor,
        body: Body
    ) async throws -> StoredDocument where Body.Element == [UInt8] {
        let name = try line(name, field: "name", limit: 200)
        let id = DocumentID(from: needs.randomBytes)
        let (key, wrapped) = try await Custody(needs: needs).newKey(for: id, by: sender.auditName)
        let (segment, digest) = try await needs.onDocumentThreads { try await receive(body, key: key) }
        do {
            let pages = try await needs.onDocumentThreads { try pagesOfAcceptable(segment, key: key) }
            let time = needs.now()
            let document = StoredDocument(
                id: id,
                organisation: sender.organisation,
                name: name,
                pages: pages,
                key: wrapped,
                revisions: [Revision(segment: segment, sha256: digest)],
                createdAt: time
            )
            needs.pass(.uploadSegmentStored)
            let note = AuditNote(
                .documentUploaded,
                by: sender.auditName,
                ["document": id.text, "sha256": digest.hexadecimal, "size": "\(segment.length)", "pages": "\(pages)"]
            )
            try await needs.store.write { transaction in
                try transaction.insert(document)
                try transaction.append(note, to: "document/\(id)", at: time)
            }
            return document
        } catch {
            // A segment without a row is harmless; it is swept later if it cannot be removed now.
            try? await needs.onDocumentThreads { try needs.segments.remove(segment.digest) }
            throw error
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

    /// The number of pages, when nothing speaks against signing the file.
    private func pagesOfAcceptable(_ segment: Segment, key: SymmetricKey) throws -> Int {
        let source = try DecryptingSource([segment], in: needs.segments, dataKey: key)
        let document: Document
        let pages: Int
        do throws(PDFError) {
            document = try Document(source, limits: .upload(fileSize: sizeLimit))
            pages = try document.pages().count
        } catch {
            if case .unreadable(let reason) = error { throw source.outage ?? ServiceError.storage(reason) }
            throw ServiceError.documentRefused([DocumentFinding(PreflightFinding(cause: error))])
        }
        let findings = Preflight.findings(in: document)
        guard findings.isEmpty else { throw ServiceError.documentRefused(findings.map(DocumentFinding.init)) }
        return pages
    }
}

extension DocumentFinding {
    init(_ finding: PreflightFinding) {
        self.init(code: finding.reason.rawValue, object: finding.place.object, offset: finding.place.offset)
    }
}
