import PDF
import SignerProtocol

/// Brings a contract to B-LTA after its last signature.
struct SealEnvelope: Sendable {
    let needs: ServiceNeeds

    /// Harmless when the contract is sealed already.
    func seal(_ id: EnvelopeID) async throws {
        let (envelope, stored) = try await needs.envelopeWithDocument(id)
        guard case .awaitingSeal(_, .contractOpen) = envelope.state else { return }
        let custody = Custody(needs: needs)
        let open = try await custody.open(stored, by: AuditNote.service, for: .seal)
        let (result, revision) = try await open.reading {
            let result = try await ExtendToLongTerm(needs: needs).extend(open.source, uploaded: stored.uploadedBytes)
            try await requireUnchangedPages(of: stored, in: AppendedSource(open.source, appended: result.suffix))
            return (result, try custody.keep(suffix: result.suffix, after: open))
        }
        let time = needs.now()
        try await needs.change(id) { envelope, transaction in
            let change = try envelope.contractSealed(document: revision.sha256, renewBy: result.renewBy, at: time)
            try transaction.append(revision, to: stored.id, after: stored.revisions.count)
            try transaction.save(
                RenewalStanding(
                    document: stored.id,
                    envelope: id,
                    revisions: stored.revisions.count + 1,
                    stamp: result.standing
                )
            )
            return change
        }
        needs.pass(.sealCommitted)
    }

    /// The pages have to be what was recorded when they came, whatever the comparison of revisions found. PDF-18
    private func requireUnchangedPages(of stored: StoredDocument, in source: any ByteSource) async throws {
        guard let record = try await needs.store.read({ try $0.uploadRecord(of: stored.id) }) else { return }
        let pages: [PageRecord]
        do throws(PDFError) {
            pages = try Document(source).pageRecords()
        } catch {
            throw ServiceError.judgeRefused(["UNREADABLE"])
        }
        guard pages == record.pages else { throw ServiceError.judgeRefused(["PAGES_CHANGED"]) }
    }
}

extension StoredDocument {
    /// How many bytes were uploaded, or made at once.
    var uploadedBytes: Int { revisions.first?.segment.length ?? 0 }
}
