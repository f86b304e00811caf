/// Uploads and the bytes of documents.
package struct Documents: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// The most bytes an upload may have.
    package var sizeLimit: Int { needs.settings.uploadLimit.bytes }

    /// A document of the sender's organisation; throws `ServiceError.documentUnknown`.
    package func document(_ id: DocumentID, for sender: SenderActor) async throws -> StoredDocument {
        guard let document = try await needs.store.read({ try $0.document(id) }),
            document.organisation == sender.organisation
        else { throw ServiceError.documentUnknown }
        return document
    }

    /// Its bytes; throws `ServiceError.documentUnknown`, `.waiting(for: .signer, …)`.
    package func content(of id: DocumentID, for sender: SenderActor) async throws -> DocumentContent {
        let document = try await document(id, for: sender)
        return try await Custody(needs: needs).content(of: document, by: sender.auditName)
    }
}
