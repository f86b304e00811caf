import PDF
import SignerProtocol

/// What a sender does with a file that was written anew.
extension Documents {
    /// A proposal of the sender's organisation that still waits; throws `ServiceError.documentUnknown`.
    package func normalisation(_ id: DocumentID, for sender: SenderActor) async throws -> Normalisation {
        let time = needs.now()
        guard let found = try await needs.store.read({ try $0.normalisation(id) }),
            found.organisation == sender.organisation, time < found.createdAt.advanced(by: Normalisation.lifetime)
        else { throw ServiceError.documentUnknown }
        return found
    }

    /// The bytes of one of both files.
    package func content(
        of normalisation: Normalisation,
        _ side: Normalisation.Side,
        for sender: SenderActor
    ) async throws -> DocumentContent {
        try await Custody(needs: needs).content(of: normalisation.document(side), by: sender.auditName)
    }

    /// A page of one of both files as a picture.
    package func picture(
        page: Int,
        edge: Int,
        of normalisation: Normalisation,
        _ side: Normalisation.Side,
        for sender: SenderActor
    ) async throws -> [UInt8] {
        let stored = normalisation.document(side)
        return try await needs.pictures.jpeg(page: page, of: stored.pages, edge: edge, digest: stored.sha256) {
            try await Custody(needs: needs).content(of: stored, by: sender.auditName)
        }
    }

    /// The size of each page of the clean file as displayed.
    package func pageSizes(of normalisation: Normalisation, for sender: SenderActor) async throws -> [PageSize] {
        try await needs.pageSizes(of: normalisation.document(.after), by: sender.auditName)
    }

    /// Makes the clean file the document; what came is discarded.
    ///
    /// `sha256` says which file was agreed to, hexadecimal: nobody agrees to what she was not shown.
    ///
    /// - Throws: `ServiceError.documentUnknown`, `.digestMismatch`, or `.conflict` when it was decided meanwhile.
    package func agree(
        toNormalisation id: DocumentID,
        sha256: String,
        by sender: SenderActor
    ) async throws -> StoredDocument {
        let proposal = try await normalisation(id, for: sender)
        guard sha256 == proposal.after.sha256.hexadecimal else { throw ServiceError.digestMismatch }
        let open = try await Custody(needs: needs).open(proposal.document(.after), by: sender.auditName, for: .read)
        let pages = try await needs.onDocumentThreads {
            try open.source.surfacing { try Document(open.source).pageRecords() }
        }
        let time = needs.now()
        let record = UploadRecord(
            pages: pages,
            normalisedFrom: NormalisedFile(
                sha256: proposal.before.sha256.hexadecimal,
                size: proposal.before.segment.length,
                reasons: proposal.detail.findings.map(\.code)
            )
        )
        let document = StoredDocument(
            id: proposal.id,
            organisation: proposal.organisation,
            name: proposal.name,
            pages: proposal.detail.pages,
            key: proposal.key,
            revisions: [proposal.after],
            createdAt: time
        )
        let facts = try record.facts.merging(proposal.digests) { $1 }
        try await needs.store.write { transaction in
            try transaction.insert(document)
            try transaction.insert(record, of: document.id)
            try transaction.remove(proposal)
            try transaction.append(
                AuditNote(.normalisationAgreed, by: sender.auditName, facts),
                to: "document/\(id)",
                at: time
            )
        }
        await discard([proposal.before])
        return document
    }

    /// Discards both files.
    package func decline(normalisation id: DocumentID, by sender: SenderActor) async throws {
        let proposal = try await normalisation(id, for: sender)
        let time = needs.now()
        try await needs.store.write { transaction in
            try transaction.remove(proposal)
            try transaction.append(
                AuditNote(.normalisationDeclined, by: sender.auditName, proposal.digests),
                to: "document/\(id)",
                at: time
            )
        }
        await discard([proposal.before, proposal.after])
    }

    /// What cannot be removed now is named by nothing and swept later.
    private func discard(_ revisions: [Revision]) async {
        for revision in revisions {
            try? await needs.onDocumentThreads { try needs.segments.remove(revision.segment.digest) }
        }
    }
}
