import Converters
import Crypto
import PDF
import SignerProtocol

/// Writes an upload anew as one clean revision and puts both before its sender.
///
/// The clean file has to pass the preflight like any other: a converter that repairs can make something of anything.
///
/// - SeeAlso: PDF-2, PDF-13; docs/decisions/0039
struct NormaliseUpload: Sendable {
    let needs: ServiceNeeds

    /// So many pages are drawn from both files and compared, if they have as many.
    private static let pagesDrawn = 50

    /// What is known of an upload before it is a document.
    struct Upload: Sendable {
        let id: DocumentID
        let name: String
        let wrapped: WrappedDataKey
        let key: SymmetricKey
        let revision: Revision
    }

    /// The proposal, kept until its sender decides or a week has passed.
    ///
    /// - Throws: `ServiceError.documentRefused` when nothing clean comes of it, `.picturesNotMade` when too many wait.
    func propose(
        _ upload: Upload,
        because findings: [PreflightFinding],
        by sender: SenderActor
    ) async throws -> Normalisation {
        let reasons = findings.map(DocumentFinding.init)
        guard upload.revision.segment.length <= NormalisePDF.sizeLimit else {
            throw ServiceError.documentRefused(reasons)
        }
        let source = try await needs.onDocumentThreads {
            try DecryptingSource([upload.revision.segment], in: needs.segments, dataKey: upload.key)
        }
        let before = try await input(source)
        let clean: [UInt8]
        do {
            clean = try await needs.pictures.normalised(before)
        } catch is ConverterError {
            throw ServiceError.documentRefused(reasons)
        }
        let pages = try await needs.onDocumentThreads { try countedPages(of: clean, because: reasons) }
        let after = try await ConverterInput(count: clean.count) { Array(clean[$0]) }
        let comparison = try await needs.pictures.comparison(before, after, firstPages: Self.pagesDrawn)
        let kept = try await needs.onDocumentThreads { try Custody(needs: needs).keep(clean, key: upload.key) }
        let normalisation = Normalisation(
            id: upload.id,
            organisation: sender.organisation,
            name: upload.name,
            key: upload.wrapped,
            before: upload.revision,
            after: Revision(segment: kept.segment, sha256: kept.sha256),
            detail: Normalisation.Detail(pages: pages, findings: reasons, comparison: comparison),
            createdAt: needs.now()
        )
        do {
            try await save(normalisation, by: sender)
        } catch {
            try? await needs.onDocumentThreads { try needs.segments.remove(kept.segment.digest) }
            throw error
        }
        return normalisation
    }

    private func input(_ source: DecryptingSource) async throws -> ConverterInput {
        do {
            return try await ConverterInput(count: source.count) { range in
                try await needs.onDocumentThreads { try source.surfacing { try source.read(range) } }
            }
        } catch is ConverterError {
            throw ServiceError.picturesNotMade
        }
    }

    private func countedPages(of clean: [UInt8], because reasons: [DocumentFinding]) throws -> Int {
        let source = BytesSource(clean)
        switch try Preflight.outcome(of: source, limits: .upload(fileSize: NormalisePDF.sizeLimit * 2)) {
        case .accepted(let document): return try document.pages().count
        case .coSigning:
            throw ServiceError.documentRefused(reasons + [DocumentFinding(PreflightFinding(.alreadySigned))])
        case .normalisable(let findings), .refused(let findings):
            throw ServiceError.documentRefused(findings.map(DocumentFinding.init))
        }
    }

    private func save(_ normalisation: Normalisation, by sender: SenderActor) async throws {
        let time = normalisation.createdAt
        let note = AuditNote(
            .normalisationProposed,
            by: sender.auditName,
            normalisation.digests.merging(
                [
                    "document": normalisation.id.text,
                    "reasons": normalisation.detail.findings.map(\.code).joined(separator: " "),
                    "pagesDiffering": normalisation.detail.comparison.differing.map(String.init)
                        .joined(separator: " "),
                ]
            ) { $1 }
        )
        try await needs.store.write { transaction in
            try transaction.removeNormalisations(
                createdBefore: time.advanced(by: .zero - Normalisation.lifetime)
            )
            try transaction.insert(normalisation)
            try transaction.append(note, to: "document/\(normalisation.id)", at: time)
        }
    }
}

extension Normalisation {
    /// Both files, for audit entries.
    var digests: [String: String] {
        ["before": before.sha256.hexadecimal, "after": after.sha256.hexadecimal]
    }
}
