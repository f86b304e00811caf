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
    /// The size of each page as displayed, first page first.
    func pageSizes(of stored: StoredDocument, by reader: String) async throws -> [PageSize] {
        let open = try await Custody(needs: self).open(stored, by: reader, for: .read)
        return try await onDocumentThreads {
            try Document(open.source).pages().map { page in
                let size = page.displayedSize
                return PageSize(width: size.width, height: size.height)
            }
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

    /// A page of the newest revision as a picture.
    package func picture(page: Int, edge: Int, of id: EnvelopeID, for sender: SenderActor) async throws -> [UInt8] {
        let stored = try await withDocument(id, for: sender).document
        return try await needs.pictures.jpeg(page: page, of: stored.pages, edge: edge, digest: stored.sha256) {
            try await Custody(needs: needs).content(of: stored, by: sender.auditName)
        }
    }

    /// The document of an envelope with its number of pages.
    package func storedDocument(of id: EnvelopeID, for sender: SenderActor) async throws -> StoredDocument {
        try await withDocument(id, for: sender).document
    }
}

extension SigningCeremony {
    /// The size of each page as displayed, first page first.
    package func pageSizes(for actor: SignerActor) async throws -> [PageSize] {
        try await needs.pageSizes(of: needs.envelopeWithDocument(actor.envelope).document, by: actor.auditName)
    }

    /// A page as a picture: what she is shown of the bytes that she signs.
    package func picture(page: Int, edge: Int, for actor: SignerActor) async throws -> [UInt8] {
        let stored = try await needs.envelopeWithDocument(actor.envelope).document
        return try await needs.pictures.jpeg(page: page, of: stored.pages, edge: edge, digest: stored.sha256) {
            try await Custody(needs: needs).content(of: stored, by: actor.auditName)
        }
    }

    /// The text of each page.
    package func text(for actor: SignerActor) async throws -> [String] {
        let stored = try await needs.envelopeWithDocument(actor.envelope).document
        return try await needs.pictures.text(digest: stored.sha256) {
            try await Custody(needs: needs).content(of: stored, by: actor.auditName)
        }
    }

    /// Her 印影 as SVG.
    package func imprint(for actor: SignerActor) async throws -> String {
        let me = try await overview(for: actor).me
        return try me.imprint.svg(name: me.name, fonts: needs.fonts)
    }
}
