/// Uploads and the bytes of documents.
package struct Documents: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// The most bytes an upload may have.
    package static let sizeLimit = 200_000_000

    /// Takes an upload: encrypts it while it streams, reads it strictly, keeps it only when the preflight finds nothing.
    ///
    /// - Throws: `ServiceError.textRefused`, `.documentTooLarge`, `.documentRefused`, `.waiting(for: .signer, …)`.
    package func upload<Body: AsyncSequence & Sendable>(
        name: String,
        by sender: SenderActor,
        body: Body
    ) async throws -> StoredDocument where Body.Element == [UInt8] {
        throw ServiceError.documentUnknown
    }

    /// A document of the sender's organisation; throws `ServiceError.documentUnknown`.
    package func document(_ id: DocumentID, for sender: SenderActor) async throws -> StoredDocument {
        throw ServiceError.documentUnknown
    }

    /// Its bytes; throws `ServiceError.documentUnknown`, `.waiting(for: .signer, …)`.
    package func content(of id: DocumentID, for sender: SenderActor) async throws -> DocumentContent {
        throw ServiceError.documentUnknown
    }
}
