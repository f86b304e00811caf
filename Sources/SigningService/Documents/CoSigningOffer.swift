import PDF
import SignerProtocol

/// Where people may sign in a file that others have signed.
package struct CoSigningOffer: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package let name: String
        package let box: SignatureBox
    }

    /// Whether boxes may be placed; otherwise only the fields that the file has are signed.
    package let permitsNewFields: Bool
    /// Empty fields that can be signed, in the order of the form.
    package let fields: [Field]
}

extension Documents {
    /// What a document was when it came; nil for those that came before records were kept.
    package func record(of id: DocumentID, for sender: SenderActor) async throws -> UploadRecord? {
        _ = try await document(id, for: sender)
        return try await needs.store.read { try $0.uploadRecord(of: id) }
    }

    /// Where people may sign after those who have; nil when nobody has.
    package func coSigning(of id: DocumentID, for sender: SenderActor) async throws -> CoSigningOffer? {
        guard let record = try await record(of: id, for: sender), !record.earlierSignatures.isEmpty else { return nil }
        let open = try await Custody(needs: needs).open(
            try await document(id, for: sender),
            by: sender.auditName,
            for: .read
        )
        return try await needs.onDocumentThreads {
            try open.source.surfacing { try SigningPlaces(of: Document(open.source)).offer }
        }
    }
}
