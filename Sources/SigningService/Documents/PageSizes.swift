import PDF
import SignerProtocol

/// The size of a page as displayed, in points.
package struct PageSize: Hashable, Sendable {
    package let width: Double
    package let height: Double

    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }
}

extension ServiceNeeds {
    /// The size of each page as displayed, first page first; kept in memory by the digest of the bytes.
    func pageSizes(of stored: StoredDocument, by reader: String) async throws -> [PageSize] {
        if let known = await pictures.sizes(of: stored.sha256) { return known }
        let open = try await Custody(needs: self).open(stored, by: reader, for: .read)
        let sizes = try await onDocumentThreads {
            try open.source.surfacing {
                try Document(open.source).pages().map { page in
                    let size = page.displayedSize
                    return PageSize(width: size.width, height: size.height)
                }
            }
        }
        await pictures.keep(sizes, of: stored.sha256)
        return sizes
    }

    /// A page of exactly these bytes, of whichever revision: who asks for a picture says of which, or could be shown another.
    ///
    /// A page that was opened before the last signature goes on showing what it began with.
    fileprivate func picture(
        page: Int,
        edge: Int,
        digest: String,
        of stored: StoredDocument,
        by reader: String
    ) async throws -> [UInt8] {
        guard let place = stored.revisions.lastIndex(where: { $0.sha256.hexadecimal == digest }) else {
            throw ServiceError.pageUnknown
        }
        let revision = stored.first(place + 1)
        return try await pictures.jpeg(page: page, of: stored.pages, edge: edge, digest: revision.sha256) {
            try await Custody(needs: self).content(of: revision, by: reader)
        }
    }
}

extension Documents {
    /// The size of each page as displayed, first page first.
    package func pageSizes(of id: DocumentID, for sender: SenderActor) async throws -> [PageSize] {
        try await needs.pageSizes(of: document(id, for: sender), by: sender.auditName)
    }

    /// A page as a picture.
    package func picture(
        page: Int,
        edge: Int,
        of id: DocumentID,
        for sender: SenderActor
    ) async throws -> [UInt8] {
        let stored = try await document(id, for: sender)
        return try await needs.pictures.jpeg(page: page, of: stored.pages, edge: edge, digest: stored.sha256) {
            try await Custody(needs: needs).content(of: stored, by: sender.auditName)
        }
    }
}

extension Envelopes {
    /// The size of each page as displayed, first page first.
    package func pageSizes(of id: EnvelopeID, for sender: SenderActor) async throws -> [PageSize] {
        try await needs.pageSizes(of: withDocument(id, for: sender).document, by: sender.auditName)
    }

    /// A page as a picture; `digest` is the SHA-256 of the revision, hexadecimal.
    ///
    /// - Throws: `ServiceError.pageUnknown` when no revision has it.
    package func picture(
        page: Int,
        edge: Int,
        digest: String,
        of id: EnvelopeID,
        for sender: SenderActor
    ) async throws -> [UInt8] {
        let stored = try await withDocument(id, for: sender).document
        return try await needs.picture(page: page, edge: edge, digest: digest, of: stored, by: sender.auditName)
    }

    /// The document of an envelope with its number of pages.
    package func storedDocument(of id: EnvelopeID, for sender: SenderActor) async throws -> StoredDocument {
        try await withDocument(id, for: sender).document
    }
}

extension SigningCeremony {
    /// The document while it is her turn; a session reads no further when that is over.
    private func documentInTurn(of actor: SignerActor) async throws -> StoredDocument {
        let (envelope, document) = try await needs.envelopeWithDocument(actor.envelope)
        _ = try envelope.turn(of: actor.signer)
        return document
    }

    /// The size of each page as displayed, first page first.
    package func pageSizes(for actor: SignerActor) async throws -> [PageSize] {
        try await needs.pageSizes(of: documentInTurn(of: actor), by: actor.auditName)
    }

    /// A page as a picture: what she is shown of the bytes that she signs; `digest` is their SHA-256, hexadecimal.
    ///
    /// - Throws: `ServiceError.pageUnknown` when no revision has it.
    package func picture(page: Int, edge: Int, digest: String, for actor: SignerActor) async throws -> [UInt8] {
        let stored = try await documentInTurn(of: actor)
        return try await needs.picture(page: page, edge: edge, digest: digest, of: stored, by: actor.auditName)
    }

    /// The text of each page.
    package func text(for actor: SignerActor) async throws -> [String] {
        let stored = try await documentInTurn(of: actor)
        return try await needs.pictures.text(digest: stored.sha256) {
            try await Custody(needs: needs).content(of: stored, by: actor.auditName)
        }
    }
}
